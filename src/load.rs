//! disk -> Folder: finds what a site is made of, in the order of paths, and looks at its media.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use image::{ImageDecoder, ImageReader};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use crate::picture::{self, Broken, Drawing, Format, MAGIC};
use crate::text::{Contents, Folder, MediaFile, Text, Texts};

/// Finds the site in `root`. Its content stays on disk, to be read file by file.
///
/// # Errors
/// Where there is no site, or the disk does not give a file.
pub fn load(root: &Path) -> Result<Folder> {
    let settings = root.join("dateline.yaml");
    if !settings.is_file() {
        bail!(
            "there is no `dateline.yaml` in {}; `dateline init` makes a site that builds, `--root DIR` names another folder",
            root.display()
        );
    }
    let mut folder = Folder::default();
    let mut all = Texts::of(root);
    let mut texts = vec![("dateline.yaml".to_owned(), settings)];
    for (path, disk) in files(root, "content")? {
        if path.starts_with("content/media/") {
            let file = MediaFile { disk, size: None, sha256: None, contents: Contents::Plain };
            folder.media.insert(below(&path, "content/"), file);
        } else if path.starts_with("content/static/") {
            folder.statics.insert(below(&path, "content/static/"), disk);
        } else {
            texts.push((path, disk));
        }
    }
    for (path, disk) in files(root, "themes")? {
        let mut parts = path.splitn(4, '/').skip(1);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(theme), Some("static"), Some(rest)) => {
                folder.theme_statics.insert((theme.to_owned(), rest.to_owned()), read(&disk)?);
            }
            (Some(_), Some("templates" | "css" | "i18n"), Some(_)) => texts.push((path, disk)),
            _ => {}
        }
    }
    texts.par_sort();
    // What the disk does not give is for `write` to say, if the site needs it at all.
    folder.media.par_iter_mut().for_each(|(_, file)| look(file).unwrap_or_default());
    for (path, disk) in texts {
        match kind(&path) {
            Kind::Content => all.add_file(&path, &disk),
            Kind::Theme => all.add(Text::new(path, read(&disk)?)),
            Kind::Other => all.add(Text::new(path, Vec::new())),
        };
    }
    folder.texts = Arc::new(all);
    Ok(folder)
}

/// Takes the SHA-256 of those media that have one of these paths; all others are not read.
///
/// # Errors
/// Where the disk does not give a file.
pub fn hash(folder: &mut Folder, paths: &BTreeSet<String>) -> Result<()> {
    let mut named: Vec<&mut MediaFile> = folder
        .media
        .iter_mut()
        .filter(|(path, _)| paths.contains(path.as_str()))
        .map(|(_, file)| file)
        .collect();
    named.par_iter_mut().try_for_each(|file| {
        file.sha256 = Some(sha256(&file.disk)?);
        Ok(())
    })
}

fn sha256(path: &Path) -> Result<Box<str>> {
    let cannot = || format!("cannot read {}", path.display());
    let mut file = fs::File::open(path).with_context(cannot)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).with_context(cannot)? {
            0 => break,
            count => hasher.update(&buffer[..count]),
        }
    }
    let hash: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(hash.into())
}

/// The files below a folder of the site, with their paths from its root; hidden ones and what editors leave
/// behind are passed over.
fn files(root: &Path, folder: &str) -> Result<Vec<(String, PathBuf)>> {
    let top = root.join(folder);
    if !top.exists() {
        return Ok(Vec::new());
    }
    // `content/static/` may well hold `.nojekyll` or `.well-known/`.
    let kept = |entry: &DirEntry| {
        entry.depth() == 0
            || !is_left_over(&entry.file_name().to_string_lossy())
            || is_static(entry.path(), &top)
    };
    let mut found = Vec::new();
    for entry in WalkDir::new(&top).follow_links(true).into_iter().filter_entry(kept) {
        let entry = entry.with_context(|| format!("cannot read {}", top.display()))?;
        if entry.file_type().is_file() {
            found.push(entry.into_path());
        }
    }
    let named = found.into_par_iter().map(|file| Ok((path_of(&file, root)?, file)));
    // Of several mistakes the first one is told.
    named.collect::<Vec<_>>().into_iter().collect()
}

/// The path of a file from the site's root, as the site writes it.
fn path_of(file: &Path, root: &Path) -> Result<String> {
    let relative = file.strip_prefix(root).expect("walked below the root");
    let Some(relative) = relative.to_str() else {
        bail!("the name of {} is not valid UTF-8; rename the file", file.display());
    };
    let path = relative.replace(std::path::MAIN_SEPARATOR, "/");
    Ok(if path.is_ascii() { path } else { path.nfc().collect() })
}

