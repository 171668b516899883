//! Marks -> pieces: words that are marked, divided so that no tag crosses another and no link stands in a link.

use std::cmp::Reverse;
use std::ops::Range;

use super::Hole;
use super::html::{Piece, pieces};

/// Words to be marked.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Where they stand in the HTML: from the begin of a character to the end of one.
    pub words: Range<u32>,
    /// Whether a link of the text leads to what the mark is for.
    pub is_linked: bool,
}

/// A stretch of marked words: text, and whole elements within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The mark that it leads to: the innermost one. None within a link of the text, where there can be no other.
    pub to: Option<usize>,
    /// Whether nothing before it leads there.
    pub is_first: bool,
    /// The marks that begin with it, the one that it leads to before all others.
    pub begins: Vec<usize>,
}

/// What marks put into HTML; at one place in this order, a hole's own between the references and the begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insert {
    /// The end of the stretch of that number.
    End(usize),
    /// A reference to a mark that no stretch leads to.
    Refer(usize),
    /// The begin of the stretch of that number.
    Begin(usize),
}

impl Insert {
    fn rank(&self) -> u8 {
        match self {
            Insert::End(_) => 0,
            Insert::Refer(_) => 1,
            Insert::Begin(_) => 2,
        }
    }

    /// Whether it stands behind what fills a hole at the same place.
    pub fn is_behind_holes(&self) -> bool {
        matches!(self, Insert::Begin(_))
    }
}

/// Divides the words of marks into stretches, and tells where what belongs into the HTML.
pub fn weave(
    html: &str,
    holes: &[(u32, Hole)],
    marks: &[Mark],
) -> (Vec<Marked>, Vec<(usize, Insert)>) {
    let tokens = Tokens::new(html, holes);
    let mut order: Vec<Span> = marks
        .iter()
        .enumerate()
        .map(|(mark, one)| Span {
            mark,
            start: tokens.count(one.words.start as usize),
            end: tokens.count(one.words.end as usize),
        })
        .filter(|span| span.start < span.end)
        .collect();
    order.sort_by_key(|span| (span.start, Reverse(span.end), span.mark));
    let mut weaver = Weaver {
        marks,
        tokens: &tokens,
        order,
        next: 0,
        active: Vec::new(),
        link: None,
        open: None,
        last: vec![None; marks.len()],
        is_reached: vec![false; marks.len()],
        marked: Vec::new(),
        inserts: Vec::new(),
    };
    weaver.run(html);
    weaver.inserts.sort_by_key(|(at, insert)| (*at, insert.rank()));
    (weaver.marked, weaver.inserts)
}

/// HTML taken apart.
struct Tokens<'h> {
    all: Vec<(Range<usize>, Piece<'h>)>,
    /// How many bytes of text stand before each.
    before: Vec<usize>,
    /// Of a begin tag the token of its end tag, and the other way round.
    partner: Vec<usize>,
    /// The first token from each on that no stretch goes across.
    wall: Vec<usize>,
}

impl<'h> Tokens<'h> {
    fn new(html: &'h str, holes: &'h [(u32, Hole)]) -> Self {
        let all: Vec<(Range<usize>, Piece<'h>)> = pieces(html, holes).collect();
        let mut before = Vec::with_capacity(all.len());
        let mut partner: Vec<usize> = (0..all.len()).collect();
        let mut open = Vec::new();
        let mut text = 0;
        for (index, (range, piece)) in all.iter().enumerate() {
            before.push(text);
            match piece {
                Piece::Text => text += range.len(),
                Piece::Open | Piece::Link(_) => open.push(index),
                Piece::Close | Piece::EndLink => {
                    if let Some(begin) = open.pop() {
                        partner[begin] = index;
                        partner[index] = begin;
                    }
                }
                _ => {}
            }
        }
        let mut wall = vec![all.len(); all.len()];
        let mut next = all.len();
        for (index, (_, piece)) in all.iter().enumerate().rev() {
            if !matches!(piece, Piece::Text | Piece::Open | Piece::Close | Piece::Break) {
                next = index;
            }
            wall[index] = next;
        }
        Tokens { all, before, partner, wall }
    }

    /// How many bytes of text stand before a place in the text.
    fn count(&self, at: usize) -> usize {
        let next = self.all.partition_point(|(range, _)| range.start < at);
        let Some(index) = next.checked_sub(1) else { return 0 };
        let (range, piece) = &self.all[index];
        let inside = if *piece == Piece::Text { at.min(range.end) - range.start } else { 0 };
        self.before[index] + inside
    }
}

/// A mark, in bytes of text.
#[derive(Clone, Copy)]
struct Span {
    mark: usize,
    start: usize,
    end: usize,
}

/// A stretch that has begun.
struct Open {
    start: usize,
    end: usize,
    /// How many elements are open in it.
    depth: usize,
}

struct Weaver<'w> {
    marks: &'w [Mark],
    tokens: &'w Tokens<'w>,
    /// The marks by where they begin, the wider first.
    order: Vec<Span>,
    next: usize,
    /// Those that have begun and not ended, the innermost last.
    active: Vec<Span>,
    /// The link of the text that is open.
    link: Option<usize>,
    open: Option<Open>,
    /// Of each mark: where its last stretch so far ends, or the link that this stands in.
    last: Vec<Option<usize>>,
    is_reached: Vec<bool>,
    marked: Vec<Marked>,
    inserts: Vec<(usize, Insert)>,
}

