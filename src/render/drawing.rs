//! The drawing: a strip of time above a list, made at build time; solid where a date is certain, fading where not.
//!
//! Places on the width are percentages and sizes are pixels, so that one SVG fits every width. What needs more room than
//! the narrowest drawing has is shown from the width on at which it fits. `marks` tells what a date says, `scale` where
//! days lie, `layout` how marks look, `lanes` which stand above each other, `ticks` what the axis says.

use crate::config::{Status, percent};
use crate::date::{Civil, Date};
use crate::site::EntryId;
use crate::yaml::Leaf;

use super::stage::Stage;
use super::view::{
    BandPartView, BandView, BarView, BreakView, DrawingView, EdgeView, MarkView, PartView,
    TickView, TitleView,
};
use density::Bucket;
use lanes::{Footprint, assign};
use layout::{Look, NARROW, Part, footprint, lay};
use marks::{Join, Mark, Stroke, limit_number, mark};
use scale::{Extent, Scale};
use ticks::{Grain, WIDTHS, text_width, ticks};

mod density;
mod lanes;
mod layout;
mod marks;
mod scale;
mod ticks;

/// More marks than this are counted instead of drawn.
const MOST_MARKS: usize = 150;
/// More lanes than this are counted too.
const MOST_LANES: usize = 22;
/// How many lines the names of eras take at most.
const MOST_ERA_LINES: usize = 4;
/// Eras that overlap by no more than this part of the width leave room for both names.
const NEAR: f64 = 0.003;
/// The least width of a bar that counts; its calendar may go on where the drawing ends.
const LEAST_BAR: f64 = 0.012;
/// The least that the fading end of an era takes, in parts of the width.
const FADE: f64 = 0.03;
/// Between the lines of a wrapped name.
const LINE: u32 = 14;
/// The height of the bars that count.
const BARS: f64 = 88.0;
/// Of the bars of what may begin in several of these: the height of a row, and how many there are at most.
const ROW: u32 = 16;
const MOST_ROWS: usize = 5;
/// What a pen's tip makes of a status and a weight.
const SIZES: [f64; 5] = [0.7, 0.8, 0.9, 1.1, 1.35];
const HEIGHTS: [f64; 5] = [2.5, 3.0, 4.0, 5.0, 6.0];

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
    /// Where an entry stands.
    pub href: &'p dyn Fn(u32) -> String,
    /// Whether all of them have their cards on this page.
    pub is_whole: bool,
}

/// How high marks may be stacked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Usual,
    More,
}

/// An entry with what its date says.
#[derive(Clone)]
struct Drawn {
    position: u32,
    entry: EntryId,
    mark: Mark,
    /// The days of accounts that differ.
    others: Vec<Stroke>,
    /// Accounts whose dates cannot be drawn, or are too far away to be, by their place.
    unseen: Vec<usize>,
    /// When it may begin: the first day, and the day after the last.
    begins: (f64, f64),
    first: f64,
    last: f64,
}

/// Draws a list; none where there would be nothing to see.
pub fn drawing<'s>(stage: &'s Stage<'_>, plot: &Plot<'_>) -> Option<DrawingView<'s>> {
    let mut drawn: Vec<Drawn> =
        plot.positions.iter().filter_map(|position| drawn(stage, *position)).collect();
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
        let is_event = |one: &&Drawn| matches!(one.entry, EntryId::Event(_));
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

fn drawn(stage: &Stage<'_>, position: u32) -> Option<Drawn> {
    if stage.timeline.is_undated(position) {
        return None;
    }
    let placed = stage.timeline.at(position);
    let mark = mark(stage.site().entry_date(placed.entry), placed.begin, placed.latest_begin);
    let (first, last) = mark.extent()?;
    let least = match stage.site().entry_date(placed.entry).has_unknown_start() {
        true => f64::NEG_INFINITY,
        false => limit_number(placed.begin).unwrap_or(f64::NEG_INFINITY),
    };
    let most = limit_number(placed.latest_begin).map_or(f64::INFINITY, |day| day + 1.0);
    let (others, unseen) = (Vec::new(), Vec::new());
    let begins = (least, most);
    Some(Drawn { position, entry: placed.entry, mark, others, unseen, begins, first, last })
}

