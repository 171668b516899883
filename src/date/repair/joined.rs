//! More than one date, or one with words around it: from and to, before and after, about and perhaps, one or another.

use edtf_core::Edtf;

use super::{Reading, clock, is_right, single, year_text};
use crate::date::{Day, Grain, Limit, read as edtf};

/// So many words may stand around a date: "from about 1990 to about 1995".
const DEPTH: usize = 3;

/// Any text.
pub fn read(plain: &str) -> Option<Reading> {
    within(plain, DEPTH)
}

/// Any text, not more than `depth` words deep.
pub fn within(plain: &str, depth: usize) -> Option<Reading> {
    let depth = depth.checked_sub(1)?;
    let plain = plain.trim();
    single::read(plain)
        .or_else(|| clock::read(plain, depth))
        .or_else(|| one_side(plain, depth))
        .or_else(|| span(plain, depth))
        .or_else(|| list(plain, depth))
        .or_else(|| doubted(plain, depth))
}

/// Whether a year and a number behind it are a span with a shortened end: `1914-18`.
pub fn is_shortened_span(year: u32, number: u32) -> bool {
    (1000..=9999).contains(&year) && (year % 100 + 1..=99.min(year % 100 + 50)).contains(&number)
}

/// `before 2014`, `after 2014`, `since 2014`, `until 2014`, `by 2014`.
fn one_side(plain: &str, depth: usize) -> Option<Reading> {
    let after_word = |words: &[&str]| {
        words.iter().find_map(|word| plain.strip_prefix(word)).map(str::trim_start)
    };
    let whole = |rest: &str| {
        let found = within(rest, depth)?;
        let form = found.only()?;
        (!form.contains(['/', '[', '{', 'T'])).then(|| form.to_owned())
    };
    if let Some(rest) = after_word(&["before ", "prior to ", "earlier than ", "pre-", "<"]) {
        let last = beside(&whole(rest)?, Side::Before)?;
        let found = Reading::of([format!("[..{last}]"), format!("../{last}")])?;
        return Some(found.with_note("some time up to then, or a span that ended then"));
    }
    if let Some(rest) = after_word(&["after ", "later than ", "post-", ">"]) {
        let first = beside(&whole(rest)?, Side::After)?;
        let found = Reading::of([format!("[{first}..]"), format!("{first}/..")])?;
        return Some(found.with_note("some time from then on, or a span that has not ended"));
    }
    if let Some(rest) = after_word(&["by ", "not after ", "no later than ", "not later than "]) {
        return Reading::one(format!("[..{}]", whole(rest)?));
    }
    if let Some(rest) = after_word(&["until ", "till ", "up to "]) {
        return Reading::one(format!("../{}", whole(rest)?));
    }
    let since = after_word(&["since ", "as of "]).or_else(|| {
        let ends = [
            " onwards",
            " onward",
            " to date",
            " to present",
            " to the present",
            "-present",
            " on",
        ];
        let rest =
            ends.iter().find_map(|end| plain.strip_suffix(end))?.trim_end_matches([' ', '-']);
        Some(rest.strip_prefix("from ").unwrap_or(rest))
    });
    let since = since.or_else(|| {
        plain
            .strip_prefix("from ")
            .filter(|rest| !rest.contains(" to ") && !rest.contains(" until "))
    });
    Reading::one(format!("{}/..", whole(since?)?))
}

