//! Forms with files as no browser sends them: cut, sewn together, nested, without an end. Each is answered; none is a fault.

use super::picture_files::{two_halves, written};
use crate::support::{Client, TestApp};
use actix_web::test::TestRequest;
use guildhall::platform::db::Timestamp;
use guildhall::platform::images::squares_now;
use image::ImageFormat;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const KIND: &str = "multipart/form-data; boundary=xyzzy";
const FORMATS: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP];

fn part(heads: &str, content: &[u8]) -> Vec<u8> {
    [b"--xyzzy\r\n", heads.as_bytes(), b"\r\n\r\n", content, b"\r\n"].concat()
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), b"--xyzzy--\r\n".to_vec()].concat()
}

const PICTURE: &str = "content-disposition: form-data; name=\"picture\"; filename=\"me.png\"\r\ncontent-type: image/png";

async fn sent(client: &Client, kind: &str, body: Vec<u8>) -> u16 {
    let request = TestRequest::post().uri("/settings/picture").insert_header(("content-type", kind)).insert_header(("sec-fetch-site", "same-origin"));
    client.send(request.set_payload(body)).await.status
}

/// Changes a file or form in one of the ways in which they go wrong.
fn spoilt(numbers: &mut StdRng, good: &[u8], within: usize) -> Vec<u8> {
    let mut bad = good.to_vec();
    let at = numbers.random_range(0..within.min(bad.len()));
    let length = numbers.random_range(1..64).min(bad.len() - at);
    match numbers.random_range(0..6) {
        0 => bad.truncate(at),
        1 => bad[at] ^= 1 << numbers.random_range(0..8),
        2 => drop(bad.drain(at..at + length)),
        3 => numbers.fill(&mut bad[at..at + length]),
        4 => drop(bad.splice(at..at, good[at..at + length].to_vec())),
        _ => bad[at..at + length].fill(0xff),
    }
    bad
}

#[actix_web::test]
async fn every_form_is_answered() {
    let app = TestApp::start().await;
    let ann = app.member("ann").await;
    let file = written(&two_halves(40, 30), ImageFormat::Png);
    let good = form(&[part(PICTURE, &file)]);
    let mut forms: Vec<(&str, Vec<u8>)> = vec![
        (KIND, good.clone()),
        ("", good.clone()),
        ("multipart/form-data", good.clone()),
        ("multipart/form-data; boundary=", good.clone()),
        ("multipart/form-data; boundary=\"xyzzy\"; boundary=other", good.clone()),
        ("multipart/mixed; boundary=xyzzy", good.clone()),
        ("application/x-www-form-urlencoded", b"picture=a".to_vec()),
        ("application/json", b"{}".to_vec()),
        (KIND, Vec::new()),
        (KIND, b"--xyzzy--\r\n".to_vec()),
        (KIND, b"--xyzzy\r\n".repeat(10_000)),
        (KIND, part("content-disposition: form-data; name=\"other\"", b"x").repeat(5_000)),
        (KIND, form(&[part(PICTURE, &file), part(PICTURE, &file)])),
        (KIND, form(&[part("content-type: image/png", &file)])),
        (KIND, form(&[part("content-disposition: attachment; name=picture; filename=../../etc/passwd", &file)])),
        (KIND, form(&[part("content-disposition: form-data; name=\"picture\"; filename*=utf-8''%00%ff", &file)])),
        (KIND, form(&[part(format!("{PICTURE}\r\n{}", "x-more: y\r\n".repeat(5_000)).trim_end(), &file)])),
        (KIND, form(&[part(&format!("content-disposition: form-data; name=\"{}\"", "p".repeat(500_000)), &file)])),
        (KIND, form(&[part("content-disposition: form-data; name=\"picture\"\r\ncontent-type: multipart/mixed; boundary=xyzzy", &good)])),
        (KIND, form(&[part("content-disposition: form-data; name=\"picture\"\r\ncontent-length: 99999999999999999999", &file)])),
        (KIND, form(&[part("content-disposition: form-data; name=\"picture\"\r\ncontent-transfer-encoding: base64", b"aGVsbG8=")])),
    ];
    let mut numbers = StdRng::seed_from_u64(11);
    forms.extend((0..300).map(|round| (KIND, spoilt(&mut numbers, &good, if round % 2 == 0 { 150 } else { good.len() }))));
    let (mut kept, mut refused) = (0, 0);
    for (kind, body) in forms {
        // A person may send a few an hour.
        app.later(Timestamp::HOUR);
        match sent(&ann, kind, body.clone()).await {
            303 => kept += 1,
            400 | 413 | 415 | 422 => refused += 1,
            status => panic!("{status} for {kind} with {:?}", String::from_utf8_lossy(&body[..body.len().min(600)])),
        }
    }
    assert!(kept > 5 && refused > 100, "{kept} kept, {refused} refused");
    app.later(Timestamp::HOUR);
    assert_eq!(sent(&ann, KIND, form(&[part(PICTURE, &file), part(PICTURE, &file)])).await, 400, "one field, twice");
    assert_eq!(sent(&ann, KIND, good).await, 303, "all places are free again");
    assert_eq!(ann.get("/settings").await.expect(200).attributes(".picture img", "src").len(), 1);
    app.run_jobs();
}

#[test]
fn spoilt_pictures_are_refused_or_cut() {
    let mut numbers = StdRng::seed_from_u64(12);
    let (mut cut, mut refused) = (0, 0);
    for format in FORMATS {
        let good = written(&two_halves(90, 70), format);
        for round in 0..250 {
            let within = if round % 2 == 0 { 64 } else { good.len() };
            match squares_now(&spoilt(&mut numbers, &good, within), &[48, 16]) {
                Ok(pictures) => {
                    assert!(pictures.len() == 2 && pictures.iter().all(|picture| picture.width <= 48 && picture.content.len() < 20_000), "{format:?}");
                    cut += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(cut > 20 && refused > 200, "{cut} cut, {refused} refused");
}
