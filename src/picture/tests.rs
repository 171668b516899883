//! What is removed from pictures, what stays, and that nothing that a file can hold makes us stumble.

use std::io::Cursor;

use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, Frame, ImageDecoder, ImageReader, RgbaImage};
use proptest::prelude::*;

use super::*;

/// Stands in everything that has to go.
const CANARY: &[u8] = b"CANARYWORD 48.8584 2.2945 serial-0815";

fn pixels(width: u32, height: u32) -> DynamicImage {
    let shade = |x: u32, y: u32| image::Rgb([(x * 7) as u8, (y * 11) as u8, (x * y) as u8]);
    DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, shade))
}

/// Exif in which a camera says how it was held, and where.
fn exif(orientation: u16) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend_from_slice(&orientation.to_be_bytes());
    exif.extend_from_slice(b"\0\0\0\0\0\0");
    exif.extend_from_slice(CANARY);
    exif
}

fn profile() -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[16..20].copy_from_slice(b"RGB ");
    profile.extend_from_slice(b"PROFILEWORD");
    profile
}

fn segment(marker: u8, fields: &[u8]) -> Vec<u8> {
    let length = u16::try_from(fields.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], fields].concat()
}

/// A photo with everything that cameras, telephones and programs put into it.
fn jpeg(orientation: u16) -> Vec<u8> {
    let plain = plain_jpeg();
    let thumbnail = [&b"JFXX\0\x10"[..], CANARY].concat();
    let header = [&b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02"[..], &[7; 12]].concat();
    let icc = [&b"ICC_PROFILE\0\x01\x01"[..], &profile()].concat();
    let mut all = vec![0xff, 0xd8];
    all.extend(segment(0xe0, &header));
    all.extend(segment(0xe0, &thumbnail));
    all.extend(segment(0xe1, &exif(orientation)));
    all.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", CANARY].concat()));
    all.extend(segment(0xe2, &icc));
    all.extend(segment(0xe2, &[b"MPF\0", CANARY].concat()));
    all.extend(segment(0xed, &[b"Photoshop 3.0\08BIM", CANARY].concat()));
    for marker in [0xe3, 0xeb, 0xec, 0xef, 0xf0, 0xfe] {
        all.extend(segment(marker, CANARY));
    }
    // The rest of the picture behind its own header, which is the segment after the first two bytes.
    let own = 4 + usize::from(u16::from_be_bytes([plain[4], plain[5]])) - 2 + 2;
    all.extend_from_slice(CANARY);
    all.extend_from_slice(&plain[own..]);
    all.extend_from_slice(CANARY);
    all.extend_from_slice(&plain);
    all
}

fn plain_jpeg() -> Vec<u8> {
    let mut plain = Vec::new();
    pixels(20, 12).write_with_encoder(JpegEncoder::new_with_quality(&mut plain, 90)).unwrap();
    plain
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let sum = crc(&[kind, data].concat()).to_be_bytes();
    [&length[..], kind, data, &sum].concat()
}

/// The checksum of PNG's chunks.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 }
        })
    })
}

fn png() -> Vec<u8> {
    let plain = plain_png();
    let mut all = plain[..33].to_vec();
    for kind in [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX", b"prVt"] {
        all.extend(chunk(kind, CANARY));
    }
    all.extend(chunk(b"eXIf", &exif(6)[6..]));
    all.extend(chunk(b"gAMA", &45_455_u32.to_be_bytes()));
    all.extend_from_slice(&plain[33..]);
    all.extend_from_slice(CANARY);
    all
}

fn plain_png() -> Vec<u8> {
    let mut plain = Vec::new();
    pixels(20, 12).write_with_encoder(PngEncoder::new(&mut plain)).unwrap();
    plain
}

fn webp() -> Vec<u8> {
    let plain = plain_webp();
    let mut body = b"WEBP".to_vec();
    // Profile, Exif and XMP, and one less than the width and height.
    let header = [0x2c, 0, 0, 0, 19, 0, 0, 11, 0, 0];
    webp::push(&mut body, b"VP8X", &header);
    webp::push(&mut body, b"ICCP", &profile());
    body.extend_from_slice(&plain[12..]);
    webp::push(&mut body, b"EXIF", &exif(3)[6..]);
    webp::push(&mut body, b"XMP ", CANARY);
    webp::push(&mut body, b"ABCD", CANARY);
    let size = u32::try_from(body.len()).unwrap().to_le_bytes();
    [b"RIFF", &size[..], &body, CANARY].concat()
}

fn plain_webp() -> Vec<u8> {
    let mut plain = Vec::new();
    pixels(20, 12).write_with_encoder(WebPEncoder::new_lossless(&mut plain)).unwrap();
    plain
}