/// Puts the days of accounts beside the marks that lie near enough, in what the drawing shows, so that no account rules
/// it; the drawing grows by a quarter for them at most, that of a year not at all.
fn add_others(stage: &Stage<'_>, plot: &Plot<'_>, drawn: &mut [Drawn], span: (f64, f64)) {
    let more = if plot.year.is_some() { 0.0 } else { (span.1 - span.0) / 4.0 };
    let (from, to) = (span.0 - more, span.1 + more);
    for one in drawn {
        let EntryId::Event(id) = one.entry else { continue };
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
fn span(stage: &Stage<'_>, plot: &Plot<'_>, drawn: &[Drawn]) -> Option<(f64, f64)> {
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
    limit_number(stage.as_of?.latest()).map(|day| day + 1.0)
}

/// Turns places into attributes; from right to left where the site is read so.
struct Pen {
    mirrored: bool,
}

impl Pen {
    fn x(&self, at: f64) -> String {
        share(if self.mirrored { 1.0 - at } else { at })
    }

    /// The left end and the width of a stretch.
    fn stretch(&self, from: f64, to: f64) -> (String, String) {
        (self.x(if self.mirrored { to } else { from }), share(to - from))
    }

    fn shift(&self, by: f64) -> f64 {
        if self.mirrored { -by } else { by }
    }
}

/// A part of the width as a percentage.
fn share(part: f64) -> String {
    format!("{}%", number(part * 100.0))
}

/// A number with two decimals at most.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The drawing so far.
struct Sheet<'d, 's, 'a> {
    stage: &'s Stage<'a>,
    pen: &'d Pen,
    scale: &'d Scale,
    span: (f64, f64),
}

impl<'d, 's, 'a> Sheet<'d, 's, 'a> {
    /// Every entry as a mark; none where they are too many.
    fn marks(&self, plot: &Plot<'_>, drawn: &[Drawn], room: Room) -> Option<DrawingView<'s>> {
        if drawn.len() > MOST_MARKS || drawn.len() < 2 {
            return None;
        }
        let site = self.stage.site();
        let laid: Vec<(Vec<Part>, Footprint)> = drawn
            .iter()
            .map(|one| {
                let weight = match one.entry {
                    EntryId::Event(id) => site.event(id).weight.0,
                    EntryId::Article(_) => 1,
                };
                let parts = lay(&one.mark, &one.others, self.scale);
                let dot = 4.5 * size(weight) + 1.0;
                let room = footprint(&parts, dot);
                (parts, room)
            })
            .collect();
        let is_point =
            |room: &Footprint| (room.to - room.from) * NARROW + room.before + room.after <= 44.0;
        let (points, spans): (Vec<usize>, Vec<usize>) =
            (0..laid.len()).partition(|index| is_point(&laid[*index].1));
        let rooms = |all: &[usize]| all.iter().map(|index| laid[*index].1).collect::<Vec<_>>();
        let most = if plot.is_timeline { 170.0 } else { 110.0 };
        let upper = stack(&rooms(&spans), most, room)?;
        let lower = stack(&rooms(&points), most, room)?;

        let (eras, head) = self.bands();
        let top = f64::from(head);
        let gap = if spans.is_empty() { 4.0 } else { 10.0 };
        let below = top + gap + upper.height() + gap / 2.0;
        let axis = (below + lower.height() + 6.0).max(top + 30.0);
        let mut heights = vec![0.0; laid.len()];
        for (index, lane) in spans.iter().zip(&upper.lanes) {
            heights[*index] = top + gap + (*lane as f64 + 0.5) * upper.pitch;
        }
        for (index, lane) in points.iter().zip(&lower.lanes) {
            heights[*index] = axis - 6.0 - (*lane as f64 + 0.5) * lower.pitch;
        }
        let rooms = rooms(&(0..laid.len()).collect::<Vec<_>>());
        let titles = self.titles(drawn, &rooms, &heights);
        let marks = laid
            .into_iter()
            .zip(titles)
            .enumerate()
            .map(|(index, ((parts, room), title))| {
                let pitch = if is_point(&room) { lower.pitch } else { upper.pitch };
                self.mark(plot, &drawn[index], (parts, room), (heights[index], pitch), title)
            })
            .collect();
        let mut view = self.view(plot, drawn, eras, head, axis.round() as u32);
        view.marks = marks;
        Some(view)
    }

    fn mark(
        &self,
        plot: &Plot<'_>,
        drawn: &Drawn,
        (parts, room): (Vec<Part>, Footprint),
        (y, pitch): (f64, f64),
        title: Option<TitleView<'s>>,
    ) -> MarkView<'s> {
        let (status, weight) = match drawn.entry {
            EntryId::Event(id) => {
                let event = self.stage.site().event(id);
                (event.status, event.weight.0)
            }
            EntryId::Article(_) => (None, 1),
        };
        let shape = match (drawn.entry, status) {
            (EntryId::Article(_), _) => "article",
            (_, Some(status)) => status.key(),
            (_, None) => "plain",
        };
        let tone = match status {
            Some(Status::Disputed | Status::Claimed) => "accent",
            _ => "ink",
        };
        MarkView {
            href: (plot.href)(drawn.position),
            name: self.name(drawn, status),
            shape,
            tone,
            y: number(y),
            left: self.pen.x(room.from),
            right: self.pen.x(room.to),
            hit_width: number(pitch.min(24.0)),
            parts: parts.into_iter().map(|part| self.part(part, weight)).collect(),
            title,
        }
    }

    /// What a mark is called: its title, its date, how sure it is, and what other dates accounts give that it does not show.
    fn name(&self, drawn: &Drawn, status: Option<Status>) -> String {
        let (stage, words) = (self.stage, self.stage.words());
        let comma = words.get("comma");
        let date = stage.date(stage.site().entry_date(drawn.entry)).text;
        let title = stage.site().entry_title(drawn.entry);
        let mut name = format!("{title}{comma}{date}");
        if let Some(status @ (Status::Reported | Status::Claimed | Status::Disputed)) = status {
            name.push_str(comma);
            name.push_str(super::entry::status_view(stage, status).label);
        }
        if let EntryId::Event(id) = drawn.entry {
            for place in &drawn.unseen {
                let account = &stage.site().event(id).accounts[*place];
                let Some(date) = &account.date else { continue };
                let (date, by) = (stage.date(date).text, stage.say(&account.by));
                name.push_str(words.get("semicolon"));
                name.push_str(&words.fill("according_to", &[("date", &date), ("by", by)]));
            }
        }
        name
    }

    fn part(&self, part: Part, weight: u8) -> PartView {
        let pen = self.pen;
        let height = HEIGHTS[usize::from(weight.clamp(1, 5)) - 1];
        let part_view = |kind: &'static str, x: String| PartView {
            kind,
            x,
            width: String::new(),
            shift: String::new(),
            look: "",
            size: String::new(),
            y: String::new(),
        };
        let join = |join: Join| if join == Join::Or { "or" } else { "and" };
        let tall =
            |view: PartView| PartView { size: number(height), y: number(-height / 2.0), ..view };
        match part {
            Part::Dot { at } => {
                PartView { size: number(size(weight)), ..part_view("dot", pen.x(at)) }
            }
            Part::Ring { at, shift } => {
                PartView { shift: moved(pen.shift(shift)), ..part_view("ring", pen.x(at)) }
            }
            Part::Bar { from, to, look } => {
                let (x, width) = pen.stretch(from, to);
                tall(PartView { width, look: look_of(look, pen.mirrored), ..part_view("bar", x) })
            }
            Part::Stub { at, before, after, look } => {
                let left = if pen.mirrored { after } else { before };
                tall(PartView {
                    width: number(before + after),
                    shift: moved(-left),
                    look: look_of(look, pen.mirrored),
                    ..part_view("bar", pen.x(at))
                })
            }
            Part::Arrow { at, later } => PartView {
                look: if later != pen.mirrored { "right" } else { "left" },
                ..part_view("arrow", pen.x(at))
            },
            Part::Line { from, to, shift, join: how } => PartView {
                width: pen.x(to),
                shift: moved(pen.shift(shift)),
                look: join(how),
                ..part_view("line", pen.x(from))
            },
            Part::Tie { at, before, after, join: how } => PartView {
                shift: number(pen.shift(-before)),
                width: number(pen.shift(after)),
                look: join(how),
                ..part_view("tie", pen.x(at))
            },
        }
    }

    /// The titles of the weightiest events, where they fit beside their marks.
    fn titles(
        &self,
        drawn: &[Drawn],
        rooms: &[Footprint],
        heights: &[f64],
    ) -> Vec<Option<TitleView<'s>>> {
        let site = self.stage.site();
        let weight = |index: usize| match drawn[index].entry {
            EntryId::Event(id) => site.event(id).weight.0,
            EntryId::Article(_) => 0,
        };
        let mut chosen: Vec<usize> = (0..drawn.len()).filter(|index| weight(*index) >= 4).collect();
        chosen.sort_by_key(|index| (std::cmp::Reverse(weight(*index)), *index));
        let mut titles: Vec<Option<TitleView<'s>>> = (0..drawn.len()).map(|_| None).collect();
        let mut placed: Vec<(f64, Footprint)> = Vec::new();
        for width in &WIDTHS[2..] {
            for index in &chosen {
                let text = site.entry_title(drawn[*index].entry);
                let long = text_width(text) + 4.0;
                if titles[*index].is_some() || long > width * 0.42 {
                    continue;
                }
                let own = rooms[*index];
                let after = Footprint {
                    from: own.to,
                    to: own.to,
                    before: 0.0,
                    after: own.after + long + 6.0,
                };
                let before = Footprint {
                    from: own.from,
                    to: own.from,
                    before: own.before + long + 6.0,
                    after: 0.0,
                };
                let fits = |room: &Footprint| {
                    let (from, to) = room.at(*width);
                    let meets = |y: f64, other: &Footprint, least: f64| {
                        let (other_from, other_to) = other.at(*width);
                        (y - heights[*index]).abs() < least
                            && from < other_to + 2.0
                            && other_from < to + 2.0
                    };
                    let others = (0..rooms.len())
                        .filter(|other| other != index)
                        .map(|other| (heights[other], &rooms[other], 12.0));
                    // Lines of text want more room between them than text and marks do.
                    let lines = placed.iter().map(|(y, room)| (*y, room, 16.0));
                    from >= 0.0
                        && to <= *width
                        && !others.chain(lines).any(|(y, room, least)| meets(y, room, least))
                };
                let side =
                    [(after, true), (before, false)].into_iter().find(|(room, _)| fits(room));
                let Some((room, is_after)) = side else { continue };
                let (at, by) = match is_after {
                    true => (own.to, own.after + 5.0),
                    false => (own.from, -own.before - 5.0),
                };
                placed.push((heights[*index], room));
                titles[*index] = Some(TitleView {
                    text,
                    x: self.pen.x(at),
                    shift: moved(self.pen.shift(by)),
                    anchor: if is_after { "start" } else { "end" },
                    from: *width as u32,
                });
            }
        }
        titles
    }

    /// Entries by the calendar, each bar as tall as its count; above them, hollow, those that may begin in several bars.
    fn density(&self, plot: &Plot<'_>, drawn: &[Drawn]) -> DrawingView<'s> {
        let begins: Vec<density::Begins> =
            drawn.iter().map(|one| (one.position, one.begins)).collect();
        let (buckets, rest) = density::buckets(self.scale, &begins);
        let most = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(1) as f64;
        let (eras, head) = self.bands();
        let (groups, lanes, rows) = self.rows(&rest);
        let top = head + if rows == 0 { 0 } else { ROW * rows as u32 + 6 };
        let axis = f64::from(top) + 8.0 + if buckets.is_empty() { 0.0 } else { BARS };
        let hollow = groups.iter().zip(lanes).map(|(group, lane)| {
            let (left, right) = self.place(group);
            let (x, width) = self.pen.stretch(left, right);
            let own = head + 4 + ROW * lane as u32;
            let span = self.bucket_name(group);
            let name = self.stage.words().fill("drawing_within", &[("span", &span)]);
            BarView {
                href: (plot.href)(group.first),
                name: self.counted(name, group.count),
                look: "within",
                x,
                width,
                y: number(f64::from(own) + 4.0),
                height: number(f64::from(ROW) - 8.0),
                top: own,
                tall: number(f64::from(ROW)),
            }
        });
        let solid = buckets.iter().map(|bucket| {
            let (left, right) = self.place(bucket);
            let (x, width) = self.pen.stretch(left, right);
            let height = (bucket.count as f64 / most * BARS).max(2.0);
            BarView {
                href: (plot.href)(bucket.first),
                name: self.counted(self.bucket_name(bucket), bucket.count),
                look: "solid",
                x,
                width,
                y: number(axis - height),
                height: number(height),
                top,
                tall: number(axis - f64::from(top)),
            }
        });
        let bars = hollow.chain(solid).collect();
        let mut view = self.view(plot, drawn, eras, head, axis.round() as u32);
        view.bars = bars;
        let words = self.stage.words();
        if !buckets.is_empty() {
            view.notes.push(words.get("drawing_density").to_owned());
        }
        if !groups.is_empty() {
            view.notes.push(words.get("drawing_rows").to_owned());
        }
        view
    }

    /// Entries by the stretches that they may begin in, as fine as there is room for, with the row of each.
    fn rows(&self, rest: &[density::Begins]) -> (Vec<Bucket>, Vec<usize>, usize) {
        let mut least = 0;
        loop {
            let groups = density::groups(rest, least);
            let rooms: Vec<Footprint> = groups
                .iter()
                .map(|group| {
                    let (from, to) = self.place(group);
                    Footprint { from, to, before: 1.0, after: 1.0 }
                })
                .collect();
            let (lanes, rows) = assign(&rooms, NARROW, 1.0);
            if rows <= MOST_ROWS || least == 18 {
                return (groups, lanes, rows);
            }
            least += 1;
        }
    }

    /// Where a stretch of the calendar lies, as far as the drawing shows it.
    fn place(&self, bucket: &Bucket) -> (f64, f64) {
        let (from, to) = self.span;
        let left = self.scale.at(bucket.from.clamp(from, to));
        (left, self.scale.at(bucket.to.clamp(from, to)).max(left + LEAST_BAR).min(1.0))
    }

    fn counted(&self, span: String, count: usize) -> String {
        format!("{span}{}{}", self.stage.words().get("colon"), self.many(count))
    }

    fn many(&self, count: usize) -> String {
        self.stage.words().count("drawing_count", count)
    }

    /// A stretch of the calendar in words.
    fn bucket_name(&self, bucket: &Bucket) -> String {
        let day =
            |date: Civil| format!("{}-{:02}-{:02}", edtf_year(date.year), date.month, date.day);
        let [from, to] =
            [bucket.from, bucket.to - 1.0].map(|day| ticks::civil(day.clamp(-1e30, 1e30)));
        let open = match (bucket.from.is_finite(), bucket.to.is_finite()) {
            (true, true) => None,
            (true, false) => Some(format!("[{}..]", day(from))),
            (false, true) => Some(format!("[..{}]", day(to))),
            (false, false) => Some("XXXX".to_owned()),
        };
        if let Some(words) = open.and_then(|open| self.in_words(&open)) {
            return words;
        }
        let edtf = match bucket.grain {
            Grain::Year if from.year == to.year => edtf_year(from.year),
            Grain::Year => format!("{}/{}", edtf_year(from.year), edtf_year(to.year)),
            Grain::Month | Grain::MonthAndYear => {
                format!("{}-{:02}", edtf_year(from.year), from.month)
            }
            Grain::Date | Grain::DayOfMonth if from == to => day(from),
            Grain::Date | Grain::DayOfMonth => format!("{}/{}", day(from), day(to)),
        };
        self.in_words(&edtf).unwrap_or_else(|| self.year(from.year))
    }

    fn in_words(&self, edtf: &str) -> Option<String> {
        Date::read(edtf).ok().map(|date| self.stage.date(&date).text)
    }

    fn year(&self, year: i128) -> String {
        let words = self.stage.words();
        let million = 1_000_000;
        // The year 0 is 1 BC; among millions that one year is nothing.
        if year <= -million {
            let tenths = (1 - year + million / 20) / (million / 10);
            return words
                .before_era(&words.million_years(u64::try_from(tenths).unwrap_or(u64::MAX)));
        }
        words.year(clamped(year))
    }

    /// A label of the axis.
    fn label(&self, date: Civil, grain: Grain) -> String {
        let words = self.stage.words();
        let month_and_year = || {
            self.in_words(&format!("{}-{:02}", edtf_year(date.year), date.month))
                .unwrap_or_else(|| self.year(date.year))
        };
        match grain {
            Grain::Year => self.year(date.year),
            Grain::Month => words.month(date.month).to_owned(),
            Grain::MonthAndYear => month_and_year(),
            Grain::DayOfMonth => words.number(u64::from(date.day)),
            Grain::Date => {
                let edtf = format!("{}-{:02}-{:02}", edtf_year(date.year), date.month, date.day);
                self.in_words(&edtf).unwrap_or_else(month_and_year)
            }
        }
    }

    /// A time that a break leaves out.
    fn left_out(&self, days: f64) -> String {
        let words = self.stage.words();
        let years = days / 365.2425;
        if years >= 1e6 {
            // Of a hundred million years nobody asks for tenths of one.
            let tenths =
                if years >= 1e8 { (years / 1e6).round() * 10.0 } else { (years / 1e5).round() };
            return words.million_years(tenths as u64);
        }
        // Of a long time nobody asks for single years.
        let years = years.round() as usize;
        let rounded = match years {
            100_000.. => years / 1000 * 1000,
            1000.. => years / 10 * 10,
            _ => years.max(1),
        };
        words.count("years_count", rounded)
    }

    /// The eras that the drawing touches, and how much room their names take. Names of eras that overlap stand in lines of
    /// their own; what finds no room is left to the list below.
    fn bands(&self) -> (Vec<BandView>, u32) {
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
        let (starts, ends) = marks::vague_ends(date);
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

    /// What is shown, in a sentence: no end is told more precisely than it is known.
    fn sentence(&self, drawn: &[Drawn], year: Option<i64>) -> String {
        let words = self.stage.words();
        let entries = words.count("entries", drawn.len());
        if let Some(year) = year {
            let year = words.year(year);
            return words.fill("drawing_text_one", &[("entries", &entries), ("from", &year)]);
        }
        let [from, to] = [self.span.0, self.span.1 - 1.0].map(|day| {
            let is_known = drawn.iter().any(|one| one.mark.knows(day))
                || as_of(self.stage).is_some_and(|as_of| as_of == day + 1.0);
            let date = ticks::civil(day);
            let is_near = date.year.abs() < 10_000;
            self.label(date, if is_known && is_near { Grain::Date } else { Grain::Year })
        });
        if from == to {
            return words.fill("drawing_text_one", &[("entries", &entries), ("from", &from)]);
        }
        words.fill("drawing_text", &[("entries", &entries), ("from", &from), ("to", &to)])
    }

    /// All but the entries.
    fn view(
        &self,
        plot: &Plot<'_>,
        drawn: &[Drawn],
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
        let edge = self.stage.as_of.zip(as_of(self.stage)).and_then(|(date, day)| {
            let is_shown = (self.span.0..=self.span.1).contains(&day);
            let is_needed = day >= self.span.1 || drawn.iter().any(|one| one.mark.is_open());
            (is_shown && is_needed).then(|| {
                bottom += LINE + 2;
                let at = self.scale.at(day);
                EdgeView {
                    x: self.pen.x(at),
                    anchor: if at > 0.5 { "end" } else { "start" },
                    text: words.fill("as_of", &[("date", &self.stage.date(date).text)]),
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
            eras,
            ticks: ticks
                .into_iter()
                .map(|tick| TickView {
                    x: self.pen.x(tick.at),
                    text: tick.label,
                    from: tick.from.map(|width| width as u32),
                    y: axis + LINE * (tick.row as u32 + 1),
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

/// Marks one above the other.
struct Stack {
    lanes: Vec<usize>,
    count: usize,
    pitch: f64,
}

impl Stack {
    fn height(&self) -> f64 {
        self.count as f64 * self.pitch
    }
}

/// Stacks marks: with room for a finger around each where the height allows it, else closer; none where they are too
/// many.
fn stack(rooms: &[Footprint], most: f64, room: Room) -> Option<Stack> {
    let mut closest = None;
    for pitch in [24.0, 18.0, 12.0] {
        let wide: Vec<Footprint> = rooms
            .iter()
            .map(|room| Footprint {
                before: room.before.max(pitch / 2.0),
                after: room.after.max(pitch / 2.0),
                ..*room
            })
            .collect();
        let (lanes, count) = assign(&wide, NARROW, 1.0);
        let stack = Stack { lanes, count, pitch };
        if stack.height() <= most {
            return Some(stack);
        }
        closest = Some(stack);
    }
    closest.filter(|stack| room == Room::More && stack.count <= MOST_LANES)
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

fn size(weight: u8) -> f64 {
    SIZES[usize::from(weight.clamp(1, 5)) - 1]
}

fn look_of(look: Look, mirrored: bool) -> &'static str {
    match (look, mirrored) {
        (Look::Solid, _) => "solid",
        (Look::Even, _) => "within",
        (Look::Frame, _) => "frame",
        (Look::Fades, _) => "both",
        (Look::FadesIn, false) | (Look::FadesOut, true) => "left",
        (Look::FadesOut, false) | (Look::FadesIn, true) => "right",
    }
}

/// A shift in pixels; none where there is none.
fn moved(by: f64) -> String {
    let text = number(by);
    if text == "0" { String::new() } else { text }
}

fn clamped(year: i128) -> i64 {
    i64::try_from(year).unwrap_or(if year < 0 { i64::MIN + 2 } else { i64::MAX })
}

/// A year as EDTF writes it.
fn edtf_year(year: i128) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}

/// Where the card of an entry stands on its own page.
pub fn own_href(stage: &Stage<'_>, position: u32) -> String {
    format!("#{}", percent(stage.site().entry_id(stage.timeline.at(position).entry)))
}
