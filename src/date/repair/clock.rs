//! Times of day as people write them.

use chrono::{Duration, NaiveDate};

use super::{Reading, joined};

/// Where no time of day can be made of what was written.
pub fn advice(plain: &str) -> Option<String> {
    let (_, time) = divided(plain)?;
    let (clock, _) = numbers(time)?;
    let [hour, minute, second] = clock;
    (hour > 24 || minute > 59 || second > 60)
        .then(|| "hours go from 00 to 23, minutes and seconds from 00 to 59".to_owned())
}

/// A day with a time of day: `2014-06-29 10:30`, `29 June 2014, 10:30 pm`.
pub fn read(plain: &str, depth: usize) -> Option<Reading> {
    let (date, time) = divided(plain)?;
    let ([mut hour, minute, second], mut rest) = numbers(time)?;
    let mut note = None;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|char: char| char.is_ascii_digit());
        note = Some("EDTF has no fractions of a second");
    }
    rest = rest.trim_start();
    for (name, afternoon) in [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)] {
        if let Some(after) = rest.strip_prefix(name) {
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            rest = after.trim_start();
        }
    }
    let shift = shift(rest)?;
    let day = joined::within(date, depth)?;
    let forms = day.forms.iter().filter_map(|day| {
        let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
        // The end of a day is the begin of the next.
        let day = if hour == 24 { day.checked_add_signed(Duration::days(1))? } else { day };
        Some(format!("{day}T{:02}:{minute:02}:{second:02}{shift}", hour % 24))
    });
    let found = Reading::of(forms)?;
    Some(match note {
        Some(note) => found.with_note(note),
        None => found,
    })
}

/// What stands before the time, and the time.
pub fn divided(plain: &str) -> Option<(&str, &str)> {
    // With one slash it is a span; with two, a day of numbers.
    if plain.matches('/').count() == 1 {
        return None;
    }
    let colon = match plain.find(':') {
        Some(colon) => colon,
        // `2014-06-29T10`
        None => {
            let (date, hour) = plain.split_once('t')?;
            let is_hour = hour.len() == 2 && hour.bytes().all(|byte| byte.is_ascii_digit());
            return (is_hour && date.len() == 10).then_some((date, hour));
        }
    };
    let is_digit = |char: char| char.is_ascii_digit();
    let hour = plain[..colon].trim_end_matches(is_digit).len();
    let date = plain[..hour].trim_end();
    let date = date.strip_suffix('t').or_else(|| date.strip_suffix(" at")).unwrap_or(date);
    let date = date.trim_end_matches([' ', ',']);
    (hour < colon && !date.is_empty()).then_some((date, &plain[hour..]))
}

/// Hour, minute and second at the head of a text, and what follows them.
fn numbers(time: &str) -> Option<([u32; 3], &str)> {
    let mut clock = [0; 3];
    let mut rest = time;
    for (index, number) in clock.iter_mut().enumerate() {
        if index > 0 {
            let Some(after) = rest.strip_prefix(':') else { break };
            rest = after;
        }
        let end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
        *number = rest[..end].parse().ok().filter(|_| end <= 2)?;
        rest = &rest[end..];
    }
    Some((clock, rest))
}

/// `z`, ` utc`, `+0200`, `+2` as EDTF writes them.
fn shift(rest: &str) -> Option<String> {
    if matches!(rest, "" | "h" | "hrs" | "o'clock") {
        return Some(String::new());
    }
    if matches!(rest, "z" | "utc" | "gmt" | "-00:00" | "-00" | "-0000") {
        return Some("Z".to_owned());
    }
    let rest = rest.strip_prefix("utc").or_else(|| rest.strip_prefix("gmt")).unwrap_or(rest);
    let sign = rest.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let digits = rest[1..].replace(':', "");
    let number: u32 = digits.parse().ok()?;
    match digits.len() {
        1 | 2 => Some(format!("{sign}{number:02}")),
        3 | 4 => Some(format!("{sign}{:02}:{:02}", number / 100, number % 100)),
        _ => None,
    }
}
