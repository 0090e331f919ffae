//! Pictures drawn from discs and polygons, as the files of the demo describe them.

use anyhow::{Context, anyhow, bail};
use image::{ImageFormat, Rgb, RgbImage};
use serde::Deserialize;
use std::io::Cursor;

use crate::platform::images::{ImageKind, Picture};

/// The square that shapes stand in, from side to side.
const SQUARE: f32 = 100.0;

type Point = (f32, f32);

/// A drawing: a ground, and shapes upon it in their order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Drawing {
    /// Whose.
    pub of: String,
    ground: String,
    /// `disc x y radius #colour` or `poly x y x y … #colour`.
    shapes: Vec<String>,
}

enum Shape {
    Disc { centre: Point, radius: f32 },
    Polygon(Vec<Point>),
}

impl Shape {
    /// How far a point is from the edge; less than nothing inside.
    fn distance(&self, at: Point) -> f32 {
        match self {
            Self::Disc { centre, radius } => (at.0 - centre.0).hypot(at.1 - centre.1) - radius,
            Self::Polygon(corners) => distance_to_polygon(corners, at),
        }
    }
}

/// The nearest edge counts; a ray to the left crosses an odd number of edges from inside.
fn distance_to_polygon(corners: &[Point], at: Point) -> f32 {
    let mut nearest = f32::MAX;
    let mut is_inside = false;
    for (index, from) in corners.iter().enumerate() {
        let to = corners[(index + 1) % corners.len()];
        let (edge, way) = ((to.0 - from.0, to.1 - from.1), (at.0 - from.0, at.1 - from.1));
        let along = ((way.0 * edge.0 + way.1 * edge.1) / (edge.0 * edge.0 + edge.1 * edge.1)).clamp(0.0, 1.0);
        nearest = nearest.min((way.0 - edge.0 * along).hypot(way.1 - edge.1 * along));
        let crosses = (from.1 > at.1) != (to.1 > at.1);
        if crosses && at.0 > from.0 + edge.0 * way.1 / edge.1 {
            is_inside = !is_inside;
        }
    }
    if is_inside { -nearest } else { nearest }
}

impl Drawing {
    /// Draws it with sides of so many dots; edges are smooth.
    pub fn picture(&self, side: u32) -> anyhow::Result<Picture> {
        let ground = colour(&self.ground)?;
        let shapes = self.shapes.iter().map(|line| shape(line).with_context(|| line.clone())).collect::<anyhow::Result<Vec<_>>>()?;
        let dot = SQUARE / side as f32;
        let drawn = RgbImage::from_fn(side, side, |x, y| {
            let at = ((x as f32 + 0.5) * dot, (y as f32 + 0.5) * dot);
            shapes.iter().fold(Rgb(ground), |under, (shape, paint)| mixed(under, *paint, (0.5 - shape.distance(at) / dot).clamp(0.0, 1.0)))
        });
        let mut content = Vec::new();
        drawn.write_to(&mut Cursor::new(&mut content), ImageFormat::Png)?;
        Ok(Picture { kind: ImageKind::Png, width: side, height: side, content })
    }
}

/// A colour over another, as far as it covers.
fn mixed(under: Rgb<u8>, paint: [u8; 3], cover: f32) -> Rgb<u8> {
    let part = |index: usize| (f32::from(under.0[index]) * (1.0 - cover) + f32::from(paint[index]) * cover).round() as u8;
    Rgb([part(0), part(1), part(2)])
}

fn shape(line: &str) -> anyhow::Result<(Shape, [u8; 3])> {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let paint = colour(words.pop().unwrap_or_default())?;
    let kind = if words.is_empty() { "" } else { words.remove(0) };
    let numbers = words.iter().map(|word| word.parse::<f32>().with_context(|| (*word).to_owned())).collect::<anyhow::Result<Vec<_>>>()?;
    let shape = match (kind, numbers.as_slice()) {
        ("disc", &[x, y, radius]) => Shape::Disc { centre: (x, y), radius },
        ("poly", places) if places.len() >= 6 && places.len().is_multiple_of(2) => Shape::Polygon(places.chunks(2).map(|place| (place[0], place[1])).collect()),
        _ => bail!("a shape is \"disc x y radius #colour\" or \"poly x y x y … #colour\""),
    };
    Ok((shape, paint))
}

fn colour(text: &str) -> anyhow::Result<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let [_, red, green, blue] = digits.ok_or_else(|| anyhow!("{text:?} is no colour like #2c5b73"))?.to_be_bytes();
    Ok([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cover_what_is_inside_them() {
        let bow = Shape::Polygon(vec![(10.0, 10.0), (90.0, 10.0), (90.0, 90.0), (50.0, 50.0), (10.0, 90.0)]);
        for (at, inside) in [((50.0, 30.0), true), ((50.0, 70.0), false), ((15.0, 60.0), true), ((5.0, 5.0), false), ((95.0, 50.0), false)] {
            assert_eq!(bow.distance(at) < 0.0, inside, "{at:?}");
        }
        let disc = Shape::Disc { centre: (50.0, 50.0), radius: 10.0 };
        assert!((disc.distance((50.0, 70.0)) - 10.0).abs() < 0.001 && disc.distance((50.0, 45.0)) < 0.0);
    }

    #[test]
    fn what_is_no_shape_is_named() {
        for wrong in ["", "disc 1 2 #000000", "poly 1 2 3 4 #000000", "disc 1 2 3 red", "square 1 2 3 #000000", "disc 1 2 x #000000"] {
            assert!(shape(wrong).is_err(), "{wrong}");
        }
        let drawing = Drawing { of: String::new(), ground: "#102030".into(), shapes: vec!["disc 50 50 25 #ffffff".into()] };
        let read = image::load_from_memory(&drawing.picture(96).unwrap().content).unwrap().into_rgb8();
        assert_eq!((read.get_pixel(0, 0).0, read.get_pixel(48, 48).0), ([0x10, 0x20, 0x30], [0xff; 3]));
    }
}
