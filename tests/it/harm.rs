//! Do no harm: what a site must not give away is in no file of the output.

use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use serde_json::Value;

use crate::cases::lay;
use crate::program::{bytes, copy, folder, folder_of, put, repository, run};

/// Stands wherever nobody may look.
const CANARY: &[u8] = b"CANARYWORD";

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A picture whose upper left corner is red, wider than high.
fn picture() -> DynamicImage {
    let colour = |x: u32, y: u32| match (x, y) {
        (0..200, 0..200) => Rgb([250, 0, 0]),
        _ => Rgb([0, (y / 4) as u8, 200]),
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(1200, 800, colour))
}

fn plain(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
            picture().write_with_encoder(encoder).unwrap();
        }
        ImageFormat::Gif => {
            picture().resize(60, 40, image::imageops::Nearest).write_to(&mut bytes, format).unwrap()
        }
        _ => picture().write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

/// Exif with an orientation, a place and the maker of a camera.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x03".to_vec();
    // The maker, the orientation, and where the place is told.
    exif.extend_from_slice(b"\x01\x0f\0\x02\0\0\0\x0a\0\0\0\x32");
    exif.extend_from_slice(&[1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend_from_slice(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3c\0\0\0\0");
    exif.extend_from_slice(CANARY);
    exif.extend_from_slice(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    exif.extend_from_slice(CANARY);
    exif
}

/// A photo as a telephone makes it: with its place, a thumbnail, words, and a film behind the end.
fn photo(orientation: u8) -> Vec<u8> {
    let mut photo = plain(ImageFormat::Jpeg);
    let mut own = Vec::new();
    for (marker, fields) in [
        (0xe1, [b"Exif\0\0".to_vec(), exif(orientation), plain(ImageFormat::Gif)].concat()),
        (0xe1, [b"http://ns.adobe.com/xap/1.0/\0", CANARY].concat()),
        (0xe2, [b"MPF\0", CANARY].concat()),
        (0xed, [b"Photoshop 3.0\0", CANARY].concat()),
        (0xfe, CANARY.to_vec()),
    ] {
        own.extend([0xff, marker]);
        own.extend(u16::try_from(fields.len() + 2).unwrap().to_be_bytes());
        own.extend(fields);
    }
    photo.splice(2..2, own);
    photo.extend(b"\0\0\0\x18ftypmp42");
    photo.extend(CANARY);
    photo
}

/// A picture with words that no reader sees, in each of the other formats.
fn with_words(format: ImageFormat) -> Vec<u8> {
    let mut bytes = plain(format);
    let length = u32::try_from(CANARY.len()).unwrap();
    match format {
        ImageFormat::Png => {
            let text = [&length.to_be_bytes()[..], b"tEXt", CANARY, b"\xa5\x0a\x6d\x20"].concat();
            bytes.splice(33..33, text);
        }
        ImageFormat::WebP => {
            bytes.extend([&b"XMP "[..], &length.to_le_bytes(), CANARY].concat());
            let size = u32::try_from(bytes.len() - 8).unwrap();
            bytes[4..8].copy_from_slice(&size.to_le_bytes());
        }
        _ => {
            let end = bytes.len() - 1;
            bytes.splice(end..end, [&b"\x21\xfe\x0a"[..], CANARY, b"\0"].concat());
        }
    }
    bytes.extend(CANARY);
    bytes
}

fn site(media: &str) -> tempfile::TempDir {
    let event = format!("- id: shot\n  date: 2014-06-01\n  title: A shot\n{media}");
    folder_of(&[
        (
            "dateline.yaml",
            "title: No harm\nbase_url: https://example.org/\nlints: {no-source: allow, copy-without-hash: allow}\n",
        ),
        ("content/events/all.yaml", &event),
    ])
}

fn built(site: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let answer = run(site, ["build", "--strict", "--now", "2026-03-01"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    bytes(&site.join("public"))
}

#[test]
fn pictures_are_published_without_anything_but_what_they_show() {
    let site = site(
        "  weight: 5\n  media:\n    - {file: media/photo.jpg, alt: A, credit: B}\n    - {file: media/a.png, alt: A, credit: B}\n    \
         - {file: media/a.webp, alt: A, credit: B}\n    - {file: media/a.gif, alt: A, credit: B}\n    - {file: media/held.jpg, alt: A, credit: B}\n",
    );
    let media = site.path().join("content/media");
    put(&media.join("photo.jpg"), &photo(1));
    put(&media.join("held.jpg"), &photo(6));
    put(&media.join("a.png"), &with_words(ImageFormat::Png));
    put(&media.join("a.webp"), &with_words(ImageFormat::WebP));
    put(&media.join("a.gif"), &with_words(ImageFormat::Gif));
    let files = built(site.path());
    for (path, content) in &files {
        for word in [CANARY, b"Exif", b"ns.adobe.com", b"Photoshop", b"ftyp"] {
            assert!(!holds(content, word), "{path} holds {}", String::from_utf8_lossy(word));
        }
    }
    let shown = |path: &str| image::load_from_memory(&files[path]).unwrap();
    for (path, format) in [
        ("media/photo.jpg", ImageFormat::Jpeg),
        ("media/a.png", ImageFormat::Png),
        ("media/a.webp", ImageFormat::WebP),
        ("media/a.gif", ImageFormat::Gif),
    ] {
        assert_eq!(
            files[path],
            plain(format),
            "{path} is not what it was before words came into it"
        );
    }
    // Held on its side, the camera had the red corner of the picture at its upper left; that is the upper right.
    for (path, width, height) in [("media/held.jpg", 800, 1200), ("media/held-480w.jpg", 480, 720)]
    {
        let held = shown(path);
        assert_eq!(held.dimensions(), (width, height), "{path}");
        let is_red = |x: u32, y: u32| held.get_pixel(x, y).0[0] > 200;
        assert!(is_red(width - 20, 20) && !is_red(20, 20), "{path} is not the right way up");
    }
    let page = String::from_utf8_lossy(&files["events/shot.html"]);
    assert!(page.contains("held.jpg\" alt=\"A\" width=\"800\" height=\"1200\""), "{page}");
}

#[test]
fn a_copy_of_a_source_that_is_shown_is_warned_of() {
    let site = site(
        "  media: [{file: media/post.jpg, alt: A, credit: B}]\n  sources: [{title: A post, copy: media/post.jpg}]\n",
    );
    put(&site.path().join("content/media/post.jpg"), &photo(6));
    let answer = run(site.path(), ["check"]);
    assert!(answer.stderr.contains("warning[metadata-kept]"), "{}", answer.stderr);
    assert!(answer.stderr.contains("it is a source's copy"), "{}", answer.stderr);
}

#[test]
fn clean_pictures_and_copies_of_sources_stay_as_they_are() {
    let site = site(
        "  media: [{file: media/clean.jpg, alt: A, credit: B}]\n  sources: [{title: A post, copy: media/post.jpg}]\n",
    );
    let (clean, post) = (plain(ImageFormat::Jpeg), photo(6));
    put(&site.path().join("content/media/clean.jpg"), &clean);
    put(&site.path().join("content/media/post.jpg"), &post);
    let files = built(site.path());
    assert!(files["media/clean.jpg"] == clean);
    assert!(files["media/post.jpg"] == post, "a copy proves what was seen, byte for byte");
}

#[test]
fn what_only_the_pixels_tell_is_reported_where_the_picture_is_used() {
    let site = site("  media: [{file: media/a.png, alt: A, credit: B}]\n");
    let mut broken = plain(ImageFormat::Png);
    let middle = broken.len() / 2;
    broken[middle..middle + 64].fill(0xff);
    put(&site.path().join("content/media/a.png"), &broken);
    for command in ["check", "build"] {
        let answer = run(site.path(), [command]);
        assert_eq!(answer.code, 1, "{}", answer.stderr);
        assert!(answer.stderr.contains("error[broken-picture]: the picture `media/a.png`"));
        assert!(answer.stderr.contains("--> content/events/all.yaml:4:18"), "{}", answer.stderr);
    }
}

#[test]
fn nothing_of_the_example_says_where_it_was_built() {
    let site = folder();
    copy(&repository().join("content"), &site.path().join("content"));
    let settings = std::fs::read(repository().join("dateline.yaml")).unwrap();
    put(&site.path().join("dateline.yaml"), &settings);
    let machine = site.path().file_name().unwrap().to_string_lossy().into_owned();
    for (path, content) in built(site.path()) {
        assert!(!holds(&content, machine.as_bytes()), "{path} says where it was built");
    }
}

/// A record without its digests, which are digits of any kind.
fn without_digests(record: &[u8]) -> Vec<u8> {
    let mut record: Value = serde_json::from_slice(record).unwrap();
    for file in record["files"].as_object_mut().unwrap().values_mut() {
        file.as_object_mut().unwrap().retain(|field, _| field != "digest" && field != "sketch");
    }
    serde_json::to_vec(&record).unwrap()
}

#[test]
fn coordinates_are_rounded_before_anything_is_made_of_them() {
    let case = repository().join("tests/cases/no-harm");
    let site = folder();
    lay(&case, site.path());
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    let mut exact = Vec::new();
    for (path, mut content) in bytes(&site.path().join("public")) {
        if path == ".dateline.json" {
            content = without_digests(&content);
        }
        for decimals in ["5678", "4321"] {
            if holds(&content, decimals.as_bytes()) {
                exact.push(path.clone());
            }
        }
    }
    exact.dedup();
    // The one place that says so is known as exactly as it is written.
    assert_eq!(exact, ["places/exact-place.html"]);
}

#[test]
fn graphic_pictures_are_shown_only_to_those_who_ask() {
    let case = repository().join("tests/cases/no-harm");
    let site = folder();
    lay(&case, site.path());
    assert_eq!(run(site.path(), ["build", "--now", "2026-03-01"]).code, 0);
    let mut shown = Vec::new();
    for (path, content) in bytes(&site.path().join("public")) {
        if !path.ends_with(".html") && !path.ends_with(".xml") {
            continue;
        }
        let text = String::from_utf8_lossy(&content).into_owned();
        for (at, _) in text.match_indices("media/dead.png") {
            let before = &text[..at];
            let tag = &before[before.rfind('<').unwrap_or(0)..];
            let is_closed =
                before.rfind("<details class=\"graphic\">") > before.rfind("</details>");
            assert!(tag.starts_with("<a ") || is_closed, "{path}: {tag}");
            shown.push(path.clone());
        }
    }
    shown.dedup();
    // Not in the feed, which others show as they like.
    let asked = ["articles/told.html", "events/again.html", "events/shot.html"];
    assert_eq!(
        shown,
        asked.into_iter().chain(["index.html", "years/2014.html"]).collect::<Vec<_>>()
    );
}
