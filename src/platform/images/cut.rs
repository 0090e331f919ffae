//! Decoding and cutting.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use tokio::sync::Semaphore;

use super::{ImageError, ImageKind, PIXELS_MAX, Picture};

/// Decoded at a time: each takes up to [`MEMORY_MAX`] bytes.
const DECODES: usize = 2;
/// What decoding one picture may take: [`PIXELS_MAX`] dots of four bytes, and half as much to work with.
const MEMORY_MAX: u64 = PIXELS_MAX * 6;
/// The longest side: no camera takes longer ones, and each line is worked on as a whole.
const SIDE_MAX: u32 = 20_000;
/// Photographs of this quality show no traces at the sizes that are kept.
const QUALITY: u8 = 85;

/// Cuts a picture to squares around its middle, one for each side, the largest first: two pictures at a time, on threads of
/// their own. A picture smaller than a side keeps its size.
pub async fn squares(file: Vec<u8>, sides: &'static [u32]) -> anyhow::Result<Result<Vec<Picture>, ImageError>> {
    static PLACES: Semaphore = Semaphore::const_new(DECODES);
    let _place = PLACES.acquire().await?;
    Ok(tokio::task::spawn_blocking(move || squares_now(&file, sides)).await?)
}

/// [`squares`], at once.
pub fn squares_now(file: &[u8], sides: &[u32]) -> Result<Vec<Picture>, ImageError> {
    let (mut picture, orientation) = decode(file)?;
    let (width, height) = (picture.width(), picture.height());
    let side = width.min(height);
    picture = picture.crop_imm((width - side) / 2, (height - side) / 2, side, side);
    let mut cut = Vec::with_capacity(sides.len());
    for wanted in sides {
        let side = picture.width().min(*wanted);
        // Each is made of the one before: the first step is the dear one.
        picture = DynamicImage::ImageRgba8(picture.resize_exact(side, side, FilterType::Lanczos3).into_rgba8());
        let mut upright = picture.clone();
        upright.apply_orientation(orientation);
        cut.push(write(&upright)?);
    }
    Ok(cut)
}

/// Reads a picture and how it has to be turned. Its kind and size are known, and refused, before its dots are read.
fn decode(file: &[u8]) -> Result<(DynamicImage, Orientation), ImageError> {
    let format = match image::guess_format(file) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)) => format,
        _ => return Err(ImageError::Kind),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(reason)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > PIXELS_MAX * 4 {
        return Err(ImageError::Pixels);
    }
    if width == 0 || height == 0 {
        return Err(ImageError::Broken);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(reason)?;
    Ok((picture, orientation))
}

fn reason(error: image::ImageError) -> ImageError {
    match error {
        image::ImageError::Limits(_) => ImageError::Pixels,
        _ => ImageError::Broken,
    }
}

/// Writes a picture as whatever takes less room; what can be seen through stays so.
fn write(picture: &DynamicImage) -> Result<Picture, ImageError> {
    let rgba = picture.to_rgba8();
    let (width, height) = rgba.dimensions();
    let is_opaque = rgba.pixels().all(|dot| dot.0[3] == u8::MAX);
    let broken = |_| ImageError::Broken;
    let mut content = Vec::new();
    if !is_opaque {
        rgba.write_to(&mut Cursor::new(&mut content), ImageFormat::Png).map_err(broken)?;
        return Ok(Picture { kind: ImageKind::Png, width, height, content });
    }
    let rgb = DynamicImage::ImageRgba8(rgba).into_rgb8();
    rgb.write_to(&mut Cursor::new(&mut content), ImageFormat::Png).map_err(broken)?;
    let mut photograph = Vec::new();
    rgb.write_with_encoder(JpegEncoder::new_with_quality(&mut photograph, QUALITY)).map_err(broken)?;
    if photograph.len() < content.len() {
        return Ok(Picture { kind: ImageKind::Jpeg, width, height, content: photograph });
    }
    Ok(Picture { kind: ImageKind::Png, width, height, content })
}
