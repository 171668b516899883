//! A date -> the lines that say what it says.

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, Qualifier, SetElement, SetKind, TimeShift};

use super::super::Canvas;
use crate::date::{Civil, Date, Grain, Limit};

/// What a date says, under the date as it is written.
pub fn explain(date: &Date, words: &str, canvas: Canvas) -> String {
    let mut lines = vec![canvas.bold(date.text()), format!("  {words}")];
    let mut add = |name: &str, value: String| {
        lines.push(format!("  {} {value}", canvas.dim(&format!("{name:<8}"))));
    };
    add("level", level(date));
    add("covers", covers(date));
    add("written", format!("to the {}", written(date.grain())));
    let unknown = each_part(date.edtf(), unspecified);
    if !unknown.is_empty() {
        add("unknown", unknown);
    }
    let doubt = each_part(date.edtf(), doubt);
    if !doubt.is_empty() {
        add("doubt", doubt);
    }
    add("order", order(date));
    add("html", html(date));
    lines.push(String::new());
    lines.join("\n")
}

fn level(date: &Date) -> String {
    let means = match date.level() {
        0 => "the basics of ISO 8601",
        1 => "the common extensions",
        _ => "all extensions",
    };
    format!("{} of EDTF: {means}", date.level())
}

fn covers(date: &Date) -> String {
    let (start, end) = match date.edtf() {
        Edtf::Interval(interval) => {
            (interval.start == IntervalEndpoint::Unknown, interval.end == IntervalEndpoint::Unknown)
        }
        Edtf::Date(_) | Edtf::DateTime(_) | Edtf::Set(_) => (false, false),
    };
    let first = match date.earliest() {
        Limit::Day(day) => day.to_string(),
        Limit::Past | Limit::Future if start => "an unknown start".to_owned(),
        Limit::Past | Limit::Future => "an open start".to_owned(),
    };
    let last = match date.latest() {
        Limit::Day(day) => day.to_string(),
        Limit::Past | Limit::Future if end => "an unknown end".to_owned(),
        Limit::Past | Limit::Future => "an open end".to_owned(),
    };
    if first == last {
        return first;
    }
    let (Limit::Day(from), Limit::Day(to)) = (date.earliest(), date.latest()) else {
        return format!("{first} to {last}");
    };
    let days = Civil::from(to).number() - Civil::from(from).number() + 1;
    let length = match days {
        ..1000 => format!("{days} days"),
        // 400 years have 146,097 days.
        _ => format!("{} years", (days * 400 + 73_048) / 146_097),
    };
    format!("{first} to {last}, {length}")
}

fn written(grain: Grain) -> &'static str {
    match grain {
        Grain::Half => "half of a year",
        Grain::Third => "third of a year",
        Grain::Quarter => "quarter of a year",
        Grain::Year | Grain::Season | Grain::Month | Grain::Day | Grain::Second => grain.name(),
    }
}

