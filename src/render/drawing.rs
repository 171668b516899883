//! The drawing: a strip of time above a list, made at build time; solid where a date is certain, fading where not.
//!
//! Places on the width are percentages and sizes are pixels, so that one SVG fits every width. What needs more room than
//! the narrowest drawing has is shown from the width on at which it fits.
//!
//! `marks` tells what a date says, `scale` where days lie, `layout` how marks look, `lanes` which stand above each other,
//! `ticks` and `density` how the calendar divides. Of these are made: entries drawn `singly`, or `counted` where they are
//! too many; `eras` behind them; what stands beside them in words, `labels`; `strokes`
//! writes what marks consist of, and the `pen` turns all into attributes.

use std::collections::BTreeSet;

use thin_vec::ThinVec;

use crate::site::EntryId;

use super::stage::Stage;
use super::view::{BandView, BreakView, DrawingView, EdgeView, MarkView, TickView};
use marks::{Mark, Stroke, limit_number};
use pen::Pen;
use scale::{Extent, Scale};
use singly::Room;
use ticks::ticks;

mod counted;
mod density;
mod eras;
mod labels;
mod lanes;
mod layout;
pub mod marks;
mod pen;
mod scale;
mod singly;
mod strokes;
mod ticks;

/// More marks than this are counted instead of drawn.
const MOST_MARKS: usize = 150;
/// What marks and bands are drawn in.
const TONES: [&str; 4] = ["ink", "accent", "faint", "line"];
/// Between the lines of a wrapped name.
const LINE: u32 = 14;

/// What is to be drawn.
pub struct Plot<'p> {
    /// The year that the list is about, and shows whole.
    pub year: Option<i64>,
    /// Whether it is a timeline and not one of the many lists, whose drawings are smaller.
    pub is_timeline: bool,
    /// Whether it shows everything, up to the day as of which the content is.
    pub is_front: bool,
    /// The list's entries, by their place on the timeline.
    pub positions: &'p [u32],
    /// Where an entry stands, for what is counted; an entry drawn by itself has its card on this page.
    pub href: &'p dyn Fn(u32) -> String,
    /// Whether all of them have their cards on this page.
    pub is_whole: bool,
}

/// An entry with what its date says.
#[derive(Clone)]
struct Drawn<'s> {
    position: u32,
    entry: EntryId,
    mark: &'s Mark,
    /// The days of accounts that differ.
    others: ThinVec<Stroke>,
    /// Accounts whose dates cannot be drawn, or are too far away to be, by their place.
    unseen: ThinVec<usize>,
    /// When it may begin: the first day, and the day after the last.
    begins: (f64, f64),
    first: f64,
    last: f64,
}

/// Draws a list; none where there would be nothing to see.
pub fn drawing<'s>(stage: &'s Stage<'_>, plot: &Plot<'_>) -> Option<DrawingView<'s>> {
    let drawing = laid_out(stage, plot)?;
    Some(DrawingView { fades: fades(&drawing), ..drawing })
}

