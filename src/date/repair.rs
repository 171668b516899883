//! What is wrong with a text that is no date, and what its author may have meant.
//!
//! Nothing here is ever taken for the date: it is only offered, and what is offered in backticks is always right EDTF.

mod clock;
mod joined;
mod single;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

use super::read;
use crate::diagnostic::rule;
use crate::yaml::Complaint;

/// So long a text, with so many words or hyphens in it, is no date that anyone wrote by hand; the readings that can be
/// tried grow fast with them.
const LONGEST: usize = 80;
const MOST_WORDS: usize = 10;
const MOST_HYPHENS: usize = 5;

/// What is wrong with a text, by the message and the place of the parser that refused it.
pub fn complaint(text: &str, message: &str, offset: usize) -> Complaint {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let range = (offset < text.len()).then_some(offset..text.len());
    let complaint = |message: String, range, help: String| Complaint {
        rule: rule::BAD_DATE,
        message,
        help: Some(help),
        range,
    };
    if message == read::BEYOND || message.contains("out of supported range") {
        return complaint(
            format!("`{text}` has a year beyond what can be placed on a timeline"),
            None,
            "the largest year that it can have is about `Y9E18`".into(),
        );
    }
    let help = suggestion(text).unwrap_or_else(|| {
        "write what is known: `2014`, `2014-06`, `2014-06-29`, `2014-06~` (about), `2014-06/2014-08` (from, to)".into()
    });
    if text.is_empty() {
        return complaint("a date cannot be empty".into(), None, help);
    }
    match missing_day(text) {
        Some(Missing { day, last, .. }) => {
            let range = text.find(&day).map(|at| at..at + day.len());
            complaint(format!("there is no day `{day}`: that month has {last} days"), range, help)
        }
        None => complaint(
            format!("`{text}` is not an EDTF date: {}", lower_first(message)),
            range,
            help,
        ),
    }
}

/// The signs of doubt.
const SIGNS: [char; 3] = ['?', '~', '%'];

/// Readings of a text, in EDTF, and what is to be said with them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    forms: Vec<String>,
    note: Option<String>,
}

impl Reading {
    /// Those of some forms that are right EDTF; none where none is.
    fn of(forms: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut right: Vec<String> = Vec::new();
        for form in forms {
            if is_right(&form) && !right.contains(&form) {
                right.push(form);
            }
        }
        (!right.is_empty()).then_some(Reading { forms: right, note: None })
    }

    fn one(form: impl Into<String>) -> Option<Self> {
        Self::of([form.into()])
    }

    fn with_note(self, note: impl Into<String>) -> Self {
        Reading { note: Some(note.into()), ..self }
    }

    /// The one form, where there is no other.
    fn only(&self) -> Option<&str> {
        match self.forms.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        let write = match self.forms.as_slice() {
            [one] => format!("write `{one}`"),
            [one, other] => format!("write `{one}` or `{other}`, whichever is meant"),
            _ => return None,
        };
        Some(match &self.note {
            Some(note) => format!("{write}: {note}"),
            None => write,
        })
    }
}

fn is_right(edtf: &str) -> bool {
    read::read(edtf).is_ok()
}

fn suggestion(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = normalised(text);
    if plain.matches(' ').count() >= MOST_WORDS || plain.matches('-').count() > MOST_HYPHENS {
        return None;
    }
    let reading = |reading: Option<Reading>| {
        reading.filter(|found| found.forms.iter().all(|form| form != text))?.help()
    };
    // No space stands inside of a date of numbers.
    let is_numeric = plain.bytes().all(|byte| byte.is_ascii_digit() || b" -".contains(&byte));
    let tight = if is_numeric { plain.replace(' ', "") } else { plain.clone() };
    advice(&plain)
        .or_else(|| reading(older(&tight)))
        .or_else(|| tight.split('/').find_map(out_of_range))
        .or_else(|| out_of_range(&missing_day(text)?.form))
        .or_else(|| joined::left_open(&plain))
        .or_else(|| clock::advice(&plain))
        .or_else(|| reading(joined::read(&plain)))
        .or_else(|| single::without_century(&plain))
}