fn gif() -> Vec<u8> {
    let mut plain = plain_gif();
    let end = plain.pop().unwrap();
    let at = 13 + gif::table(plain[10]);
    let blocks = |label: u8, name: &[u8]| {
        let mut block = vec![0x21, label];
        for part in [name, CANARY].iter().filter(|part| !part.is_empty()) {
            block.push(part.len() as u8);
            block.extend_from_slice(part);
        }
        block.push(0);
        block
    };
    let own = [blocks(0xfe, b""), blocks(0xff, b"XMP DataXMP"), blocks(0xff, b"NETSCAPE2.0")];
    plain.splice(at..at, own.concat());
    plain.push(end);
    plain.extend_from_slice(CANARY);
    plain
}

fn plain_gif() -> Vec<u8> {
    let mut plain = Vec::new();
    {
        let mut encoder = GifEncoder::new(&mut plain);
        encoder.set_repeat(Repeat::Infinite).unwrap();
        for shade in [10, 200] {
            let frame = RgbaImage::from_pixel(6, 4, image::Rgba([shade, 0, 0, 255]));
            encoder.encode_frame(Frame::new(frame)).unwrap();
        }
    }
    plain
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap()
}

fn cleaned(bytes: &[u8]) -> Clean<'_> {
    clean(Format::of(bytes).unwrap(), bytes).unwrap()
}

#[test]
fn nothing_that_does_not_belong_to_the_pixels_stays_and_the_pixels_do() {
    for (kind, bytes) in [("jpeg", jpeg(1)), ("png", png()), ("webp", webp()), ("gif", gif())] {
        assert!(holds(&bytes, b"CANARYWORD"));
        let clean = cleaned(&bytes);
        for word in [&b"CANARYWORD"[..], b"Exif", b"EXIF", b"eXIf", b"XMP", b"Photoshop", b"MPF"] {
            assert!(!holds(&clean.bytes, word), "{kind} says {}", String::from_utf8_lossy(word));
        }
        assert_eq!(decoded(&bytes), decoded(&clean.bytes), "{kind}");
        let reader = ImageReader::new(Cursor::new(&clean.bytes)).with_guessed_format().unwrap();
        let mut decoder = reader.into_decoder().unwrap();
        assert_eq!(decoder.exif_metadata().unwrap(), None, "{kind}");
        assert_eq!(decoder.xmp_metadata().unwrap(), None, "{kind}");
        assert_eq!(decoder.iptc_metadata().unwrap(), None, "{kind}");
        assert_eq!(decoder.orientation().unwrap(), Orientation::NoTransforms, "{kind}");
    }
}

#[test]
fn colour_profiles_and_loops_stay() {
    for bytes in [jpeg(1), webp()] {
        let clean = cleaned(&bytes);
        assert!(holds(&clean.bytes, b"PROFILEWORD"));
        let reader = ImageReader::new(Cursor::new(&clean.bytes)).with_guessed_format();
        let found = reader.unwrap().into_decoder().unwrap().icc_profile().unwrap();
        assert_eq!(found, Some(profile()));
    }
    assert!(holds(&cleaned(&png()).bytes, b"gAMA"));
    assert!(holds(&cleaned(&gif()).bytes, b"NETSCAPE2.0\x03\x01\0\0\0"));
}

