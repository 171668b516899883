//! Dates and figures in words, never more precise than their author.

use edtf_core::{
    Date as Part, DateField, Edtf, IntervalEndpoint, Precision, SetElement, SetKind, TimeShift,
    Year,
};

use crate::date::{Date, Day, Limit, both};
use crate::document::Figure;
use crate::theme::{Messages, grouped};

use super::view::{DateView, FigureView};

/// A date for a template.
pub fn date_view(date: &Date, words: &Messages) -> DateView {
    DateView {
        edtf: date.text().to_owned(),
        text: in_words(date, words),
        datetime: date.datetime(),
    }
}

/// A date in words.
pub fn in_words(date: &Date, words: &Messages) -> String {
    match date.edtf() {
        Edtf::Date(part) => single(part, words),
        Edtf::DateTime(moment) => {
            let time = &moment.time;
            let mut clock = format!("{:02}:{:02}", time.hour, time.minute);
            if time.second > 0 {
                clock.push_str(&format!(":{:02}", time.second));
            }
            match time.shift {
                None => {}
                Some(TimeShift::Utc) => clock.push_str(" UTC"),
                Some(TimeShift::Offset { minutes, .. }) => {
                    let sign = if minutes < 0 { '−' } else { '+' };
                    clock.push_str(&format!(" UTC{sign}{}", minutes.abs() / 60));
                    if minutes % 60 != 0 {
                        clock.push_str(&format!(":{:02}", minutes.abs() % 60));
                    }
                }
            }
            words.fill("date_time", &[("date", &single(&moment.date, words)), ("time", &clock)])
        }
        Edtf::Interval(interval) => span(&interval.start, &interval.end, words),
        Edtf::Set(set) => {
            let key = match set.kind {
                SetKind::OneMember => "date_or",
                SetKind::AllMembers => "date_and",
            };
            list(&set.elements, key, words)
        }
    }
}

fn span(start: &IntervalEndpoint, end: &IntervalEndpoint, words: &Messages) -> String {
    use IntervalEndpoint::{Date, OnOrAfter, OnOrBefore, Open, Unknown};
    let endpoint = |end: &IntervalEndpoint| match end {
        Date(part) => single(part, words),
        OnOrBefore(part) => words.fill("date_on_or_before", &[("date", &single(part, words))]),
        OnOrAfter(part) => words.fill("date_on_or_after", &[("date", &single(part, words))]),
        Open | Unknown => String::from("…"),
    };
    match (start, end) {
        (Date(from), Date(to)) => words.fill(
            "date_interval",
            &[("from", &short(from, to, words)), ("to", &single(to, words))],
        ),
        (Open, Open | Unknown) | (Unknown, Open | Unknown) => endpoint(start),
        (Open, end) => words.fill("date_until", &[("to", &endpoint(end))]),
        (Unknown, end) => words.fill("date_until_unknown", &[("to", &endpoint(end))]),
        (start, Open) => words.fill("date_from", &[("from", &endpoint(start))]),
        (start, Unknown) => words.fill("date_from_unknown", &[("from", &endpoint(start))]),
        (start, end) => {
            words.fill("date_interval", &[("from", &endpoint(start)), ("to", &endpoint(end))])
        }
    }
}

/// A date without the month and year that it shares with a later one beside it: "27 November", "20".
fn short(date: &Part, later: &Part, words: &Messages) -> String {
    let is_plain = |part: &Part| {
        !part.is_uncertain()
            && !part.is_approximate()
            && !part.has_unspecified()
            && part.precision() != Precision::Season
    };
    if !is_plain(date)
        || !is_plain(later)
        || date.year != later.year
        || date.precision() != later.precision()
    {
        return single(date, words);
    }
    match (value(date.month), value(date.day)) {
        (Some(_), Some(day)) if date.month == later.month => day.to_string(),
        (Some(month), Some(day)) => words.fill(
            "date_day_month",
            &[("day", &day.to_string()), ("month", month_name(month, words))],
        ),
        (Some(month), None) => month_name(month, words).to_owned(),
        _ => single(date, words),
    }
}

