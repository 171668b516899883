//! Prose -> Reading: the text as a reader reads it, in one normal form, with the way back to where it stands.
//!
//! Two texts are equal here if they differ only in Unicode's forms of a character (NFKC), in white space, in invisible
//! characters, and in how quotation marks, apostrophes, dashes and ellipses are set. Upper and lower case differ.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::Prose;
use super::comments;
use super::html::{Piece, pieces, unescape};
use super::maker::{OPTIONS, clean};

/// A text in normal form. Blocks are a space apart; a note is apart from all else, so that nothing is found across.
#[derive(Debug, Default)]
pub struct Reading {
    text: String,
    /// Where it comes from, in order and without gaps.
    runs: Vec<Run>,
    /// Where blocks begin.
    blocks: Vec<u32>,
    /// The words of each link that has a number; empty where a picture stands for them.
    pub links: Vec<Range<usize>>,
}

/// A stretch of the text, up to the next, and the bytes that it comes from.
#[derive(Debug, Clone, Copy)]
struct Run {
    at: u32,
    from: u32,
    to: u32,
    /// Whether it cannot be divided: what it comes from has been written otherwise.
    is_whole: bool,
}

/// Where something stands in a text: how often, and the first few places.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    pub count: usize,
    pub first: Vec<usize>,
}

/// So many places are kept of what stands in a text more than once.
const KEPT: usize = 4;

/// Stands before each note; what is looked for never holds it.
const BARRIER: char = '\0';

/// So many bytes of a sentence are shown on each side of the words that it is shown for.
const AROUND: usize = 280;

/// A sentence, or what of it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it begins earlier, and whether it ends later.
    pub cut: (bool, bool),
}

/// A text in normal form, without white space around it.
pub fn normalise(text: &str) -> String {
    let mut folding = Folding::default();
    for (at, char) in text.char_indices() {
        folding.push(char, at..at + char.len_utf8());
    }
    folding.finish().text
}

impl Reading {
    /// What a reader reads of a text; places are bytes of its HTML.
    pub fn new(prose: &Prose) -> Self {
        let mut folding = Folding::default();
        folding.reading.links = vec![0..0; prose.links.len()];
        let mut open: Option<usize> = None;
        let prose = prose.made();
        let html = prose.html();
        // A text that the disk does not give back has no place for its holes.
        let holes = if html.is_empty() { &[] } else { prose.holes() };
        for (range, piece) in pieces(&html, holes) {
            match piece {
                Piece::Text => unescape(&html[range.clone()], |char, bytes| {
                    folding.push(char, range.start + bytes.start..range.start + bytes.end);
                }),
                Piece::Link(number) => {
                    open = number.map(|number| number as usize);
                    if let Some(number) = open {
                        folding.reading.links[number].start = folding.stop();
                    }
                }
                Piece::EndLink => {
                    if let Some(number) = open.take() {
                        folding.reading.links[number].end = folding.stop();
                    }
                }
                Piece::Break => folding.push(' ', range),
                // Notes and what is in them begin with an item of the list.
                Piece::Notes => folding.in_notes = true,
                Piece::Block(name) => folding.block(range.start, name == "li"),
                Piece::Open | Piece::Close | Piece::Picture | Piece::Aside => {}
            }
        }
        let mut reading = folding.finish();
        for link in &mut reading.links {
            let words = reading.text.get(link.clone()).unwrap_or_default();
            let from = words.trim_start_matches([' ', BARRIER]);
            let start = link.start + (words.len() - from.len());
            *link = start..start + from.trim_end().len();
        }
        reading
    }

