//! Eras as bands behind the marks, with their names.

use crate::date::Date;

use super::super::view::{BandPartView, BandView};
use super::layout::{Look, NARROW};
use super::marks::{limit_number, vague_ends};
use super::pen::look_of;
use super::ticks::{WIDTHS, text_width};
use super::{LINE, Sheet, as_of};

/// How many lines the names of eras take at most.
const MOST_ERA_LINES: usize = 4;
/// Eras that overlap by no more than this part of the width leave room for both names.
const NEAR: f64 = 0.003;
/// The least that the fading end of an era takes, in parts of the width.
const FADE: f64 = 0.03;

impl Sheet<'_, '_, '_> {
    /// The eras that the drawing touches, and how much room their names take. Names of eras that overlap stand in lines of
    /// their own; what finds no room is left to the list below.
    pub fn bands(&self) -> (Vec<BandView>, u32) {
        let mut bands: Vec<BandView> = Vec::new();
        // The places of the names so far, with their first lines and those after their last.
        let mut named: Vec<((f64, f64), (usize, usize))> = Vec::new();
        for (index, era) in self.stage.config().eras.iter().enumerate() {
            let (Some(title), Some(date)) = (era.title.0.as_ref(), era.date.0.as_ref()) else {
                continue;
            };
            let parts = self.band(date);
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else { continue };
            let (left, right) = (first.0, last.1);
            let (names, mut shown) = wrapped(self.stage.say(title), right - left);
            let is_free = |line: &usize| {
                named.iter().all(|((from, to), (start, end))| {
                    right <= *from + NEAR
                        || *to <= left + NEAR
                        || line + names.len() <= *start
                        || end <= line
                })
            };
            let line = (0..=MOST_ERA_LINES.saturating_sub(names.len())).find(is_free);
            match line {
                Some(line) if shown.is_some() => {
                    named.push(((left, right), (line, line + names.len())));
                }
                _ => shown = None,
            }
            bands.push(BandView {
                parts: parts
                    .into_iter()
                    .map(|(from, to, look)| {
                        let (x, width) = self.pen.stretch(from, to);
                        let look = look.map_or("", |look| look_of(look, self.pen.mirrored));
                        BandPartView { x, width, look }
                    })
                    .collect(),
                start: self.pen.x(left),
                lines: names,
                from: shown.map(|width| width as u32),
                y: 17 + LINE * line.unwrap_or(0) as u32,
                is_even: index % 2 == 1,
            });
        }
        let lines = named.iter().map(|(_, (_, end))| *end).max().unwrap_or(0);
        let head = if bands.is_empty() { 0 } else { 8 + LINE * lines as u32 };
        (bands, head)
    }

    /// The stretches of an era from left to right: sharp where its bounds are stated, fading where they are not. None where
    /// the drawing does not touch it.
    fn band(&self, date: &Date) -> Vec<(f64, f64, Option<Look>)> {
        let (from, to) = self.span;
        let begin = limit_number(date.earliest()).unwrap_or(f64::NEG_INFINITY);
        let end = limit_number(date.latest()).map_or(f64::INFINITY, |day| day + 1.0);
        if end <= from || begin >= to {
            return Vec::new();
        }
        let left = if begin <= from { 0.0 } else { self.scale.at(begin) };
        // Where the drawing ends before what is known does, the era goes on beyond it.
        let edge = match as_of(self.stage).is_some_and(|day| day > to) {
            true => 1.0,
            false => self.scale.edge(),
        };
        let right = if end >= to { edge } else { self.scale.at(end) };
        let (starts, ends) = vague_ends(date);
        // A fade too short to be seen would look sharp.
        let inner = |day: f64| self.scale.at(day.clamp(from, to)).clamp(left, right);
        let sure_from = match starts {
            Some(until) if begin > from || begin.is_infinite() => {
                inner(until).max(left + FADE).min(right)
            }
            _ => left,
        };
        let sure_to = match ends {
            Some(since) if end < to || end.is_infinite() => {
                inner(since).min(right - FADE).max(left)
            }
            _ => right,
        };
        if sure_from > sure_to {
            let middle = f64::midpoint(sure_from, sure_to).clamp(left, right);
            return vec![
                (left, middle, Some(Look::FadesIn)),
                (middle, right, Some(Look::FadesOut)),
            ];
        }
        [
            (left, sure_from, Some(Look::FadesIn)),
            (sure_from, sure_to, None),
            (sure_to, right, Some(Look::FadesOut)),
        ]
        .into_iter()
        .filter(|(from, to, _)| to > from)
        .collect()
    }
}

/// A name in one line where that fits the narrowest drawing, else in two, and the width from which on it fits.
fn wrapped(name: &str, width: f64) -> (Vec<String>, Option<f64>) {
    let fits = |lines: &[String]| {
        let long = lines.iter().map(|line| text_width(line)).fold(0.0, f64::max) * 1.06 + 10.0;
        WIDTHS.into_iter().find(|all| width * all >= long)
    };
    let whole = vec![name.to_owned()];
    let shown = fits(&whole);
    if shown == Some(NARROW) {
        return (whole, shown);
    }
    let spaces = name.match_indices(' ').map(|(at, _)| at);
    let halves = spaces.map(|at| vec![name[..at].to_owned(), name[at + 1..].to_owned()]);
    let widest =
        |lines: &Vec<String>| lines.iter().map(|line| text_width(line)).fold(0.0, f64::max);
    let best = halves.min_by(|a, b| widest(a).total_cmp(&widest(b)));
    match best {
        Some(lines) => {
            let shown = fits(&lines);
            (lines, shown)
        }
        None => (whole, shown),
    }
}