fn is_left_over(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

fn is_static(path: &Path, top: &Path) -> bool {
    path.strip_prefix(top).is_ok_and(|below| below.starts_with("static"))
        && !path
            .file_name()
            .is_some_and(|name| name == ".DS_Store" || name.to_string_lossy().ends_with('~'))
}

fn below(path: &str, folder: &str) -> String {
    path[folder.len()..].to_owned()
}

enum Kind {
    Content,
    Theme,
    /// Named and not opened: whether it is text is nobody's mistake.
    Other,
}

fn kind(path: &str) -> Kind {
    match path {
        path if path.starts_with("themes/") => Kind::Theme,
        path if path.ends_with(".yaml") || path.ends_with(".md") => Kind::Content,
        _ => Kind::Other,
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Sees what a medium is, by its first bytes or its name, and whether it can be published as it is.
fn look(file: &mut MediaFile) -> std::io::Result<()> {
    let ending = file.disk.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let mut first = Vec::new();
    fs::File::open(&file.disk)?.take(MAGIC as u64).read_to_end(&mut first)?;
    if let Some(format) = Format::of(&first) {
        (file.size, file.contents) = look_at_picture(format, &fs::read(&file.disk)?);
    } else if ending == "svg" {
        (file.size, file.contents) = look_at_drawing(fs::read(&file.disk)?);
    } else if PICTURES.contains(&ending.as_str()) {
        let why = "it is neither JPEG nor PNG, WebP or GIF, whatever its name says";
        file.contents = Contents::Broken(why.into());
    } else if !PLAIN.contains(&ending.as_str()) {
        file.contents = Contents::More("whatever its author's programs and machine put into it");
    }
    Ok(())
}

/// Endings of pictures whose metadata are removed.
const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "webp", "gif"];

/// Endings of files that are text and nothing else.
const PLAIN: [&str; 11] =
    ["txt", "csv", "tsv", "json", "geojson", "md", "vtt", "srt", "ics", "yaml", "xml"];

fn look_at_picture(format: Format, bytes: &[u8]) -> (Option<(u32, u32)>, Contents) {
    let clean = match picture::clean(format, bytes) {
        Ok(clean) => clean,
        Err(Broken(why)) => return (None, Contents::Broken(why.into())),
    };
    let reader = ImageReader::new(Cursor::new(&clean.bytes)).with_guessed_format();
    let decoder = reader.map_err(image::ImageError::IoError).and_then(ImageReader::into_decoder);
    match decoder.map(|decoder| decoder.dimensions()) {
        // Cameras write how they were held beside the pixels, and the picture is published the right way up.
        Ok((width, height)) if picture::is_sideways(clean.orientation) => {
            (Some((height, width)), Contents::Plain)
        }
        Ok(size) => (Some(size), Contents::Plain),
        Err(error) => (None, Contents::Broken(error.to_string())),
    }
}

fn look_at_drawing(bytes: Vec<u8>) -> (Option<(u32, u32)>, Contents) {
    let Ok(text) = String::from_utf8(bytes) else {
        return (None, Contents::Broken("it is not valid UTF-8".into()));
    };
    match Drawing::clean(&text) {
        Err(Broken(why)) => (None, Contents::Broken(why.into())),
        Ok(Drawing { active: Some(how), .. }) => (drawing_size(&text), Contents::Active(how)),
        Ok(Drawing { kept: Some(what), .. }) => (drawing_size(&text), Contents::More(what)),
        Ok(drawing) => (drawing_size(&drawing.text), Contents::Plain),
    }
}

/// The width and height of an SVG drawing: its own, or those of its view box.
fn drawing_size(svg: &str) -> Option<(u32, u32)> {
    let start = svg.find("<svg")?;
    let tag = &svg[start..start + svg[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next().filter(|char| matches!(char, '"' | '\''))?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (1.0..100_000.0).contains(&number).then_some(number.round() as u32)
    };
    if let (Some(width), Some(height)) =
        (attribute("width").and_then(pixels), attribute("height").and_then(pixels))
    {
        return Some((width, height));
    }
    let mut view = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(view.next()?)?, pixels(view.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_have_their_own_size_or_that_of_their_view_box() {
        assert_eq!(drawing_size("<?xml?><svg width=\"20px\" height='10'>"), Some((20, 10)));
        assert_eq!(drawing_size("<svg viewBox=\"0 0 64 32.4\" width=\"100%\">"), Some((64, 32)));
        assert_eq!(drawing_size("<svg>"), None);
    }
}