    /// The same of Markdown; places are bytes of it.
    pub fn of_markdown(markdown: &str) -> Self {
        let markdown = clean(markdown);
        let mut folding = Folding::default();
        let mut pictures = 0;
        let events = Parser::new_ext(&markdown, OPTIONS).into_offset_iter().collect();
        let (events, _) = comments::take_out(&markdown, events);
        for (event, range) in events {
            match event {
                Event::Start(Tag::Image { .. }) => pictures += 1,
                Event::End(TagEnd::Image) => pictures -= 1,
                _ if pictures > 0 => {}
                Event::Text(text)
                | Event::Code(text)
                | Event::Html(text)
                | Event::InlineHtml(text) => folding.push_text(&text, &markdown, range),
                Event::SoftBreak | Event::HardBreak => folding.push(' ', range),
                Event::Start(Tag::FootnoteDefinition(_))
                | Event::End(TagEnd::FootnoteDefinition) => {
                    folding.in_notes = true;
                    folding.block(range.start, true);
                    folding.in_notes = false;
                }
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. },
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
                )
                | Event::FootnoteReference(_) => {}
                _ => folding.block(range.start, false),
            }
        }
        folding.finish()
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that a part of the text comes from; none if the part begins or ends within what cannot be divided, as
    /// one letter of a ligature.
    pub fn origin(&self, part: &Range<usize>) -> Option<Range<usize>> {
        if part.is_empty() {
            return None;
        }
        let (first, _) = self.run(part.start);
        let (last, end) = self.run(part.end - 1);
        let start = match first.is_whole {
            true => (part.start == first.at as usize).then_some(first.from as usize)?,
            false => first.from as usize + (part.start - first.at as usize),
        };
        let end = match last.is_whole {
            true => (part.end == end).then_some(last.to as usize)?,
            false => last.from as usize + (part.end - last.at as usize),
        };
        Some(start..end)
    }

    /// The run that holds a byte, and where it ends.
    fn run(&self, at: usize) -> (Run, usize) {
        let next = self.runs.partition_point(|run| run.at as usize <= at);
        let end = self.runs.get(next).map_or(self.text.len(), |run| run.at as usize);
        (self.runs[next - 1], end)
    }

    /// Where each of many texts stands, all found in one go over this one: in time linear in this and in all of them.
    pub fn find(&self, wanted: &[String]) -> Vec<Hits> {
        let mut hits = vec![Hits::default(); wanted.len()];
        // A text that is wanted twice is looked for once.
        let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(wanted.len());
        let mut patterns: Vec<&str> = Vec::with_capacity(wanted.len());
        for text in wanted.iter().filter(|text| !text.is_empty()) {
            numbers.entry(text).or_insert_with(|| {
                patterns.push(text);
                patterns.len() - 1
            });
        }
        if patterns.is_empty() || self.text.is_empty() {
            return hits;
        }
        let found = self.find_each(&patterns);
        for (hits, text) in hits.iter_mut().zip(wanted) {
            if let Some(number) = numbers.get(text.as_str()) {
                hits.clone_from(&found[*number]);
            }
        }
        hits
    }

    fn find_each(&self, patterns: &[&str]) -> Vec<Hits> {
        let machine = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns)
            .expect("texts of less than two gigabytes");
        let mut found = vec![Hits::default(); patterns.len()];
        for one in machine.find_overlapping_iter(&self.text) {
            if self.origin(&one.range()).is_some() {
                let hits = &mut found[one.pattern().as_usize()];
                hits.count += 1;
                if hits.first.len() < KEPT {
                    hits.first.push(one.start());
                }
            }
        }
        found
    }

    /// The sentence around a part, within its block: the last one that begins before it, up to the first one that ends
    /// behind it.
    pub fn sentence(&self, part: &Range<usize>) -> Sentence {
        let next = self.blocks.partition_point(|at| *at as usize <= part.start);
        let block = match next {
            0 => 0,
            next => self.blocks[next - 1] as usize,
        };
        let next = self.blocks.partition_point(|at| (*at as usize) < part.end);
        let block_end = self.blocks.get(next).map_or(self.text.len(), |at| *at as usize);

        let from = self.text.floor_char_boundary(part.start.saturating_sub(AROUND)).max(block);
        let to = self.text.ceil_char_boundary(part.end + AROUND).min(block_end);
        let window = &self.text[from..to];
        let (mut start, mut end) = (from, to);
        for (at, sentence) in window.split_sentence_bound_indices() {
            if from + at <= part.start {
                start = from + at;
            }
            if from + at + sentence.len() >= part.end {
                end = from + at + sentence.len();
                break;
            }
        }
        let cut = (start == from && from > block, end == to && to < block_end);
        // What is cut is cut between words.
        if cut.0 {
            start = self.text[start..part.start].find(' ').map_or(start, |at| start + at);
        }
        if cut.1 {
            end = self.text[part.end..end].rfind(' ').map_or(end, |at| part.end + at);
        }
        let words = self.text[start..end].trim_start_matches([' ', BARRIER]);
        let start = end - words.len();
        Sentence { range: start..start + words.trim_end_matches([' ', BARRIER]).len(), cut }
    }
}

/// Makes a reading, character by character.
#[derive(Default)]
struct Folding {
    reading: Reading,
    /// A character with what may yet combine with it.
    open: Vec<char>,
    /// Where it comes from.
    range: Range<usize>,
    /// White space that is yet to be written, if something follows.
    gap: Option<Range<usize>>,
    /// Whether a block begins with what comes next.
    is_block: bool,
    /// Whether a note does.
    is_note: bool,
    in_notes: bool,
}

