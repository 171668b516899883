//! Why an entry stands where it stands, in words for its page.

use crate::date::{Day, Limit};
use crate::prose::escape;
use crate::site::EntryId;
use crate::timeline::{Bound, Placed, Reason};

use super::stage::Stage;

/// Sentences, as HTML: what moved its begin, and what puts it behind the entry before it.
pub fn why(stage: &Stage<'_>, entry: EntryId, root: &str) -> Vec<String> {
    let Some(position) = stage.timeline.position(entry) else { return Vec::new() };
    let placed = stage.timeline.at(position);
    begin(stage, placed, root).into_iter().chain([place(stage, position, root)]).collect()
}

/// Why it does not simply begin where its date begins.
fn begin(stage: &Stage<'_>, placed: Placed, root: &str) -> Option<String> {
    let date = stage.site().entry_date(placed.entry);
    let own = date.begin_from(Limit::Past).filter(|_| !date.has_unknown_start());
    let is_moved = !date.may_begin(placed.begin);
    let (key, other, day) = match (placed.bound, own, date.latest_begin()) {
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
    Some(sentence(stage, placed.entry, key, other.map(EntryId::Event), day, root))
}

/// What puts it behind the entry before it.
fn place(stage: &Stage<'_>, position: u32, root: &str) -> String {
    let before = position.checked_sub(1).map(|before| stage.timeline.at(before).entry);
    let (key, other) = match stage.timeline.reason(position) {
        Reason::First => ("why_first", None),
        Reason::Undated => ("why_undated", None),
        Reason::Said => ("why_after", before),
        Reason::Begin => ("why_begin", before),
        Reason::Time => ("why_time", before),
        Reason::Wider => ("why_wider", before),
        Reason::Kind => ("why_kind", before),
        Reason::File => ("why_file", before),
    };
    sentence(stage, stage.timeline.at(position).entry, key, other, None, root)
}

fn sentence(
    stage: &Stage<'_>,
    entry: EntryId,
    key: &str,
    other: Option<EntryId>,
    day: Option<(&str, Day)>,
    root: &str,
) -> String {
    let words = stage.words();
    let mut values: Vec<(&str, String)> = Vec::new();
    if let Some(other) = other {
        let own = stage.date(stage.site().entry_date(entry));
        values.push(("date", escaped(&own.text)));
        let (title, href) = (escaped(stage.site().entry_title(other)), stage.entry_href(other));
        values.push(("other", format!("<a href=\"{root}{href}\">{title}</a>")));
        let date = stage.date(stage.site().entry_date(other));
        values.push(("other_date", escaped(&date.text)));
    }
    if let Some((name, day)) = day {
        values.push((name, escaped(&words.day(day))));
    }
    let values: Vec<(&str, &str)> =
        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.fill(key, &values)
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}