/// What is to be said of the parts of an expression, each under its name where there are more.
fn each_part(edtf: &Edtf, say: impl Fn(&Part) -> Vec<String>) -> String {
    let named: Vec<(String, &Part)> = match edtf {
        Edtf::Date(part) => vec![(String::new(), part)],
        Edtf::DateTime(moment) => vec![(String::new(), &moment.date)],
        Edtf::Interval(interval) => [("start", &interval.start), ("end", &interval.end)]
            .into_iter()
            .filter_map(|(name, end)| match end {
                IntervalEndpoint::Date(part)
                | IntervalEndpoint::OnOrBefore(part)
                | IntervalEndpoint::OnOrAfter(part) => Some((format!("{name}: "), part)),
                IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
            })
            .collect(),
        Edtf::Set(set) => set
            .elements
            .iter()
            .filter_map(|element| match element {
                SetElement::Date(part)
                | SetElement::OnOrBefore(part)
                | SetElement::OnOrAfter(part) => Some((format!("{part}: "), part)),
                // The ends of a range are plain.
                SetElement::Range(..) => None,
            })
            .collect(),
    };
    named
        .into_iter()
        .filter_map(|(name, part)| {
            let said = say(part);
            (!said.is_empty()).then(|| format!("{name}{}", said.join(", ")))
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn fields(part: &Part) -> impl Iterator<Item = (&'static str, Qualifier)> {
    let year = Some(("year", part.year.qualifier));
    let month = part.month.map(|month| {
        let is_season = month.value().is_some_and(|value| value > 12);
        (if is_season { "season" } else { "month" }, month.qualifier)
    });
    let day = part.day.map(|day| ("day", day.qualifier));
    [year, month, day].into_iter().flatten()
}

fn doubt(part: &Part) -> Vec<String> {
    let name = |qualifier: Qualifier| match (qualifier.uncertain, qualifier.approximate) {
        (true, true) => Some("uncertain and approximate (%)"),
        (true, false) => Some("uncertain (?)"),
        (false, true) => Some("approximate (~)"),
        (false, false) => None,
    };
    let all: Vec<(&str, Qualifier)> = fields(part).collect();
    if all.iter().all(|(_, qualifier)| *qualifier == part.year.qualifier) {
        return name(part.year.qualifier).map(str::to_owned).into_iter().collect();
    }
    all.into_iter()
        .filter_map(|(field, qualifier)| Some(format!("{field} {}", name(qualifier)?)))
        .collect()
}

fn unspecified(part: &Part) -> Vec<String> {
    let mut said = Vec::new();
    if let edtf_core::YearKind::Standard { digits, .. } = part.year.kind {
        match digits.iter().filter(|digit| digit.is_none()).count() {
            0 => {}
            4 => said.push("the year".to_owned()),
            1 => said.push("a digit of the year".to_owned()),
            count => said.push(format!("{count} digits of the year")),
        }
    }
    if let Some(significant) = part.year.significant_digits {
        said.push(format!("all digits of the year but the first {significant}"));
    }
    for (name, field) in [("month", part.month), ("day", part.day)] {
        match field.map(|field| field.digits.iter().filter(|digit| digit.is_none()).count()) {
            Some(2) => said.push(format!("the {name}")),
            Some(1) => said.push(format!("a digit of the {name}")),
            _ => {}
        }
    }
    said
}

fn order(date: &Date) -> String {
    if let Edtf::Interval(interval) = date.edtf()
        && interval.start == IntervalEndpoint::Unknown
    {
        return match date.begin() {
            Limit::Day(day) => format!("at {day}, its latest day: its start is not known"),
            Limit::Past | Limit::Future => {
                "after every day: neither its start nor its last day is known".to_owned()
            }
        };
    }
    let Limit::Day(day) = date.begin() else {
        return "before every day: its start is open".to_owned();
    };
    if let Edtf::DateTime(moment) = date.edtf() {
        let time = &moment.time;
        let clock = format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
        return match time.shift {
            Some(TimeShift::Offset { .. }) => {
                format!("at {day}, then at {}", instant(date))
            }
            Some(TimeShift::Utc) | None => {
                format!("at {day}, then at {clock}")
            }
        };
    }
    let which = match (date.latest(), date.edtf()) {
        (Limit::Day(last), _) if last == day => "its only day",
        (_, Edtf::Set(set)) if set.kind == SetKind::OneMember => "the earliest day that it may be",
        _ => "its earliest day",
    };
    format!("at {day}, {which}")
}

/// The time in UTC, which may be on a neighbouring day.
fn instant(date: &Date) -> String {
    let seconds = date.key().time.unwrap_or_default();
    let clock = seconds.rem_euclid(86_400);
    let on = match seconds.div_euclid(86_400) {
        ..0 => " the day before",
        0 => "",
        1.. => " the day after",
    };
    format!("{:02}:{:02}:{:02} UTC{on}", clock / 3600, clock / 60 % 60, clock % 60)
}

fn html(date: &Date) -> String {
    if let Some(value) = date.datetime() {
        return format!("<time datetime=\"{value}\">");
    }
    let why = match date.edtf() {
        Edtf::Interval(_) => "<time> holds no span",
        Edtf::Set(_) => "<time> holds one date",
        _ if date.is_qualified() => "<time> holds no doubt",
        Edtf::Date(part) if part.has_unspecified() || part.year.significant_digits.is_some() => {
            "<time> holds no unknown digit"
        }
        Edtf::DateTime(moment) if moment.time.second == 60 => "<time> holds no leap second",
        _ if (Grain::Half..=Grain::Season).contains(&date.grain()) => {
            "<time> holds no part of a year but a month"
        }
        _ => "checkers doubt years before 1000 and after 2999",
    };
    format!("none: {why}")
}