impl Weaver<'_> {
    fn run(&mut self, html: &str) {
        let tokens = self.tokens;
        for (index, (range, piece)) in tokens.all.iter().enumerate() {
            let text = tokens.before[index];
            match piece {
                Piece::Text => self.text(html, range, text),
                Piece::Open => self.element(index, range.start, text),
                Piece::Close => self.end_element(range.end),
                Piece::Break => {}
                Piece::Link(_) => {
                    self.close();
                    self.link = Some(index);
                }
                Piece::EndLink => {
                    self.close();
                    self.link = None;
                }
                Piece::Picture | Piece::Aside | Piece::Block(_) | Piece::Notes => self.close(),
            }
        }
        self.turn(usize::MAX);
    }

    fn text(&mut self, html: &str, range: &Range<usize>, text: usize) {
        let mut at = range.start;
        while at < range.end {
            let count = text + (at - range.start);
            if self.open.as_ref().is_none_or(|open| open.depth == 0) {
                self.turn(count);
            }
            let to = range.end.min(at.saturating_add(self.boundary() - count));
            let is_said = !self.active.is_empty();
            match &mut self.open {
                Some(open) if open.depth == 0 => open.end = to,
                Some(_) => {}
                // White space between blocks is no text.
                None if is_said && !html[at..to].trim().is_empty() => {
                    self.open = Some(Open { start: at, end: to, depth: 0 });
                }
                None => {}
            }
            at = to;
        }
    }

    /// An element belongs to a stretch if all of it does.
    fn element(&mut self, index: usize, at: usize, text: usize) {
        if let Some(open) = self.open.as_mut().filter(|open| open.depth > 0) {
            open.depth += 1;
            return;
        }
        self.turn(text);
        let end = self.tokens.partner[index];
        let is_within = end > index
            && end < self.tokens.wall[index]
            && self.tokens.before[end] <= self.boundary()
            && self.tokens.before[end] > text;
        if self.active.is_empty() || !is_within {
            self.close();
            return;
        }
        self.open.get_or_insert(Open { start: at, end: at, depth: 0 }).depth += 1;
    }

    fn end_element(&mut self, end: usize) {
        match &mut self.open {
            Some(open) if open.depth > 0 => {
                open.depth -= 1;
                if open.depth == 0 {
                    open.end = end;
                }
            }
            _ => self.close(),
        }
    }

    /// The next place where a mark begins or ends.
    fn boundary(&self) -> usize {
        let begin = self.order.get(self.next).map_or(usize::MAX, |span| span.start);
        self.active.iter().map(|span| span.end).fold(begin, usize::min)
    }

    /// Ends and begins the marks that end and begin here.
    fn turn(&mut self, count: usize) {
        let begins = self.order.get(self.next).is_some_and(|span| span.start <= count);
        let ends = |span: &Span| span.end <= count;
        // What leads to the innermost mark goes on if another ends that is led to already.
        let is_done = |mark: usize| self.last[mark].is_some() && self.is_led_to(mark);
        if begins
            || self.active.last().is_some_and(ends)
            || self.active.iter().any(|span| ends(span) && !is_done(span.mark))
        {
            self.close();
        }
        let (ended, active): (Vec<Span>, Vec<Span>) =
            self.active.iter().partition(|span| ends(span));
        self.active = active;
        for Span { mark, .. } in ended {
            if let (false, Some(at)) = (self.is_led_to(mark), self.last[mark]) {
                self.inserts.push((at, Insert::Refer(mark)));
            }
        }
        while let Some(span) = self.order.get(self.next).filter(|span| span.start <= count) {
            if span.end > count {
                self.active.push(*span);
            }
            self.next += 1;
        }
    }

    fn is_led_to(&self, mark: usize) -> bool {
        self.is_reached[mark] || self.marks[mark].is_linked
    }

    /// Ends the stretch that is open.
    fn close(&mut self) {
        let Some(Open { start, end, .. }) = self.open.take() else { return };
        let number = self.marked.len();
        let to = match self.link {
            Some(_) => None,
            None => self.active.last().map(|span| span.mark),
        };
        let innermost_first = self.active.iter().rev().map(|span| span.mark);
        let begins = innermost_first.filter(|mark| self.last[*mark].is_none()).collect();
        // What refers to words within a link stands behind the link.
        let last = self.link.map_or(end, |link| self.tokens.all[self.tokens.partner[link]].0.end);
        for span in &self.active {
            self.last[span.mark] = Some(last);
        }
        let is_first = to.is_some_and(|mark| !std::mem::replace(&mut self.is_reached[mark], true));
        self.marked.push(Marked { to, is_first, begins });
        self.inserts.push((start, Insert::Begin(number)));
        self.inserts.push((end, Insert::End(number)));
    }
}
