//! Timeline -> String: why an entry stands where it stands, for its author.

use crate::config::Direction;
use crate::date::Limit;
use crate::diagnostic::did_you_mean;
use crate::site::{EntryId, Site};
use crate::timeline::{Bound, Placed, Reason, Timeline};

/// So many links of a chain of constraints are told from each of its ends.
const CHAIN: usize = 10;

/// Why the entry of an id stands where it stands: the rule that decides, and both dates.
///
/// # Errors
///
/// If there is no such entry: what to write instead.
pub fn explain(timeline: &Timeline<'_>, id: &str) -> Result<String, String> {
    let site = timeline.site;
    let Some(entry) = site.ids.get(id).copied() else {
        let near = did_you_mean(id, known(site)).map_or(String::new(), |near| format!("; {near}"));
        return Err(format!("there is no published entry `{id}`{near}"));
    };
    let date = site.entry_date(entry);
    let mut lines = Lines::default();
    lines.add("entry", named(site, entry));
    lines.add("date", date.text());
    let days = match (date.earliest(), date.latest()) {
        (Limit::Day(first), Limit::Day(last)) if first == last => first.to_string(),
        (first, last) => format!("{} to {}", limit(first), limit(last)),
    };
    lines.add("covers", days);
    let Some(position) = timeline.position(entry) else {
        lines.add("stands", "on no list, since it is withdrawn");
        return Ok(lines.text);
    };
    let placed = timeline.at(position);
    lines.add("begins", begins(timeline, placed));
    for line in chain(timeline, placed) {
        lines.add("", line);
    }
    if let Some(other) = placed.latest_bound.filter(|_| placed.begin < placed.latest_begin)
        && let Some(other) = timeline.position(EntryId::Event(other))
    {
        let other = dated(timeline, timeline.at(other));
        lines.add(
            "",
            format!("at the latest {}: it comes before {other}", limit(placed.latest_begin)),
        );
    }
    let count = timeline.entries.len();
    let turned = match site.config.order {
        Direction::Oldest => "",
        Direction::Newest => ", counted from the earliest; the pages show the newest first",
    };
    lines.add("stands", format!("{} of {count}{turned}", position + 1));
    lines.add("behind", behind(timeline, position));
    if (position as usize) + 1 < count {
        let after = timeline.at(position + 1);
        let text = format!("{}: {}", dated(timeline, after), rule(timeline, position + 1));
        lines.add("ahead of", text);
    }
    Ok(lines.text)
}

fn known(site: &Site) -> Vec<&str> {
    let events = site.events.iter().map(|event| event.id.0.as_str());
    events.chain(site.articles.iter().map(|article| article.id.0.as_str())).collect()
}

/// Lines with their labels in a column.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn add(&mut self, label: &str, text: impl AsRef<str>) {
        self.text.push_str(&format!("{label:<9} {}\n", text.as_ref()));
    }
}

fn named(site: &Site, entry: EntryId) -> String {
    let kind = match entry {
        EntryId::Event(_) => "event",
        EntryId::Article(_) => "article",
    };
    format!("{kind} `{}`: {}", site.entry_id(entry), site.entry_title(entry))
}

fn dated(timeline: &Timeline<'_>, placed: &Placed) -> String {
    let site = timeline.site;
    let date = site.entry_date(placed.entry);
    let begin = match placed.bound {
        Some(_) => format!(", begins {}", limit(placed.begin)),
        None => String::new(),
    };
    format!("`{}` ({}{begin})", site.entry_id(placed.entry), date.text())
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Past => "open start".to_owned(),
        Limit::Day(day) => day.to_string(),
        Limit::Future => "open end".to_owned(),
    }
}

fn begins(timeline: &Timeline<'_>, placed: &Placed) -> String {
    let date = timeline.site.entry_date(placed.entry);
    let begin = limit(placed.begin);
    if placed.bound.is_some() {
        return match date.may_begin(placed.begin) {
            true => format!("{begin}, narrowed by a known order"),
            false => format!("{begin}, against its uncertain date, since a known order decides"),
        };
    }
    if date.has_unknown_start() {
        return format!("{begin}, the latest that it can: its start is unknown");
    }
    if placed.begin == placed.latest_begin {
        return begin;
    }
    match placed.begin {
        Limit::Past => "before all that has a date: its start is open".to_owned(),
        _ => format!(
            "{begin}, the earliest that it can; at the latest {}",
            limit(placed.latest_begin)
        ),
    }
}

/// What moved an event's begin, from it to the event whose own date does so.
fn chain<'t>(timeline: &'t Timeline<'_>, mut placed: &'t Placed) -> Vec<String> {
    let site = timeline.site;
    let mut lines = Vec::new();
    while let Some(bound) = placed.bound {
        let (side, other) = match bound {
            Bound::After(other) => ("after", other),
            Bound::Before(other) => ("before", other),
        };
        let own = site.entry_id(placed.entry);
        let Some(position) = timeline.position(EntryId::Event(other)) else { break };
        placed = timeline.at(position);
        lines.push(format!("`{own}` comes {side} {}", dated(timeline, placed)));
    }
    if lines.len() > 2 * CHAIN {
        let more = lines.len() - 2 * CHAIN;
        lines.splice(CHAIN..CHAIN + more, [format!("… {more} more …")]);
    }
    lines
}

fn behind(timeline: &Timeline<'_>, position: u32) -> String {
    match timeline.reason(position) {
        Reason::First => "nothing: it is the first with a place".to_owned(),
        Reason::Undated => rule(timeline, position),
        _ => {
            format!("{}: {}", dated(timeline, timeline.at(position - 1)), rule(timeline, position))
        }
    }
}

/// The rule that puts the entry at a place behind the one before it.
fn rule(timeline: &Timeline<'_>, position: u32) -> String {
    let keys = position
        .checked_sub(1)
        .map(|before| [before, position].map(|place| timeline.key(timeline.at(place))));
    let both = |of: &dyn Fn(&crate::timeline::Key) -> String| {
        keys.as_ref()
            .map_or(String::new(), |[one, other]| format!("{}, then {}", of(one), of(other)))
    };
    match timeline.reason(position) {
        Reason::First => "nothing with a place stands before it".to_owned(),
        Reason::Undated => "too wide to place, so it stands under \"Undated\"".to_owned(),
        Reason::Said => "the later one is said to come after the earlier one".to_owned(),
        Reason::Begin => format!("the begin decides: {}", both(&|key| limit(key.date.begin))),
        Reason::Time => format!("the time of day decides: {}", both(&|key| time(key.date.time))),
        Reason::Wider => format!(
            "the earliest days do not tell, and the wider date stands first: until {}",
            both(&|key| limit(key.date.latest))
        ),
        Reason::Kind => "the dates do not tell; events stand before articles".to_owned(),
        Reason::File => "the dates do not tell; the order in the files decides".to_owned(),
    }
}

fn time(seconds: Option<i32>) -> String {
    let Some(seconds) = seconds else { return "no time".to_owned() };
    // A shifted time counts by its instant, which can lie on a neighbouring day.
    let day = match seconds.div_euclid(86_400) {
        0 => "",
        -1 => " the day before",
        _ => " the day after",
    };
    let rest = seconds.rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}{day}", rest / 3600, rest / 60 % 60, rest % 60)
}