/// `2014..`, `2014 -`, `..2014`: nothing says what is on the other side, and EDTF has three things to say of it.
pub fn left_open(plain: &str) -> Option<String> {
    let date = |rest: &str| {
        let rest = rest.trim_matches([' ', '.', '-']);
        let found = read(rest.strip_prefix("from ").unwrap_or(rest))?;
        let form = found.only()?;
        (!form.contains(['/', '[', '{', 'T'])).then(|| form.to_owned())
    };
    let behind = plain.strip_suffix("..").or_else(|| plain.strip_suffix('-'));
    let (forms, said) = if let Some(form) = behind.and_then(date) {
        let forms = [format!("{form}/.."), format!("{form}/"), format!("[{form}..]")];
        (forms, ["it goes on", "its end is not known", "it was some time since then"])
    } else {
        let form = date(plain.strip_prefix("..")?)?;
        let forms = [format!("../{form}"), format!("/{form}"), format!("[..{form}]")];
        (forms, ["it had no begin", "its begin is not known", "it was some time up to then"])
    };
    if !forms.iter().all(|form| is_right(form)) {
        return None;
    }
    let told = forms.iter().zip(said).map(|(form, said)| format!("`{form}` if {said}"));
    Some(format!("write {}", told.collect::<Vec<_>>().join(", ")))
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The day, month or year right before a date, or right after it.
fn beside(form: &str, side: Side) -> Option<String> {
    let edtf = edtf::read(form).ok()?;
    let (from, to) = edtf::bounds(&edtf);
    let day = match (side, from, to) {
        (Side::Before, Limit::Day(day), _) => neighbour(day, side)?,
        (Side::After, _, Limit::Day(day)) => neighbour(day, side)?,
        _ => return None,
    };
    let year = year_text(day.year);
    Some(match Grain::of(&edtf) {
        Grain::Year => year,
        Grain::Day | Grain::Second => format!("{year}-{:02}-{:02}", day.month, day.day),
        Grain::Half | Grain::Third | Grain::Quarter | Grain::Season | Grain::Month => {
            format!("{year}-{:02}", day.month)
        }
    })
}

fn neighbour(day: Day, side: Side) -> Option<Day> {
    let last = |year: i64, month: u8| {
        super::last_day(i32::try_from(year).ok()?, month.into())
            .and_then(|day| u8::try_from(day).ok())
    };
    Some(match (side, day.month, day.day) {
        (Side::Before, 1, 1) => Day { year: day.year.checked_sub(1)?, month: 12, day: 31 },
        (Side::Before, month, 1) => {
            Day { month: month - 1, day: last(day.year, month - 1)?, ..day }
        }
        (Side::Before, ..) => Day { day: day.day - 1, ..day },
        (Side::After, 12, 31) => Day { year: day.year.checked_add(1)?, month: 1, day: 1 },
        (Side::After, month, number) if number == last(day.year, month)? => {
            Day { month: month + 1, day: 1, ..day }
        }
        (Side::After, ..) => Day { day: day.day + 1, ..day },
    })
}

/// `2014-2017`, `June–August 2014`, `from 5 to 7 June 2014`, `2014-06-29/30`, `between 2014 and 2017`.
fn span(plain: &str, depth: usize) -> Option<Reading> {
    if let Some(rest) = plain.strip_prefix("between ") {
        let (from, to) = rest.split_once(" and ")?;
        let span = ends(from, to, depth)?;
        let (from, to) = span.only()?.split_once('/')?;
        let found = Reading::of([format!("[{from}..{to}]"), format!("{from}/{to}")])?;
        return Some(found.with_note("some time between the two, or all the time"));
    }
    let plain = plain.strip_prefix("from ").unwrap_or(plain);
    for separator in [" - ", " to ", " until ", " till ", " through ", " and ends ", "--", ".."] {
        if let Some((from, to)) = plain.split_once(separator) {
            return ends(from, to, depth);
        }
    }
    if plain.matches('/').count() == 1 {
        let (from, to) = plain.split_once('/')?;
        return ends(from, to, depth);
    }
    plain.match_indices('-').find_map(|(at, _)| ends(&plain[..at], &plain[at + 1..], depth))
}

/// A span from its two ends, of which either may leave out what the other says.
fn ends(from: &str, to: &str, depth: usize) -> Option<Reading> {
    let (from, to) = (from.trim(), to.trim());
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let side = |text: &str| match text {
        "" | ".." => Some(vec![text.to_owned()]),
        "present" | "now" | "today" | "the present" | "ongoing" | "date" => {
            Some(vec!["..".to_owned()])
        }
        _ => {
            let forms = within(text, depth)?.forms;
            forms.iter().all(|form| !form.contains(['/', '[', '{'])).then_some(forms)
        }
    };
    // `44-30 BC`: the era is that of both.
    let is_before = |text: &str| single::era(text).is_some_and(|(_, before)| before);
    let left = match is_before(to) && single::era(from).is_none() {
        true => side(&format!("{from} bc")),
        false => side(from),
    };
    let left = left.or_else(|| {
        suffixes(to).into_iter().find_map(|suffix| side(&format!("{from} {suffix}")))
    })?;
    let right =
        shortened(from, to).and_then(|to| side(&to)).or_else(|| side(to)).or_else(|| {
            prefixes(from).into_iter().find_map(|prefix| side(&format!("{prefix} {to}")))
        })?;
    // Of two that can be read two ways each, both are read the same way.
    let pairs: Vec<(&str, &str)> = match left.len() == right.len() {
        true => left.iter().zip(&right).map(|(from, to)| (day(from), day(to))).collect(),
        false => {
            left.iter().flat_map(|from| right.iter().map(move |to| (day(from), day(to)))).collect()
        }
    };
    let has_time = left.iter().chain(&right).any(|form| form.contains('T'));
    let forwards = Reading::of(pairs.iter().map(|(from, to)| format!("{from}/{to}")));
    if let Some(found) = forwards {
        return Some(if has_time { found.with_note("a span has no times of day") } else { found });
    }
    // `2014-366` is no span.
    let are_alike =
        from.len() == to.len() || !from.bytes().chain(to.bytes()).all(|byte| byte.is_ascii_digit());
    let turned = Reading::of(pairs.iter().map(|(from, to)| format!("{to}/{from}")))?;
    are_alike.then(|| turned.with_note("a span ends after it begins"))
}

/// The day of a moment.
fn day(form: &str) -> &str {
    form.split_once('T').map_or(form, |(day, _)| day)
}

/// `2014-06-30` of `2014-06-29` and `30`; `1918` of `1914` and `18`.
fn shortened(from: &str, to: &str) -> Option<String> {
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !is_plain(from) || !is_plain(to) || to.len() >= from.len() || to.is_empty() || to.len() == 1
    {
        return None;
    }
    let at = from.len() - to.len();
    let is_cut_between_parts = at == 2 || from[..at].ends_with('-');
    let whole = format!("{}{to}", &from[..at]);
    (is_cut_between_parts && is_right(from) && is_right(&format!("{from}/{whole}")))
        .then_some(whole)
}

/// What is left of a text when words are taken from its front.
fn suffixes(text: &str) -> Vec<&str> {
    text.match_indices([' ', ',']).map(|(at, _)| text[at + 1..].trim()).collect()
}

/// What is left of a text when words are taken from its end.
fn prefixes(text: &str) -> Vec<&str> {
    text.rmatch_indices(' ').map(|(at, _)| text[..at].trim()).collect()
}

/// `1667 or 1668`, `1667, 1668`, `22 and 28 May 2025`.
fn list(plain: &str, depth: usize) -> Option<Reading> {
    let (open, close, separator) = match plain {
        _ if plain.contains(" or ") => ('[', ']', " or "),
        _ if plain.contains(" and ") => ('{', '}', " and "),
        _ if plain.contains(" & ") => ('{', '}', " & "),
        _ if plain.contains(',') => ('[', ']', ","),
        _ => return None,
    };
    let plain = plain.strip_prefix("either ").unwrap_or(plain);
    let members: Vec<&str> =
        plain.split(separator).flat_map(|some| some.split(',')).map(str::trim).collect();
    let last = members.last()?;
    let mut forms = Vec::new();
    for member in &members {
        let found = within(member, depth).or_else(|| {
            suffixes(last).into_iter().find_map(|rest| within(&format!("{member} {rest}"), depth))
        })?;
        forms.push(found.only()?.to_owned());
    }
    let listed = forms.join(",");
    let found = Reading::one(format!("{open}{listed}{close}"))?;
    Some(match separator {
        "," => Reading::of([format!("[{listed}]"), format!("{{{listed}}}")])?
            .with_note("one of them, or all of them"),
        _ => found,
    })
}

/// `c. 2014`, `about June 2014`, `2014 (?)`, `perhaps 2014`.
fn doubted(plain: &str, depth: usize) -> Option<Reading> {
    const ABOUT: [&str; 12] = [
        "circa",
        "approximately",
        "approx.",
        "approx",
        "about",
        "around",
        "roughly",
        "ca.",
        "ca",
        "c.",
        "c",
        "abt",
    ];
    const PERHAPS: [&str; 8] =
        ["probably", "perhaps", "possibly", "maybe", "likely", "presumably", "uncertain", "prob."];
    let before = |words: &[&str]| {
        words.iter().find_map(|word| {
            let rest = plain.strip_prefix(word)?;
            let is_whole = rest.starts_with([' ', '.'])
                || rest.starts_with(|char: char| char.is_ascii_digit());
            is_whole.then(|| rest.trim_start_matches(['.', ' ']))
        })
    };
    let behind = |words: &[&str]| {
        words
            .iter()
            .find_map(|word| Some(plain.strip_suffix(word)?.trim_end_matches([',', ' ', '('])))
    };
    let (rest, sign) = before(&ABOUT)
        .map(|rest| (rest, '~'))
        .or_else(|| before(&PERHAPS).map(|rest| (rest, '?')))
        .or_else(|| {
            behind(&[
                "(approx.)",
                "(approx)",
                " approx.",
                " approx",
                "(circa)",
                "(c.)",
                "(about)",
                "~",
                " or so",
            ])
            .map(|rest| (rest, '~'))
        })
        .or_else(|| behind(&["(?)", "(uncertain)", "[?]", "?"]).map(|rest| (rest, '?')))
        .or_else(|| plain.strip_prefix(['~', '≈', '±']).map(|rest| (rest.trim_start(), '~')))
        .or_else(|| plain.strip_prefix('?').map(|rest| (rest.trim_start(), '?')))?;
    let found = within(rest, depth)?;
    let forms = found.forms.iter().filter_map(|form| with_sign(form, sign));
    let doubted = Reading::of(forms)?;
    Some(Reading {
        note: found.note.filter(|_| doubted.forms.len() == found.forms.len()),
        ..doubted
    })
}

/// A doubt about a date, or about both ends of a span.
fn with_sign(form: &str, sign: char) -> Option<String> {
    let one = |part: &str| match part {
        "" | ".." => part.to_owned(),
        _ => format!("{part}{sign}"),
    };
    match edtf::read(form).ok()? {
        Edtf::Date(_) => Some(one(form)),
        Edtf::Interval(_) => {
            let (from, to) = form.split_once('/')?;
            Some(format!("{}/{}", one(from), one(to)))
        }
        // A moment takes no doubt; its day does.
        Edtf::DateTime(_) => Some(one(form.split_once('T')?.0)),
        Edtf::Set(_) => None,
    }
}