impl Folding {
    fn push(&mut self, char: char, range: Range<usize>) {
        if is_invisible(char) {
            return;
        }
        let char = plain(char);
        if char.is_whitespace() || char == BARRIER {
            self.close();
            self.widen(range);
            return;
        }
        if is_start(char) {
            self.close();
            self.range.start = range.start;
        } else if self.open.is_empty() {
            self.range.start = range.start;
        }
        self.open.push(char);
        self.range.end = range.end;
    }

    /// Text that Markdown says; where it says it otherwise, as by an entity, all of it comes from all of that.
    fn push_text(&mut self, text: &str, markdown: &str, range: Range<usize>) {
        // Code stands between its fences.
        let inside = markdown[range.clone()].find(text).map(|at| range.start + at);
        for (at, char) in text.char_indices() {
            let bytes = match inside {
                Some(start) => start + at..start + at + char.len_utf8(),
                None => range.clone(),
            };
            self.push(char, bytes);
        }
    }

    fn block(&mut self, at: usize, is_item: bool) {
        self.close();
        self.widen(at..at);
        self.is_block = true;
        self.is_note |= is_item && self.in_notes;
    }

    fn widen(&mut self, range: Range<usize>) {
        match &mut self.gap {
            Some(gap) => gap.end = range.end,
            None => self.gap = Some(range),
        }
    }

    /// Where the text ends now.
    fn stop(&mut self) -> usize {
        self.close();
        self.reading.text.len()
    }

    fn finish(mut self) -> Reading {
        self.close();
        self.reading.text.shrink_to_fit();
        self.reading
    }

    fn close(&mut self) {
        let range = self.range.clone();
        match self.open[..] {
            [] => {}
            [one] if one.is_ascii() => self.write(one, range.clone(), range.len() > 1),
            _ => {
                let open = std::mem::take(&mut self.open);
                let folded: Vec<char> = open.iter().copied().nfkc().map(plain).collect();
                let is_whole = match folded[..] {
                    [one] => one.len_utf8() != range.len(),
                    _ => true,
                };
                for char in folded {
                    if char.is_whitespace() {
                        self.widen(range.clone());
                    } else if !is_invisible(char) {
                        self.write(char, range.clone(), is_whole);
                    }
                }
            }
        }
        self.open.clear();
    }

    fn write(&mut self, char: char, range: Range<usize>, is_whole: bool) {
        let text = &mut self.reading.text;
        if let Some(gap) = self.gap.take() {
            let begins = std::mem::take(&mut self.is_block);
            if std::mem::take(&mut self.is_note) {
                add(&mut self.reading.runs, text, BARRIER, gap, true);
            } else if !text.is_empty() {
                let is_whole = gap.len() != 1;
                add(&mut self.reading.runs, text, ' ', gap, is_whole);
            }
            if begins {
                self.reading.blocks.push(text.len() as u32);
            }
        } else if char == '-' && text.ends_with('-') {
            // However many hyphens stand for a dash.
            if let Some(last) = self.reading.runs.last_mut() {
                last.to = range.end as u32;
            }
            return;
        }
        add(&mut self.reading.runs, text, char, range, is_whole || char == '-');
    }
}

fn add(runs: &mut Vec<Run>, text: &mut String, char: char, range: Range<usize>, is_whole: bool) {
    let run = Run {
        at: text.len() as u32,
        from: u32::try_from(range.start).expect("a text of less than four gigabytes"),
        to: u32::try_from(range.end).expect("a text of less than four gigabytes"),
        is_whole,
    };
    text.push(char);
    match runs.last_mut() {
        // Of one character several may be made, which stay together.
        Some(last)
            if is_whole
                && last.is_whole
                && (last.from, last.to) == (run.from, run.to)
                && char != '-' => {}
        Some(last) if !is_whole && !last.is_whole && last.to == run.from => last.to = run.to,
        _ => runs.push(run),
    }
}

/// Whether nothing before a character ever combines with it.
fn is_start(char: char) -> bool {
    let stands = |char: char| {
        canonical_combining_class(char) == 0
            && is_nfkc_quick(std::iter::once(char)) != IsNormalized::Maybe
    };
    char.is_ascii()
        || stands(char)
            && (is_nfkc_quick(std::iter::once(char)) == IsNormalized::Yes
                || std::iter::once(char).nfkd().next().is_none_or(stands))
}

/// Characters that are not seen: of hyphenation, of joining, of direction, of a choice between glyphs.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The plain character for a typographic one.
fn plain(char: char) -> char {
    match char {
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '‵' | '`' | '´' | '\u{1fef}'
        | '\u{1ffd}' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‶' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⸺' | '⸻' => '-',
        other => other,
    }
}
