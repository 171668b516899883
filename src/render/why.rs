//! Why an entry stands where it stands, in words for its page.

use serde::{Serialize, Serializer};

use crate::date::{Day, Limit};
use crate::prose::escape;
use crate::site::EntryId;
use crate::timeline::{Bound, Placed, Reason};
use crate::wording::fill_with;

use super::made::Html;
use super::stage::Stage;

/// A reason, put into words when a template is rendered.
pub struct Sentence<'s> {
    stage: &'s Stage<'s>,
    placed: &'s Placed,
    key: &'static str,
    /// What it stands behind, or what moved it.
    other: Option<EntryId>,
    /// Days that the words may name, by their names there.
    days: [Option<(&'static str, Day)>; 2],
    root: &'s str,
}

/// Sentences: what moved the days on which it may begin, and what puts it behind the entry before it.
pub fn why<'s>(stage: &'s Stage<'_>, entry: EntryId, root: &'s str) -> Vec<Sentence<'s>> {
    let Some(position) = stage.timeline.position(entry) else { return Vec::new() };
    let placed = stage.timeline.at(position);
    let moved = [begin(stage, placed, root), latest(stage, placed, root)];
    moved.into_iter().flatten().chain([place(stage, position, root)]).collect()
}

/// What moved its begin, or why it has none.
fn begin<'s>(stage: &'s Stage<'_>, placed: &'s Placed, root: &'s str) -> Option<Sentence<'s>> {
    let date = stage.site().entry_date(placed.entry);
    let own = date.begin_from(Limit::Past).filter(|_| !date.has_unknown_start());
    let is_moved = !date.may_begin(placed.begin);
    let (key, other, named) = match (placed.bound, own, date.latest_begin()) {
        (Some(Bound::After(other)), ..) if is_moved => ("why_moved", Some(other), None),
        (Some(Bound::Before(other)), ..) if is_moved => ("why_moved_before", Some(other), None),
        (Some(Bound::After(other)), Some(Limit::Day(earliest)), _) => {
            ("why_narrowed", Some(other), Some(("earliest", earliest)))
        }
        (Some(Bound::After(other)), ..) => ("why_open", Some(other), None),
        (Some(Bound::Before(other)), _, Limit::Day(latest)) => {
            ("why_narrowed_before", Some(other), Some(("latest", latest)))
        }
        (Some(Bound::Before(other)), ..) => ("why_open_before", Some(other), None),
        (None, _, Limit::Day(latest)) if date.has_unknown_start() => {
            ("why_unknown_start", None, Some(("latest", latest)))
        }
        (None, Some(Limit::Past), _) => ("why_open_start", None, None),
        (None, ..) => return None,
    };
    let days = [named, day("begin", placed.begin)];
    Some(Sentence { stage, placed, key, other: other.map(EntryId::Event), days, root })
}

/// What rules out its last days.
fn latest<'s>(stage: &'s Stage<'_>, placed: &'s Placed, root: &'s str) -> Option<Sentence<'s>> {
    let other = placed.latest_bound.filter(|_| placed.begin < placed.latest_begin)?;
    let days = [day("latest", placed.latest_begin), None];
    let other = Some(EntryId::Event(other));
    Some(Sentence { stage, placed, key: "why_latest", other, days, root })
}

/// What puts it behind the entry before it.
fn place<'s>(stage: &'s Stage<'_>, position: u32, root: &'s str) -> Sentence<'s> {
    let placed = stage.timeline.at(position);
    let before = position.checked_sub(1).map(|before| stage.timeline.at(before));
    // However vague both are, no day of one is a day of the other.
    let is_certain = |before: &Placed| {
        let are_kept = [position - 1, position].iter().all(|one| stage.gist(*one).is_kept);
        before.latest_begin < placed.earliest_begin && are_kept
    };
    let mut other = before;
    let key = match (stage.timeline.reason(position), before) {
        (Reason::Undated, _) => {
            other = None;
            "why_undated"
        }
        (Reason::First, _) | (_, None) => {
            other = None;
            "why_first"
        }
        (Reason::Said, _) => "why_after",
        (Reason::Begin, Some(before)) if is_certain(before) => "why_begin",
        (Reason::Begin, Some(before)) if before.begin == Limit::Past => "why_begin_open",
        (Reason::Begin, _) => "why_begin_placed",
        (Reason::Time, Some(before)) if stage.timeline.key(before).date.time.is_none() => {
            "why_no_time"
        }
        (Reason::Time, _) => "why_time",
        (Reason::Wider, _) => "why_wider",
        (Reason::Kind, _) => "why_kind",
        (Reason::File, _) => "why_file",
    };
    let days =
        [day("begin", placed.begin), other.and_then(|other| day("other_begin", other.begin))];
    Sentence { stage, placed, key, other: other.map(|other| other.entry), days, root }
}

fn day(name: &'static str, limit: Limit) -> Option<(&'static str, Day)> {
    match limit {
        Limit::Day(day) => Some((name, day)),
        Limit::Past | Limit::Future => None,
    }
}

impl Sentence<'_> {
    /// The words, as HTML.
    pub fn html(&self) -> String {
        let Sentence { stage, placed, key, other, ref days, root } = *self;
        let words = stage.words();
        // What a sentence does not ask for is not worded.
        fill_with(words.get(key), |html, name| {
            match (name, other) {
                ("date", _) => escape(html, stage.entry_date_text(placed.entry)),
                ("other_date", Some(other)) => escape(html, stage.entry_date_text(other)),
                ("other", Some(other)) => {
                    for part in ["<a href=\"", root, stage.entry_href(other), "\">"] {
                        html.push_str(part);
                    }
                    escape(html, stage.entry_title(other));
                    html.push_str("</a>");
                }
                _ => match days.iter().flatten().find(|(day, _)| *day == name) {
                    Some((_, day)) => escape(html, &words.day(*day)),
                    None => return false,
                },
            }
            true
        })
    }
}

/// In a sketch what it is made of: the words are those of all pages.
impl Serialize for Sentence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return Html::from(self.html()).serialize(serializer);
        }
        let Sentence { stage, placed, key, other, days, root } = self;
        let date = |entry: EntryId| stage.site().entry_date(entry).text();
        let other =
            other.map(|other| (stage.entry_title(other), stage.entry_href(other), date(other)));
        let days = days.map(|day| day.map(|(name, day)| (name, day.year, day.month, day.day)));
        (key, date(placed.entry), other, days, root).serialize(serializer)
    }
}
