//! Pictures as people send them: every kind that is taken, and what only says that it is one.

use super::picture::send;
use crate::support::{Client, TestApp};
use guildhall::platform::images::{BYTES_MAX, ImageError, squares_now};
use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;

pub const RED: Rgba<u8> = Rgba([220, 30, 30, 255]);
pub const BLUE: Rgba<u8> = Rgba([30, 30, 220, 255]);

/// Red on the left, blue on the right.
pub fn two_halves(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

pub fn written(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Vec::new();
    let picture = DynamicImage::ImageRgba8(picture.clone());
    let picture = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture };
    picture.write_to(&mut Cursor::new(&mut file), format).unwrap();
    file
}

/// Red, then blue.
fn moving() -> Vec<u8> {
    let mut file = Vec::new();
    let frames = [RED, BLUE].map(|colour| Frame::new(RgbaImage::from_pixel(120, 120, colour)));
    GifEncoder::new(&mut file).encode_frames(frames).unwrap();
    file
}

/// What a phone writes before the dots: how it was held, a text, and where it was.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let entry =
        |tag: u16, kind: u16, count: u32, value: u32| [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat();
    let text = b"SECRET-PLACE\0\0\0\0";
    let main_entries = [entry(0x010e, 2, text.len() as u32, 50), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 66)].concat();
    let main = [&3_u16.to_le_bytes()[..], &main_entries, &0_u32.to_le_bytes()].concat();
    assert_eq!(8 + main.len(), 50);
    let gps = [&1_u16.to_le_bytes()[..], &entry(0x0001, 2, 2, u32::from_le_bytes(*b"N\0\0\0")), &0_u32.to_le_bytes()].concat();
    let tiff = [&b"II*\0"[..], &8_u32.to_le_bytes(), &main, text, &gps].concat();
    let body = [&b"Exif\0\0"[..], &tiff].concat();
    [&jpeg[..2], &[0xff, 0xe1], &(body.len() as u16 + 2).to_be_bytes(), &body, &jpeg[2..]].concat()
}

/// The head of a PNG that says how large it is, and next to nothing after it.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let named = [&kind[..], body].concat();
        [&(body.len() as u32).to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    // An empty stream of zlib.
    let data = [0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", &data), &chunk(b"IEND", b"")].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

fn refused(file: &[u8]) -> ImageError {
    squares_now(file, &[240, 96]).expect_err("it is no picture to keep")
}

#[test]
fn every_kind_is_cut_square_in_both_sizes() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let cut = squares_now(&written(&two_halves(900, 500), format), &[240, 96]).unwrap();
        assert_eq!(cut.iter().map(|picture| (picture.width, picture.height)).collect::<Vec<_>>(), [(240, 240), (96, 96)], "{format:?}");
        for picture in cut {
            assert!(picture.content.len() < 20_000);
            let again = image::load_from_memory(&picture.content).unwrap().into_rgba8();
            let (left, right) = (again.get_pixel(picture.width / 5, 9), again.get_pixel(picture.width * 4 / 5, 9));
            assert!(left.0[0] > 180 && left.0[2] < 80 && right.0[2] > 180 && right.0[0] < 80, "{format:?}: {left:?} {right:?}");
        }
    }
}

#[test]
fn what_can_be_seen_through_stays_so_and_small_pictures_stay_small() {
    let glass = RgbaImage::from_fn(50, 70, |x, _| if x < 25 { RED } else { Rgba([0, 0, 0, 0]) });
    let cut = squares_now(&written(&glass, ImageFormat::Png), &[240, 96]).unwrap();
    assert_eq!(cut.iter().map(|picture| (picture.width, picture.kind.as_str())).collect::<Vec<_>>(), [(50, "png"), (50, "png")]);
    let again = image::load_from_memory(&cut[0].content).unwrap().into_rgba8();
    assert_eq!((again.get_pixel(45, 25).0[3], again.get_pixel(5, 25).0[3]), (0, 255));
}

#[test]
fn where_a_photograph_was_taken_stays_behind_and_it_stands_upright() {
    let file = with_exif(&written(&two_halves(400, 200), ImageFormat::Jpeg));
    let holds = |file: &[u8], what: &[u8]| file.windows(what.len()).any(|window| window == what);
    assert!(holds(&file, b"Exif") && holds(&file, b"SECRET-PLACE"));
    for picture in squares_now(&file, &[240, 96]).unwrap() {
        for what in [&b"Exif"[..], b"SECRET-PLACE", b"II*\0", b"eXIf", b"tEXt"] {
            assert!(!holds(&picture.content, what), "{what:?} is still there");
        }
        let again = image::load_from_memory(&picture.content).unwrap().into_rgba8();
        let (above, below) = (again.get_pixel(9, picture.height / 5), again.get_pixel(9, picture.height * 4 / 5));
        assert!(above.0[0] > 180 && below.0[2] > 180, "held upright: {above:?} {below:?}");
    }
}

