//! Every entry as a mark of its own: in lanes, the weightiest with their titles.

use std::borrow::Cow;

use crate::config::Status;
use crate::site::EntryId;

use super::super::view::{DrawingView, MarkView, TitleView};
use super::lanes::{Footprint, assign};
use super::layout::{NARROW, Part, footprint, lay};
use super::pen::{moved, number};
use super::strokes::{Brush, size};
use super::ticks::{WIDTHS, text_width};
use super::{Drawn, MOST_MARKS, Plot, Sheet};

/// More lanes than this are counted too.
const MOST_LANES: usize = 22;

/// How high marks may be stacked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Usual,
    More,
}

impl<'s> Sheet<'_, 's, '_> {
    /// Every entry as a mark; none where they are too many.
    pub fn marks(
        &self,
        plot: &Plot<'_>,
        drawn: &[Drawn<'_>],
        room: Room,
    ) -> Option<DrawingView<'s>> {
        if drawn.len() > MOST_MARKS || drawn.len() < 2 {
            return None;
        }
        let laid: Vec<(Vec<Part>, Footprint)> = drawn
            .iter()
            .map(|one| {
                let parts = lay(one.mark, &one.others, self.scale);
                let dot = 4.5 * size(self.weight(one)) + 1.0;
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
                self.mark(&drawn[index], (parts, room), (heights[index], pitch), title)
            })
            .collect();
        let mut view = self.view(plot, drawn, eras, head, axis.round() as u32);
        view.marks = marks;
        Some(view)
    }

    fn mark(
        &self,
        drawn: &Drawn<'_>,
        (parts, room): (Vec<Part>, Footprint),
        (y, pitch): (f64, f64),
        title: Option<TitleView<'s>>,
    ) -> MarkView<'s> {
        let (status, weight) = (self.stage.gist(drawn.position).status, self.weight(drawn));
        let shape = match (drawn.entry, status) {
            (EntryId::Article(_), _) => "article",
            (_, Some(status)) => status.key(),
            (_, None) => "plain",
        };
        let tone = match status {
            Some(Status::Disputed | Status::Claimed) => "accent",
            _ => "ink",
        };
        let brush = Brush { pen: self.pen, weight, shape, tone };
        let mut svg = String::with_capacity(128 * (parts.len() + 1));
        brush.hit(&mut svg, room.from, room.to, pitch.min(24.0));
        for part in parts {
            brush.part(&mut svg, part);
        }
        MarkView {
            href: self.stage.caption(drawn.position).href(),
            tone,
            shape,
            y: number(y),
            name: self.name(drawn),
            svg: svg.into(),
            title,
        }
    }

    /// How much a mark weighs.
    fn weight(&self, drawn: &Drawn<'_>) -> u8 {
        match drawn.entry {
            EntryId::Event(_) => self.stage.gist(drawn.position).weight,
            EntryId::Article(_) => 1,
        }
    }

    /// What a mark is called: what its caption says, and what other dates accounts give that it does not show.
    fn name(&self, drawn: &Drawn<'_>) -> Cow<'s, str> {
        let (stage, words) = (self.stage, self.stage.words());
        let mut name = Cow::Borrowed(stage.caption(drawn.position).name());
        if let EntryId::Event(id) = drawn.entry {
            for place in &drawn.unseen {
                let account = &stage.site().event(id).accounts[*place];
                let Some(date) = &account.date else { continue };
                let (date, by) = (words.date(date), stage.say(&account.by));
                let name = name.to_mut();
                name.push_str(words.get("semicolon"));
                name.push_str(&words.fill("according_to", &[("date", &date), ("by", by)]));
            }
        }
        name
    }

    /// The titles of the weightiest events, where they fit beside their marks.
    fn titles(
        &self,
        drawn: &[Drawn<'_>],
        rooms: &[Footprint],
        heights: &[f64],
    ) -> Vec<Option<TitleView<'s>>> {
        let site = self.stage.site();
        let weight = |index: usize| self.stage.gist(drawn[index].position).weight;
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