fn laid_out<'s>(stage: &'s Stage<'_>, plot: &Plot<'_>) -> Option<DrawingView<'s>> {
    // Nearly all are drawn, and a list that grows has to be moved.
    let mut drawn = Vec::with_capacity(plot.positions.len());
    drawn.extend(plot.positions.iter().filter_map(|position| self::drawn(stage, *position)));
    let span = span(stage, plot, &drawn)?;
    add_others(stage, plot, &mut drawn, span);
    let (from, to) =
        drawn.iter().filter(|one| !one.others.is_empty()).fold(span, |all, one| match plot.year {
            Some(_) => all,
            None => (all.0.min(one.first), all.1.max(one.last)),
        });
    for one in &mut drawn {
        (one.first, one.last) = (one.first.clamp(from, to), one.last.clamp(from, to));
    }
    let extents: Vec<Extent> =
        drawn.iter().map(|one| Extent { first: one.first, last: one.last }).collect();
    let pen = Pen { mirrored: stage.config().language.direction() == "rtl" };
    let span = (from, to);
    if plot.is_whole && drawn.len() <= MOST_MARKS {
        let scale = Scale::new(from, to, &extents);
        let sheet = Sheet { stage, pen: &pen, scale: &scale, span };
        let is_event = |one: &&Drawn<'_>| matches!(one.entry, EntryId::Event(_));
        let events = || drawn.iter().filter(is_event).cloned().collect::<Vec<_>>();
        // Where room is scarce, what happened counts for more than when it was told.
        let drawing = sheet
            .marks(plot, &drawn, Room::Usual)
            .or_else(|| sheet.marks(plot, &events(), Room::More))
            .or_else(|| sheet.marks(plot, &drawn, Room::More));
        if drawing.is_some() {
            return drawing;
        }
    }
    // Bars may hide each other's entries, so that nothing is a reason to leave the scale.
    let scale = Scale::in_proportion(from, to, &extents);
    Some(Sheet { stage, pen: &pen, scale: &scale, span }.density(plot, &drawn))
}

fn drawn<'s>(stage: &'s Stage<'_>, position: u32) -> Option<Drawn<'s>> {
    if stage.timeline.is_undated(position) {
        return None;
    }
    let gist = stage.gist(position);
    let (first, last) = gist.extent?;
    Some(Drawn {
        position,
        entry: gist.entry,
        mark: &gist.mark,
        others: ThinVec::new(),
        unseen: ThinVec::new(),
        begins: gist.begins,
        first,
        last,
    })
}