#[test]
fn of_a_moving_picture_the_first_stays() {
    let cut = squares_now(&moving(), &[96]).unwrap();
    let again = image::load_from_memory(&cut[0].content).unwrap().into_rgba8();
    assert!(again.get_pixel(50, 50).0[0] > 180);
}

#[test]
fn what_is_no_picture_is_refused_by_what_is_in_it() {
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for file in
        [&drawing[..], b"<!doctype html><script>alert(1)</script>", b"%PDF-1.7", b"BM\x3a\0\0\0", b"II*\0\x08\0\0\0", b"", b"GIF", b"\0\0\0\x1cftypavif"]
    {
        assert_eq!(refused(file), ImageError::Kind, "{file:?}");
    }
    let jpeg = written(&two_halves(400, 200), ImageFormat::Jpeg);
    assert_eq!(refused(&jpeg[..20]), ImageError::Broken);
    let mut png = written(&two_halves(400, 200), ImageFormat::Png);
    png.truncate(60);
    assert_eq!(refused(&png), ImageError::Broken);
    assert_eq!(refused(&[b"\x89PNG\r\n\x1a\n", &[b'<'; 200][..]].concat()), ImageError::Broken);
    assert_eq!(refused(&png_of(100, 100)), ImageError::Broken);
}

#[test]
fn a_small_file_with_very_many_dots_is_refused_before_they_are_read() {
    let started = std::time::Instant::now();
    for (width, height) in [(50_000, 50_000), (6_000, 6_000), (2_000_000_000, 1), (19_999, 19_999)] {
        assert_eq!(refused(&png_of(width, height)), ImageError::Pixels, "{width} x {height}");
    }
    let gif = [
        &b"GIF89a"[..],
        &u16::MAX.to_le_bytes(),
        &u16::MAX.to_le_bytes(),
        &[0, 0, 0, b',', 0, 0, 0, 0],
        &u16::MAX.to_le_bytes(),
        &u16::MAX.to_le_bytes(),
        &[0, 2, 0, 59],
    ]
    .concat();
    assert_eq!(refused(&gif), ImageError::Pixels);
    assert!(started.elapsed().as_millis() < 500, "nothing of that size was made");
}

async fn left_alone(app: &TestApp, client: &Client) {
    assert!(!client.get("/settings").await.has(".picture img"));
    assert!(!app.folder().join("uploads").exists(), "nothing is written");
}

#[actix_web::test]
async fn mistakes_are_told_beside_the_field_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let broken = &written(&two_halves(400, 200), ImageFormat::Jpeg)[..30];
    let bomb = png_of(50_000, 50_000);
    for (file, words) in [(&b"<svg/>"[..], "not a PNG"), (b"", "Choose a file"), (broken, "damaged"), (&bomb, "32 million pixels")] {
        let page = send(&ann, file).await.expect(422);
        assert!(page.text("#picture-e").contains(words), "{}", page.text("#picture-e"));
        assert_eq!((page.attributes("#errors a", "href"), page.attributes("#picture", "aria-invalid")), (vec!["#picture".into()], vec!["true".into()]));
        assert_eq!(page.attributes("#name", "value"), ["ann"]);
    }
    ann.post_file("/settings/picture", "elsewhere", "a.png", &bomb).await.expect(422);
    ann.post("/settings/picture", &[("picture", "a.png")]).await.expect(400);
    left_alone(&app, &ann).await;
}

#[actix_web::test]
async fn a_file_is_cut_off_where_it_is_too_large() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    for size in [BYTES_MAX + 1, BYTES_MAX * 3, BYTES_MAX * 5] {
        let page = send(&ann, &vec![0x89; size]).await.expect(413);
        assert!(page.text("#picture-e").contains("larger than 10 MB"), "{}", page.body);
    }
    left_alone(&app, &ann).await;
    // The largest there may be is read to its end.
    assert!(send(&ann, &vec![0x89; BYTES_MAX]).await.expect(422).text("#picture-e").contains("not a PNG"));
}