/// Small letters and plain digits, dashes and spaces; no quotes, bidirectional marks or spaces around.
fn normalised(text: &str) -> String {
    let mut plain = String::new();
    for char in text.chars() {
        match char {
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => plain.push('-'),
            '’' | '‘' | '´' => plain.push('\''),
            '…' => plain.push_str(".."),
            '⁄' | '／' => plain.push('/'),
            _ if char.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            _ => match digit(char) {
                Some(digit) => plain.push(digit),
                None => plain.extend(char.to_lowercase()),
            },
        }
    }
    plain.trim_matches([' ', '"', '“', '”', ',', ';']).to_owned()
}

/// The digit that a character of another script stands for.
fn digit(char: char) -> Option<char> {
    // Arabic-Indic, Persian, Devanagari, Bengali, Thai, full width.
    [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10].into_iter().find_map(|zero| {
        let value = u32::from(char).checked_sub(zero).filter(|value| *value < 10)?;
        char::from_digit(value, 10)
    })
}

/// What cannot be answered with the one date that was meant.
fn advice(plain: &str) -> Option<String> {
    let word = plain.trim_matches(['.', '(', ')', '[', ']', '<', '>', '-', '?']);
    let said = match word {
        "today" | "yesterday" | "tomorrow" | "now" | "current" | "this year" | "last year"
        | "recently" => {
            "a date does not move with the day that it is read on: write that day, such as `2014-06-29`"
        }
        "ongoing" | "present" | "continuing" | "to date" => {
            "what goes on has a begin and an open end: `2014/..`"
        }
        "unknown" | "not known" | "undated" | "tbd" | "tba" | "tbc" | "n.d" | "nd" | "s.d"
        | "n/a" | "na" | "none" | "null" | "no date" | "sometime" | "date unknown" | "unk"
        | "open" | "0000-00-00" | "00/00/0000" | "" => {
            // An empty text is answered as such.
            if plain.is_empty() {
                return None;
            }
            "write the bounds that are known: `[1900..2024]` is some time in those years and `[..2024]` some time up to 2024, \
             whereas `1900/2024` would have lasted all that time"
        }
        _ if matches!(plain, "/" | "../" | "/.." | "../..") => {
            "one end at least is a date: `2014/..` or `../2014`"
        }
        _ if plain.split('/').any(is_duration) => {
            "EDTF has no durations: write both ends, as in `2014-06-29/2014-07-29`"
        }
        _ => return None,
    };
    Some(said.to_owned())
}

/// `p1m`, `p10d`, `pt2h`
fn is_duration(part: &str) -> bool {
    part.strip_prefix('p').is_some_and(|rest| {
        rest.starts_with(|char: char| char.is_ascii_digit() || char == 't')
            && rest.ends_with(['y', 'm', 'w', 'd', 'h', 's'])
            && rest.bytes().any(|byte| byte.is_ascii_digit())
    })
}

/// The spellings of EDTF's drafts, and of EDTF with its letters small or with spaces in it.
fn older(plain: &str) -> Option<Reading> {
    if let Some(year) = plain.strip_suffix('u')
        && year.len() == 4
        && let Ok(number) = year.parse::<u16>()
    {
        return Reading::of([format!("{number:04}?"), format!("{:03}X", number / 10)]);
    }
    let ends: Vec<&str> = plain
        .split('/')
        .map(|end| match end.trim() {
            "open" | "present" | "now" | "today" | "ongoing" | "..." if plain.contains('/') => "..",
            "unknown" | "unk" | "?" | "uuuu" if plain.contains('/') => "",
            _ => end,
        })
        .collect();
    let edtf = ends
        .join("/")
        .replace("?~", "%")
        .replace("~?", "%")
        .replace("??", "?")
        .replace(['u', 'x'], "X");
    let edtf = without_parentheses(&edtf.to_ascii_uppercase());
    let is_set = edtf.starts_with(['[', '{']);
    // A space inside of a date may stand for anything; around the commas of a set it stands for nothing.
    let edtf = match is_set {
        true => edtf.replace(' ', "").replace("...", ".."),
        false => edtf.trim().to_owned(),
    };
    Reading::one(edtf)
}