/// Puts the days of accounts beside the marks that lie near enough, in what the drawing shows, so that no account rules
/// it; the drawing grows by a quarter for them at most, that of a year not at all.
fn add_others(stage: &Stage<'_>, plot: &Plot<'_>, drawn: &mut [Drawn<'_>], span: (f64, f64)) {
    let more = if plot.year.is_some() { 0.0 } else { (span.1 - span.0) / 4.0 };
    let (from, to) = (span.0 - more, span.1 + more);
    for one in drawn {
        let EntryId::Event(id) = one.entry else { continue };
        if !stage.gist(one.position).is_dated_by_others {
            continue;
        }
        for (place, account) in stage.site().event(id).accounts.iter().enumerate() {
            let Some(date) = &account.date else { continue };
            let is_near = |stroke: &Stroke| {
                stroke.first().is_some_and(|first| first >= from)
                    && stroke.last().is_some_and(|last| last <= to)
            };
            match one.mark.other(date) {
                Some(days) if days.iter().all(is_near) => {
                    let new = days.into_iter().filter(|day| !one.others.contains(day));
                    let new: Vec<Stroke> = new.collect();
                    one.others.extend(new);
                }
                _ => one.unseen.push(place),
            }
        }
        one.others.sort_by(|a, b| a.first().partial_cmp(&b.first()).expect("days are numbers"));
        for other in &one.others {
            one.first = other.first().map_or(one.first, |day| one.first.min(day));
            one.last = other.last().map_or(one.last, |day| one.last.max(day));
        }
    }
}

/// The first and the last day of a drawing.
fn span(stage: &Stage<'_>, plot: &Plot<'_>, drawn: &[Drawn<'_>]) -> Option<(f64, f64)> {
    if drawn.len() < 2 {
        return None;
    }
    let as_of = as_of(stage);
    if let Some(year) = plot.year {
        let day = |year| marks::day_number(crate::date::Day { year, month: 1, day: 1 });
        let (from, to) = (day(year), day(year.checked_add(1)?));
        let known = drawn.iter().map(|one| one.last).fold(as_of.unwrap_or(to), f64::max);
        // A year that is not over ends with what is known of it.
        let to =
            if as_of.is_some_and(|day| (from..to).contains(&day)) { known.min(to) } else { to };
        return (to - from >= 2.0).then_some((from, to));
    }
    let from = drawn.iter().map(|one| one.first).min_by(f64::total_cmp)?;
    let mut to = drawn.iter().map(|one| one.last).max_by(f64::total_cmp)?;
    if plot.is_front || drawn.iter().any(|one| one.mark.is_open()) {
        to = as_of.map_or(to, |as_of| to.max(as_of));
    }
    (to - from >= 2.0).then_some((from, to))
}

/// The end of the day as of which the content is.
fn as_of(stage: &Stage<'_>) -> Option<f64> {
    limit_number(stage.as_of()?.latest()).map(|day| day + 1.0)
}

/// The drawing so far.
struct Sheet<'d, 's, 'a> {
    stage: &'s Stage<'a>,
    pen: &'d Pen,
    scale: &'d Scale,
    span: (f64, f64),
}

impl<'d, 's, 'a> Sheet<'d, 's, 'a> {
    /// All but the entries.
    fn view(
        &self,
        plot: &Plot<'_>,
        drawn: &[Drawn<'_>],
        eras: Vec<BandView>,
        head: u32,
        axis: u32,
    ) -> DrawingView<'s> {
        let words = self.stage.words();
        let (ticks, rows) = ticks(self.scale, &|date, grain| self.label(date, grain));
        let mut bottom = axis + LINE * rows as u32 + 4;
        let breaks: Vec<BreakView> = self
            .scale
            .breaks()
            .into_iter()
            .map(|(at, days)| {
                let text = words.fill("drawing_break", &[("span", &self.left_out(days))]);
                BreakView { x: self.pen.x(at), text }
            })
            .collect();
        let edge = self.stage.as_of().zip(as_of(self.stage)).and_then(|(date, day)| {
            let is_shown = (self.span.0..=self.span.1).contains(&day);
            let is_needed = day >= self.span.1 || drawn.iter().any(|one| one.mark.is_open());
            (is_shown && is_needed).then(|| {
                bottom += LINE + 2;
                let at = self.scale.at(day);
                EdgeView {
                    x: self.pen.x(at),
                    anchor: if at > 0.5 { "end" } else { "start" },
                    text: words.fill("as_of", &[("date", &words.date(date))]),
                    y: bottom - 5,
                }
            })
        });
        let mut notes = Vec::new();
        if self.scale.is_even {
            notes.push(words.get("drawing_even").to_owned());
        }
        if !breaks.is_empty() {
            let spans: Vec<&str> = breaks.iter().map(|one| one.text.as_str()).collect();
            notes.push(words.get("drawing_breaks").to_owned());
            notes.push(format!("{}.", spans.join(self.stage.words().get("semicolon"))));
        }
        DrawingView {
            title: words.get("drawing_title"),
            text: self.sentence(drawn, plot.year),
            notes,
            height: bottom,
            head,
            axis,
            fades: Vec::new(),
            eras,
            ticks: ticks
                .into_iter()
                .map(|tick| {
                    let y = axis + LINE * (tick.row as u32 + 1);
                    TickView {
                        x: self.pen.x(tick.at),
                        text: tick.label,
                        from: tick.from.map(|width| width as u32),
                        y,
                        foot: if tick.from.is_some() { y } else { axis + 4 },
                    }
                })
                .collect(),
            breaks,
            edge,
            marks: Vec::new(),
            bars: Vec::new(),
            has_skip: drawn.len() > 7,
        }
    }
}

/// The tones in which something of a drawing fades, in the order of the theme's.
fn fades(drawing: &DrawingView<'_>) -> Vec<&'static str> {
    let of_bands = drawing.eras.iter().flat_map(|era| {
        let is_faded = era.parts.iter().any(|part| !part.look.is_empty());
        let rule = if era.is_even { "faint" } else { "ink" };
        is_faded.then_some(["line", rule]).into_iter().flatten()
    });
    let faded = |mark: &&MarkView<'_>| mark.svg.as_str().contains("url(#");
    let of_marks = drawing.marks.iter().filter(faded).map(|mark| mark.tone);
    let found: BTreeSet<&str> = of_bands.chain(of_marks).collect();
    TONES.into_iter().filter(|tone| found.contains(tone)).collect()
}
