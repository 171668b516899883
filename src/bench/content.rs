//! What sites are made of for `benches/`: the same for a seed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::text::{Folder, Text};

/// The texts of a site being made, each added behind those whose paths come before it.
#[derive(Default)]
pub struct Files {
    pub folder: Folder,
}

impl Files {
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<String>) {
        let (path, content) = (path.into(), content.into());
        let texts = Arc::get_mut(&mut self.folder.texts).expect("nobody else has them yet");
        texts.add(Text { path, content, damaged: false });
    }

    /// Adds so many events, a hundred to a file; `write` writes the item of one.
    pub fn events(&mut self, events: usize, mut write: impl FnMut(usize, &mut String)) {
        for first in (0..events).step_by(100) {
            let mut yaml = String::new();
            for event in first..events.min(first + 100) {
                write(event, &mut yaml);
            }
            self.add(format!("content/events/{first:06}.yaml"), yaml);
        }
    }

    /// Puts them on the disk.
    ///
    /// # Panics
    ///
    /// If the disk does not take them.
    pub fn put(&self, root: &Path) {
        for (_, text) in self.folder.texts.iter() {
            let path = root.join(&text.path);
            let folder = path.parent().expect("a site's file lies in its folder");
            fs::create_dir_all(folder).expect("the temporary folder takes folders");
            fs::write(path, &text.content).expect("the temporary folder takes files");
        }
    }
}

/// An article of sentences; some are emphasised, broken over lines, and divided by paragraphs.
pub fn article(sentences: &[String]) -> String {
    let mut text = String::from("---\ntitle: An article\ndate: 2026-02-22\n---\n\n");
    for (number, sentence) in sentences.iter().enumerate() {
        match number % 8 {
            0 => {
                let _ = write!(text, "\n\n{} ", sentence.replacen(' ', "\n", 1));
            }
            3 => {
                let _ = write!(text, "*{sentence}* ");
            }
            _ => {
                let _ = write!(text, "{sentence} ");
            }
        }
    }
    text
}

/// Numbers without a system, but always the same ones (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(bound)) as u32
    }

    /// A sentence of words that hardly come together twice.
    pub fn sentence(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "the",
            "army",
            "killed",
            "a",
            "soldier",
            "and",
            "civilian",
            "in",
            "town",
            "of",
            "north",
            "river",
            "said",
            "that",
            "group’s",
            "left",
            "before",
            "dawn",
            "two",
            "ministry",
            "statement",
            "on",
            "Friday",
            "–",
        ];
        let mut sentence = format!("Report {}", self.below(u32::MAX));
        for _ in 0..8 + self.below(12) {
            sentence.push(' ');
            sentence.push_str(WORDS[self.below(WORDS.len() as u32) as usize]);
        }
        sentence + "."
    }
}