/// `2004-(06)?-11` as `2004-?06-11`.
fn without_parentheses(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, after)) = after.split_once(')') else { break };
        plain.push_str(before);
        let sign = after.chars().next().filter(|char| matches!(char, '?' | '~' | '%'));
        match sign {
            // A sign at the very end says the same of all that is before it.
            Some(sign) if after.len() > 1 || !plain.is_empty() => {
                plain.push(sign);
                plain.push_str(inside);
                rest = &after[1..];
            }
            _ => {
                plain.push_str(inside);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// A month or a day that there is not.
fn out_of_range(plain: &str) -> Option<String> {
    let (plain, sign) = plain.split_at(plain.trim_end_matches(SIGNS).len());
    let parts: Vec<u32> = plain.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let year_first = plain.split('-').next().is_some_and(|year| year.len() == 4);
    match *parts.as_slice() {
        _ if !year_first => None,
        [year, 0] | [year, 0, 0] => Some(format!("write `{year:04}{sign}`: a month that is not known is left out")),
        [year, month @ 1..=12, 0] => {
            Some(format!("write `{year:04}-{month:02}{sign}`: a day that is not known is left out"))
        }
        [year, 0, day @ 1..=31] => {
            Some(format!("write `{year:04}-XX-{day:02}{sign}`: a digit that is not known is an X"))
        }
        [year, month @ 13..=u32::MAX, day @ 1..=12] => {
            let swapped = format!("{year:04}-{day:02}-{month:02}{sign}");
            is_right(&swapped).then(|| {
                format!("months go from 01 to 12; write `{swapped}` if the month was written last")
            })
        }
        [year, month @ 1..=12, _] => {
            let last = last_of_month(plain)?;
            Some(format!(
                "write `{year:04}-{month:02}-{last}{sign}` for its last day, or `{year:04}-{month:02}{sign}` if the day is not known"
            ))
        }
        [year, month @ 13..=u32::MAX] if !joined::is_shortened_span(year, month) => Some(format!(
            "months go from 01 to 12; `{year:04}-21` to `{year:04}-24` are the seasons from spring to winter"
        ))
        .filter(|_| month <= 99),
        _ => None,
    }
}

/// A day that there is not.
struct Missing {
    /// As it is written, or where more is written than the day, in EDTF.
    day: String,
    /// In EDTF, with the sign behind it.
    form: String,
    /// The last day of its month.
    last: u32,
}

/// The first day that there is not in a text: all of it, or an end of a span, a member of a list, the day of a moment.
fn missing_day(text: &str) -> Option<Missing> {
    if text.len() > LONGEST {
        return None;
    }
    let missing = |plain: &str| {
        let (plain, sign) = plain.split_at(plain.trim_end_matches(SIGNS).len());
        let day = single::missing_day(plain.trim_end_matches(['.', '-', ' ']))?;
        let last = last_of_month(&day)?;
        Some(Missing { form: format!("{day}{sign}"), last, day })
    };
    let plain = normalised(text);
    if let Some(found) = missing(&plain) {
        return Some(Missing { day: text.trim_end_matches(SIGNS).to_owned(), ..found });
    }
    if let Some((day, _)) = clock::divided(&plain) {
        return missing(day);
    }
    let separators = [" - ", " to ", " until ", " or ", " and ", "/"];
    separators
        .iter()
        .filter(|separator| **separator != "/" || plain.matches('/').count() == 1)
        .find_map(|separator| {
            let (from, to) = plain.split_once(separator)?;
            missing(from).or_else(|| missing(to))
        })
}

/// The last day of the month of a day that is beyond it, both as EDTF writes them.
fn last_of_month(day: &str) -> Option<u32> {
    let numbers: Vec<u32> = day.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = *numbers.as_slice() else { return None };
    last_day(i32::try_from(year).ok()?, month).filter(|last| day > *last)
}

fn last_day(year: i32, month: u32) -> Option<u32> {
    let next = match month {
        12 => NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1),
        _ => NaiveDate::from_ymd_opt(year, month.checked_add(1)?, 1),
    };
    NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(next?.pred_opt()?.day())
}

/// A year as EDTF writes it.
fn year_text(year: i64) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), chars.clone().next()) {
        // `EDTF` and `Y-prefixed` stay as they are.
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}