fn list(elements: &[SetElement], key: &str, words: &Messages) -> String {
    let parts: Vec<Option<&Part>> = elements
        .iter()
        .map(|element| match element {
            SetElement::Date(part) => Some(part),
            SetElement::OnOrBefore(_) | SetElement::OnOrAfter(_) | SetElement::Range(..) => None,
        })
        .collect();
    let one = |element: &SetElement| match element {
        SetElement::Date(part) => single(part, words),
        SetElement::OnOrBefore(part) => {
            words.fill("date_on_or_before", &[("date", &single(part, words))])
        }
        SetElement::OnOrAfter(part) => {
            words.fill("date_on_or_after", &[("date", &single(part, words))])
        }
        SetElement::Range(from, to) if key == "date_or" => words
            .fill("date_between", &[("from", &single(from, words)), ("to", &single(to, words))]),
        SetElement::Range(from, to) => words.fill(
            "date_interval",
            &[("from", &short(from, to, words)), ("to", &single(to, words))],
        ),
    };
    let Some((last, rest)) = elements.split_last() else { return String::new() };
    let last_part = parts.last().copied().flatten();
    let shortened = |index: usize, element: &SetElement| match (parts[index], last_part) {
        (Some(part), Some(last)) => short(part, last, words),
        _ => one(element),
    };
    let mut listed = String::new();
    for (index, element) in rest.iter().enumerate() {
        let next = shortened(index, element);
        listed = match listed.is_empty() {
            true => next,
            false => words.fill("date_list", &[("list", &listed), ("next", &next)]),
        };
    }
    if listed.is_empty() {
        return one(last);
    }
    words.fill(key, &[("list", &listed), ("last", &one(last))])
}

fn single(part: &Part, words: &Messages) -> String {
    let plain = unqualified(part, words);
    let key = match (part.is_uncertain(), part.is_approximate()) {
        (false, false) => return plain,
        (true, false) => "date_perhaps",
        (false, true) => "date_about",
        (true, true) => "date_perhaps_about",
    };
    words.fill(key, &[("date", &plain)])
}

fn unqualified(part: &Part, words: &Messages) -> String {
    if part.year.has_unspecified() || part.year.significant_digits.is_some() {
        return vague_year(part, words);
    }
    let year = year(&part.year, words);
    match (part.month, part.day) {
        (None, _) => year,
        (Some(month), day) => match (month.value(), day) {
            (Some(season @ 21..=41), _) => {
                words.fill(&format!("season_{season}"), &[("year", &year)])
            }
            (Some(month), None) => {
                words.fill("date_month", &[("month", month_name(month, words)), ("year", &year)])
            }
            (Some(month), Some(day)) => match day.value() {
                Some(day) => words.fill(
                    "date_day",
                    &[
                        ("day", &day.to_string()),
                        ("month", month_name(month, words)),
                        ("year", &year),
                    ],
                ),
                None if is_masked(day) => {
                    let date = words.fill(
                        "date_month",
                        &[("month", month_name(month, words)), ("year", &year)],
                    );
                    words.fill("date_day_unknown", &[("date", &date)])
                }
                None => between(part, words),
            },
            (None, None) if is_masked(month) => {
                words.fill("date_month_unknown", &[("date", &year)])
            }
            (None, Some(day)) if is_masked(month) && is_masked(day) => {
                words.fill("date_day_unknown", &[("date", &year)])
            }
            (None, _) => between(part, words),
        },
    }
}

fn is_masked(field: DateField) -> bool {
    field.digits.iter().all(Option::is_none)
}

/// "some time in the 1560s", or between the first and the last day that it can be.
fn vague_year(part: &Part, words: &Messages) -> String {
    if part.month.is_none()
        && part.year.significant_digits.is_none()
        && let edtf_core::YearKind::Standard {
            negative: false,
            digits: [Some(a), Some(b), Some(c), None],
        } = part.year.kind
    {
        let decade = u32::from(a) * 1000 + u32::from(b) * 100 + u32::from(c) * 10;
        return words.fill("date_decade", &[("year", &decade.to_string())]);
    }
    between(part, words)
}

fn between(part: &Part, words: &Messages) -> String {
    let (Limit::Day(from), Limit::Day(to)) = both(part) else {
        return year(&part.year, words);
    };
    let is_years = (from.month, from.day, to.month, to.day) == (1, 1, 12, 31);
    let text =
        |day: Day| if is_years { year_number(day.year, words) } else { day_text(day, words) };
    words.fill("date_between", &[("from", &text(from)), ("to", &text(to))])
}

/// A day in words.
pub fn day_text(day: Day, words: &Messages) -> String {
    let year = year_number(day.year, words);
    words.fill(
        "date_day",
        &[("day", &day.day.to_string()), ("month", month_name(day.month, words)), ("year", &year)],
    )
}

fn year(year: &Year, words: &Messages) -> String {
    year.value().map_or_else(String::new, |value| year_number(value, words))
}

/// A year as people count: 0 is 1 BC. Years of more than four digits have their thousands set apart.
pub fn year_number(year: i64, words: &Messages) -> String {
    let digits = |number: u64| if number > 9999 { grouped(number) } else { number.to_string() };
    match year {
        1.. => digits(year.unsigned_abs()),
        _ => words.fill("date_bc", &[("year", &digits(year.unsigned_abs() + 1))]),
    }
}