#[test]
fn the_thumbnail_of_a_jfif_header_goes_and_its_density_stays() {
    let bytes = jpeg(1);
    let clean = cleaned(&bytes);
    assert_eq!(&clean.bytes[..20], b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
}

#[test]
fn clean_pictures_stay_as_they_are() {
    for bytes in [plain_jpeg(), plain_png(), plain_webp(), plain_gif()] {
        assert!(matches!(cleaned(&bytes).bytes, Cow::Borrowed(same) if same == bytes));
    }
}

#[test]
fn the_way_a_camera_was_held_is_told_with_the_pixels() {
    let held = |bytes: &[u8]| cleaned(bytes).orientation;
    assert_eq!(held(&jpeg(6)), Orientation::Rotate90);
    assert_eq!(held(&jpeg(1)), Orientation::NoTransforms);
    assert_eq!(held(&jpeg(99)), Orientation::NoTransforms);
    assert_eq!(held(&png()), Orientation::Rotate90);
    assert_eq!(held(&webp()), Orientation::Rotate180);
    assert!(is_sideways(Orientation::Rotate90));
    assert!(!is_sideways(Orientation::Rotate180));
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_broken() {
    for bytes in [plain_jpeg(), plain_png(), plain_webp(), plain_gif()] {
        let format = Format::of(&bytes).unwrap();
        for end in 0..bytes.len() {
            assert!(clean(format, &bytes[..end]).is_err(), "{format:?} of {end} bytes");
        }
    }
}

#[test]
fn a_picture_within_a_picture_is_broken_and_not_kept() {
    let mut bytes = plain_jpeg();
    bytes.truncate(bytes.len() - 2);
    bytes.extend(plain_jpeg());
    assert!(matches!(clean(Format::Jpeg, &bytes), Err(Broken(_))));
}

#[test]
fn drawings_lose_comments_and_metadata() {
    let svg = "<?xml version=\"1.0\"?><!-- CANARY --><svg viewBox=\"0 0 1 1\"><metadata><a>CANARY<b/></a></metadata>\
        <?xpacket CANARY?><title>A map</title><metadata/><path d=\"M0 0\"/></svg>";
    let drawing = Drawing::clean(svg).unwrap();
    assert_eq!(
        drawing.text,
        "<?xml version=\"1.0\"?><svg viewBox=\"0 0 1 1\"><title>A map</title><path d=\"M0 0\"/></svg>"
    );
    assert_eq!((drawing.active, drawing.kept), (None, None));
    for plain in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"https://example.org/\"><use href=\"#a\"/></a></svg>",
        "<svg xmlns:i=\"&ns_ai;\" aé=\"R&amp;D\"><path mask=\"url(#a)\" transform=\"rotate(1)\"/></svg>",
        "<svg><style>a &gt; b { font-family: &quot;A&quot; }</style></svg>",
    ] {
        let drawing = Drawing::clean(plain).unwrap();
        assert!(matches!(drawing.text, Cow::Borrowed(_)), "{plain}");
        assert_eq!((drawing.active, drawing.kept), (None, None), "{plain}");
    }
}

#[test]
fn drawings_that_act_are_told_from_those_that_are_only_seen() {
    let acting = [
        "<script>alert(1)</script>",
        "<svg:script/>",
        "<path onclick=\"x()\"/>",
        "<path ONLOAD=\"x()\"/>",
        "<a href=\"javascript:x()\"><path/></a>",
        "<a href=\" java\nscript:x()\"><path/></a>",
        "<a xlink:href=\"&#106;avascript:x()\"><path/></a>",
        "<animate attributeName=\"href\" values=\"javascript:x()\"/>",
        "<foreignObject><iframe/></foreignObject>",
        "<image href=\"https://example.org/a.png\"/>",
        "<use href=\"//example.org/a.svg#a\"/>",
        "<style>@import 'https://example.org/a.css';</style>",
        "<style><![CDATA[a { fill: url( \"https://example.org/a.svg#a\") }]]></style>",
        "<path style=\"fill: url(http://example.org/)\"/>",
        "<path style=\"fill: url(&quot;http://example.org/&quot;)\"/>",
        "<path mask=\"url(https://example.org/a.svg#a)\"/>",
        "<a href=\"java&#115;cript:x()\"><path/></a>",
        "<a href=\"&x;\"><path/></a>",
        "<image href=\"&#104;ttps://example.org/a.png\"/>",
        "<style>a { fill: url(\n&quot;https://example.org/a.svg#a&quot;) }</style>",
        "<style>@im&#112;ort 'https://example.org/a.css';</style>",
    ];
    for inside in acting {
        let svg = format!("<svg>{inside}</svg>");
        assert!(Drawing::clean(&svg).unwrap().active.is_some(), "{inside}");
    }
    let entity = "<!DOCTYPE svg [<!ENTITY x \"<script>alert(1)</script>\">]><svg>&x;</svg>";
    assert!(Drawing::clean(entity).unwrap().active.is_some());
    for inside in [
        "<image href=\"data:image/jpeg;base64,AAAA\"/>",
        "<g sodipodi:docname=\"/home/me/a.svg\"/>",
        "<path style=\"fill: url(data:image/png;base64,AAAA)\"/>",
    ] {
        let svg = format!("<svg>{inside}</svg>");
        assert!(Drawing::clean(&svg).unwrap().kept.is_some(), "{inside}");
    }
    for broken in ["", "<svg>", "<svg></g>", "<svg", "no drawing"] {
        assert!(Drawing::clean(broken).is_err(), "{broken}");
    }
}

fn any_picture() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(jpeg(1)), Just(jpeg(8)), Just(png()), Just(webp()), Just(gif())]
}

proptest! {
    #[test]
    fn what_is_clean_stays_clean(bytes in any_picture(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut damaged = bytes.clone();
        let at = at.index(damaged.len());
        damaged[at] = byte;
        for bytes in [bytes, damaged] {
            let Some(format) = Format::of(&bytes) else { continue };
            if let Ok(once) = clean(format, &bytes) {
                let again = clean(format, &once.bytes).expect("what was read can be read again");
                prop_assert_eq!(&again.bytes, &once.bytes);
                prop_assert_eq!(again.orientation, Orientation::NoTransforms);
                prop_assert!(once.bytes.len() <= bytes.len());
            }
        }
    }

    #[test]
    fn damage_is_an_answer_and_no_panic(
        bytes in any_picture(),
        cut in any::<prop::sample::Index>(),
        noise in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let mut damaged = bytes[..cut.index(bytes.len())].to_vec();
        damaged.extend(noise);
        for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Gif] {
            let _ = clean(format, &damaged);
        }
    }

    #[test]
    fn any_bytes_and_any_text_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..256), text in "[<>a-z!\\-\"/= &;?\\[\\]]{0,80}") {
        for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Gif] {
            let _ = clean(format, &bytes);
        }
        let _ = Drawing::clean(&text);
        if let Ok(once) = Drawing::clean(&format!("<svg>{text}</svg>")) {
            let again = Drawing::clean(&once.text).expect("what was read can be read again");
            prop_assert_eq!(&again.text, &once.text);
        }
    }
}