/// The name of a month, from 1.
pub fn month_name(month: u8, words: &Messages) -> &str {
    const KEYS: [&str; 12] = [
        "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8",
        "month_9", "month_10", "month_11", "month_12",
    ];
    KEYS.get(usize::from(month).wrapping_sub(1)).map_or("", |key| words.get(key))
}

fn value(field: Option<DateField>) -> Option<u8> {
    field.and_then(DateField::value)
}

/// The year that a limit lies in.
pub fn limit_year(limit: Limit) -> Option<i64> {
    match limit {
        Limit::Day(day) => Some(day.year),
        Limit::Past | Limit::Future => None,
    }
}

/// Figures in words: "2 killed", "18 to 21 wounded".
pub fn figure_views(figures: &[(String, Figure)], words: &Messages) -> Vec<FigureView> {
    figures
        .iter()
        .map(|(name, figure)| FigureView {
            name: name.clone(),
            text: figure_text(name, figure, words),
        })
        .collect()
}

fn figure_text(name: &str, figure: &Figure, words: &Messages) -> String {
    let [low, best, high] =
        [figure.low, figure.best, figure.high].map(|number| number.map(grouped));
    let number = match (low, best, high) {
        (Some(low), best, Some(high))
            if low == high && best.as_ref().is_none_or(|best| *best == low) =>
        {
            low
        }
        (Some(low), Some(best), Some(high)) if best != low && best != high => {
            words.fill("figure_range_best", &[("low", &low), ("high", &high), ("best", &best)])
        }
        (Some(low), _, Some(high)) => words.fill("figure_range", &[("low", &low), ("high", &high)]),
        (Some(low), Some(best), None) if low != best => {
            words.fill("figure_range", &[("low", &low), ("high", &best)])
        }
        (None, Some(best), Some(high)) if best != high => {
            words.fill("figure_range", &[("low", &best), ("high", &high)])
        }
        (Some(low), None, None) => words.fill("figure_at_least", &[("low", &low)]),
        (None, None, Some(high)) => words.fill("figure_at_most", &[("high", &high)]),
        (low, best, high) => best.or(low).or(high).unwrap_or_default(),
    };
    let key = format!("figure_{name}");
    if words.0.contains_key(&key) {
        return words.fill(&key, &[("n", &number)]);
    }
    format!("{number} {}", name.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Entries, Leaf, Words};

    fn english() -> Messages {
        let file =
            crate::theme::BUILT_IN.get_file("i18n/en.yaml").unwrap().contents_utf8().unwrap();
        let entries: Entries<Words> = serde_yaml::from_str(file).unwrap();
        Messages(entries.0.into_iter().map(|(key, words)| (key, words.0)).collect())
    }

    #[test]
    fn dates_are_worded_as_precisely_as_they_are_known() {
        let words = english();
        for (edtf, text) in [
            ("2014", "2014"),
            ("2014-06", "June 2014"),
            ("2014-06-29", "29 June 2014"),
            ("2014-01-14~", "about 14 January 2014"),
            ("2023?", "perhaps 2023"),
            ("2023%", "perhaps about 2023"),
            ("[2025-05-22,2025-05-28]", "22 or 28 May 2025"),
            ("{1960,1961-12}", "1960 and December 1961"),
            ("[1667..1670]", "some time between 1667 and 1670"),
            ("{1960..1962}", "1960 to 1962"),
            ("2024-11-27/2024-12-08", "27 November to 8 December 2024"),
            ("2015-05-20/2015-05-21", "20 to 21 May 2015"),
            ("2014~/2017-09-05", "about 2014 to 5 September 2017"),
            ("2019-03-23/..", "from 23 March 2019, continuing"),
            ("2019-03-23/", "from 23 March 2019, end unknown"),
            ("../1900", "until 1900"),
            ("156X", "some time in the 1560s"),
            ("15XX", "some time between 1500 and 1599"),
            ("1985-04-XX", "some day in April 1985"),
            ("1985-XX-XX", "some day in 1985"),
            ("2004-XX", "some time in 2004"),
            ("2001-21", "spring 2001"),
            ("-0043", "44 BC"),
            ("0000", "1 BC"),
            ("Y170000002", "170,000,002"),
            ("1985-04-12T23:20:30-04:30", "12 April 1985, 23:20:30 UTC−4:30"),
        ] {
            assert_eq!(in_words(&Date::read(edtf).unwrap(), &words), text, "{edtf}");
        }
    }

    #[test]
    fn figures_are_ranges_where_accounts_differ() {
        let words = english();
        let text = |low, best, high| figure_text("killed", &Figure { low, best, high }, &words);
        assert_eq!(text(None, Some(2), None), "2 killed");
        assert_eq!(text(Some(20), None, Some(40)), "20 to 40 killed");
        assert_eq!(text(Some(18), Some(21), Some(21)), "18 to 21 killed");
        assert_eq!(text(Some(1000), None, None), "at least 1,000 killed");
    }
}
