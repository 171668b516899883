//! One date as people write it: numbers in another order, months by name, decades, centuries, seasons, eras.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Reading, is_right, last_day, last_of_month, year_text};

/// One date.
pub fn read(plain: &str) -> Option<Reading> {
    if plain.is_empty() {
        return None;
    }
    Reading::one(plain.to_ascii_uppercase())
        .or_else(|| bare(plain))
        .or_else(|| numbers(plain))
        .or_else(|| week_or_day_of_year(plain))
        .or_else(|| quarter_or_half(plain))
        .or_else(|| decade(plain))
        .or_else(|| century(plain))
        .or_else(|| part_of(plain))
        .or_else(|| words(plain))
}

/// Where the century is not said.
pub fn without_century(plain: &str) -> Option<String> {
    let numbers: Vec<&str> = plain
        .split(|char: char| !char.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    let is_short = numbers.iter().all(|number| number.len() <= 2);
    let rest: String = plain.chars().filter(|char| char.is_alphabetic()).collect();
    let is_date = match numbers.len() {
        0 => month(&rest).is_some(),
        1 => rest.is_empty() || rest == "s" || month(&rest).is_some(),
        2 => month(&rest).is_some() || rest.is_empty(),
        3 => rest.is_empty(),
        _ => false,
    };
    (is_short && is_date).then(|| {
        "write the year first and with all its digits, as in `2014-06-29`, `2014-06` or `201X`"
            .to_owned()
    })
}

/// A bare number: a year without its zeros or its `Y`, or a day without its hyphens.
fn bare(plain: &str) -> Option<Reading> {
    let plain = plain.strip_suffix('.').unwrap_or(plain);
    let digits = plain.trim_start_matches(['+', 'y', '-']);
    let number: i64 = digits.parse().ok()?;
    let sign = if plain.contains('-') { -1 } else { 1 };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || plain.len() > digits.len() + 2 {
        return None;
    }
    let is_year =
        (1000..3000).contains(&(number / 10_i64.pow(digits.len().checked_sub(4)? as u32 % 18)));
    match digits.len() {
        8 if is_year && sign > 0 && !plain.starts_with('y') => {
            Reading::one(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
                .or_else(|| Reading::one(year_text(number)))
        }
        7 if is_year && sign > 0 && !plain.starts_with('y') => {
            day_of_year(&digits[..4], &digits[4..])
        }
        6 if is_year && sign > 0 && !plain.starts_with('y') => {
            Reading::one(format!("{}-{}", &digits[..4], &digits[4..]))
        }
        4.. => Reading::one(year_text(sign * number)),
        _ => None,
    }
}

/// `2014-6-9`, `29/06/2014`, `03/04/2024`, `06/2014`, `2014/6`.
fn numbers(plain: &str) -> Option<Reading> {
    let (parts, separator) = numbers_of(plain)?;
    match *parts.as_slice() {
        [(year, a), (month @ 1..=12, b)] if is_year(a) && b <= 2 => {
            let as_month = format!("{year:04}-{month:02}");
            // `2011/12` may be a winter or a season of plays.
            let next = (separator == '/' && (year + 1) % 100 == month && b == 2)
                .then(|| format!("{year:04}/{:04}", year + 1));
            Reading::of([Some(as_month), next].into_iter().flatten())
        }
        [(month @ 1..=12, a), (year, b)] if is_year(b) && a <= 2 => {
            Reading::one(format!("{year:04}-{month:02}"))
        }
        _ => {
            let [first, second] = days_of(&parts)?;
            match is_year(parts.first()?.1) {
                true => Reading::one(first).or_else(|| Reading::one(second)),
                false => Reading::of([first, second]),
            }
        }
    }
}

/// Numbers, each with how many digits it has, and what stands between them.
fn numbers_of(plain: &str) -> Option<(Vec<(u32, usize)>, char)> {
    let plain = plain.strip_suffix('.').unwrap_or(plain);
    let separator = ['-', '/', '.', ' ', '_'].into_iter().find(|one| plain.contains(*one))?;
    let parts = plain.split(separator).map(|part| {
        let part = part.trim();
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        Some((part.parse().ok().filter(|_| is_number)?, part.len()))
    });
    Some((parts.collect::<Option<_>>()?, separator))
}

fn is_year(digits: usize) -> bool {
    digits == 4 || digits == 3
}

/// The two days that three numbers can be, whether there are such days or not.
fn days_of(parts: &[(u32, usize)]) -> Option<[String; 2]> {
    let [(first, a), (middle, b), (last, c)] = *parts else { return None };
    let day = |year, month, day| format!("{year:04}-{month:02}-{day:02}");
    match (is_year(a), is_year(c)) {
        (true, false) if b <= 2 && c <= 2 => {
            Some([day(first, middle, last), day(first, last, middle)])
        }
        (false, true) if a <= 2 && b <= 2 => {
            Some([day(last, middle, first), day(last, first, middle)])
        }
        _ => None,
    }
}

/// A day that there is not, as EDTF would write it, where the text can be no other one: `30/02/2014`,
/// `February 30, 2014`.
pub fn missing_day(plain: &str) -> Option<String> {
    let forms = match numbers_of(plain) {
        Some((parts, _)) => days_of(&parts)?.to_vec(),
        None => {
            let (year, before, rest) = named(plain)?;
            if before == Some(true) {
                return None;
            }
            vec![format!("{}{rest}", year_text(year))]
        }
    };
    if forms.iter().any(|form| is_right(form)) {
        return None;
    }
    forms.into_iter().find(|form| last_of_month(form).is_some())
}

/// `2014-W26`, `2014-W26-3`, `2014-180`.
fn week_or_day_of_year(plain: &str) -> Option<Reading> {
    let (year, rest) = plain.split_at_checked(4)?;
    let rest = rest.strip_prefix(['-', ' ']).unwrap_or(rest);
    let Some(week) = rest.strip_prefix('w') else {
        return day_of_year(year, rest).filter(|_| plain.len() == 8);
    };
    let number: i32 = year.parse().ok()?;
    let (week, day) = match week.split_once('-') {
        Some((week, day)) => (week, Some(day)),
        None if week.len() == 3 => (&week[..2], Some(&week[2..])),
        None => (week, None),
    };
    let week: u32 = week.parse().ok()?;
    let on = |day: Weekday| NaiveDate::from_isoywd_opt(number, week, day);
    match day {
        None => {
            let (monday, sunday) = (on(Weekday::Mon)?, on(Weekday::Sun)?);
            let span =
                Reading::of([format!("{monday}/{sunday}"), format!("[{monday}..{sunday}]")])?;
            Some(span.with_note("all of that week, or some day of it"))
        }
        Some(day) => {
            let day: u8 = day.parse().ok()?;
            let day = Weekday::try_from(day.checked_sub(1)?).ok()?;
            Reading::one(on(day)?.to_string())
        }
    }
}

fn day_of_year(year: &str, day: &str) -> Option<Reading> {
    let day: u32 = day.parse().ok().filter(|_| day.len() == 3)?;
    let day = NaiveDate::from_yo_opt(year.parse().ok()?, day)?;
    Some(Reading::one(day.to_string())?.with_note(format!("day {} of that year", day.ordinal())))
}

/// `Q2 2014`, `2014-Q2`, `H1 2014`, `spring 2014`, `winter 2014/15`.
fn quarter_or_half(plain: &str) -> Option<Reading> {
    let words: Vec<&str> = plain
        .split([' ', '-', ',', '/', '\''])
        .filter(|word| !matches!(*word, "" | "of" | "the" | "in"))
        .collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    // `1999/2000`, `1999/00`
    let is_next = |year: &str, next: &str| {
        let following = year.parse::<u16>().ok().filter(|_| is_year(year)).map(|year| year + 1);
        let following = following.map_or_else(String::new, |year| format!("{year:04}"));
        matches!(next.len(), 2 | 4) && following.ends_with(next)
    };
    let glued = |word: &str| {
        let (year, rest) = word.split_at_checked(4)?;
        is_year(year).then(|| (rest.to_owned(), year.to_owned()))
    };
    let (name, year) = match words.as_slice() {
        [one] => glued(one)?,
        [name, year] if is_year(year) => ((*name).to_owned(), (*year).to_owned()),
        [year, name] if is_year(year) => ((*name).to_owned(), (*year).to_owned()),
        [name @ ("winter" | "season"), year, next] if is_next(year, next) => {
            ((*name).to_owned(), (*year).to_owned())
        }
        [year, next, name @ ("winter" | "season")] if is_next(year, next) => {
            ((*name).to_owned(), (*year).to_owned())
        }
        [which, name @ ("quarter" | "half" | "trimester"), year] if is_year(year) => {
            let which = match *which {
                "first" => "1",
                "second" => "2",
                "third" => "3",
                "fourth" | "last" => "4",
                number => &number[..number.len().min(1)],
            };
            (format!("{}{which}", &name[..1]), (*year).to_owned())
        }
        _ => return None,
    };
    let code = match name.as_str() {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        "winter" => 24,
        "q1" | "1q" => 33,
        "q2" | "2q" => 34,
        "q3" | "3q" => 35,
        "q4" | "4q" => 36,
        "t1" => 37,
        "t2" => 38,
        "t3" => 39,
        "h1" | "1h" => 40,
        "h2" | "2h" => 41,
        _ => return None,
    };
    let found = Reading::one(format!("{year}-{code}"))?;
    Some(match code {
        21..=23 => found.with_note("the months are those of the northern hemisphere"),
        24 => found.with_note("it begins in December of that year"),
        _ => found,
    })
}

/// `1990s`, `the 1990's`, `1900s`.
fn decade(plain: &str) -> Option<Reading> {
    let plain = plain.strip_prefix("the ").unwrap_or(plain);
    let year = plain.strip_suffix("'s").or_else(|| plain.strip_suffix('s'))?.trim_end();
    let number: u32 = year.parse().ok().filter(|_| year.len() == 4)?;
    match number {
        _ if number.is_multiple_of(100) => Some(
            Reading::of([format!("{:03}X", number / 10), format!("{:02}XX", number / 100)])?
                .with_note("ten years or a hundred"),
        ),
        _ if number.is_multiple_of(10) => Reading::one(format!("{:03}X", number / 10)),
        _ => None,
    }
}

/// The first and the last year of a century as it is counted.
fn years_of_century(plain: &str) -> Option<(i64, i64)> {
    let plain = plain.strip_prefix("the ").unwrap_or(plain);
    let (plain, before) = match era(plain) {
        Some((rest, before)) => (rest, before),
        None => (plain.to_owned(), false),
    };
    let number = plain
        .strip_suffix(" century")
        .or_else(|| plain.strip_suffix("-century"))
        .or_else(|| plain.strip_suffix(" cent."))
        .or_else(|| plain.strip_suffix(" c."))?;
    let number: i64 =
        without_ending(number)?.parse().ok().filter(|number| *number <= 99 && *number > 0)?;
    Some(match before {
        false => ((number - 1) * 100 + 1, number * 100),
        true => (1 - number * 100, (1 - number) * 100),
    })
}

fn century(plain: &str) -> Option<Reading> {
    let (from, to) = years_of_century(plain)?;
    let (from, to) = (year_text(from), year_text(to));
    let found = Reading::of([format!("{from}/{to}"), format!("[{from}..{to}]")])?;
    Some(found.with_note(format!("all of that century, {from} to {to}, or some time in it")))
}

/// `early 2014`, `mid-2014`, `late 1990s`, `early June 2014`, `late 19th century`.
fn part_of(plain: &str) -> Option<Reading> {
    const PARTS: [(&str, i64); 13] = [
        ("early in ", 0),
        ("early ", 0),
        ("beginning of ", 0),
        ("start of ", 0),
        ("mid ", 1),
        ("mid-", 1),
        ("middle of ", 1),
        ("mid", 1),
        ("late in ", 2),
        ("late ", 2),
        ("end of ", 2),
        ("the beginning of ", 0),
        ("the end of ", 2),
    ];
    let (rest, part) = PARTS
        .iter()
        .find_map(|(word, part)| Some((plain.strip_prefix(word)?.trim_start(), *part)))?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let third = |from: i64, to: i64| {
        let length = to - from + 1;
        let begin = from + (length * part + 1) / 3;
        let end = from + (length * (part + 1) + 1) / 3 - 1;
        (begin, if part == 2 { to } else { end })
    };
    let found = if let Some((from, to)) = years_of_century(rest) {
        let (from, to) = third(from, to);
        Reading::one(format!("[{}..{}]", year_text(from), year_text(to)))
    } else {
        let inner =
            decade(rest).or_else(|| words(rest)).or_else(|| Reading::one(rest.to_owned()))?;
        let form = inner.only()?;
        if let Some(decade) = form.strip_suffix('X') {
            let decade: i64 = decade.parse().ok()?;
            let (from, to) = third(decade * 10, decade * 10 + 9);
            Reading::one(format!("[{from:04}..{to:04}]"))
        } else if let Some((year, month)) =
            form.split_once('-').filter(|(year, _)| !year.is_empty())
        {
            let last = last_day(year.parse().ok()?, month.parse().ok()?)?;
            let (from, to) = [(1, 10), (11, 20), (21, last)][usize::try_from(part).ok()?];
            Reading::one(format!("[{form}-{from:02}..{form}-{to:02}]"))
        } else {
            let (from, to) = third(1, 12);
            Reading::one(format!("[{form}-{from:02}..{form}-{to:02}]"))
        }
    }?;
    Some(found.with_note("or with other bounds, if others are meant"))
}

/// The text without its era, and whether that is before Christ.
pub fn era(plain: &str) -> Option<(String, bool)> {
    let plain = plain
        .replace("b.c.e.", "bce")
        .replace("b.c.", "bc")
        .replace("c.e.", "ce")
        .replace("a.d.", "ad");
    for (name, before) in [("bce", true), ("bc", true), ("ce", false), ("ad", false)] {
        if let Some(rest) = plain.strip_suffix(name)
            && rest.ends_with(|char: char| char == ' ' || char.is_ascii_digit())
        {
            return Some((rest.trim_end().to_owned(), before));
        }
        if let Some(rest) = plain.strip_prefix(name)
            && rest.starts_with(|char: char| char == ' ' || char.is_ascii_digit())
        {
            return Some((rest.trim_start().to_owned(), before));
        }
    }
    None
}

/// `29 June 2014`, `June 29th, 2014`, `Jun-2014`, `2014, June`, `44 BC`, `15 March 44 BC`.
fn words(plain: &str) -> Option<Reading> {
    let (year, before, rest) = named(plain)?;
    with_era(year, before, &rest)
}

/// The year, whether an era before Christ or after him is said, and what follows the year in EDTF.
fn named(plain: &str) -> Option<(i64, Option<bool>, String)> {
    let (text, before) = match era(plain) {
        Some((text, before)) => (text, Some(before)),
        None => (plain.to_owned(), None),
    };
    let mut name: Option<u32> = None;
    let mut numbers: Vec<&str> = Vec::new();
    let mut name_at = 0;
    for word in text.split([' ', ',', '.', '-', '/', '_']).filter(|word| !word.is_empty()) {
        if let Some(number) = without_ending(word) {
            numbers.push(number);
        } else if let Some(month) = month(word) {
            if name.replace(month).is_some() {
                return None;
            }
            name_at = numbers.len();
        } else if !is_weekday(word) && !matches!(word, "of" | "the" | "in" | "on" | "year") {
            return None;
        }
    }
    let is_year = |number: &str| before.is_some() || number.len() >= 3;
    let (year, day) = match (name, numbers.as_slice()) {
        (Some(_), [year]) if is_year(year) => (*year, None),
        (Some(_), [day, year]) if day.len() <= 2 && is_year(year) => (*year, Some(*day)),
        // `2014 June 29`
        (Some(_), [year, day]) if day.len() <= 2 && is_year(year) && name_at == 1 => {
            (*year, Some(*day))
        }
        (None, [year]) if before.is_some() => (*year, None),
        // `12,000 BC`
        (None, [thousands, rest]) if before.is_some() && rest.len() == 3 && text.contains(',') => {
            let number: i64 = format!("{thousands}{rest}").parse().ok()?;
            return Some((number, before, String::new()));
        }
        (None, [year]) if year.len() == 3 && text == *year => (*year, None),
        _ => return None,
    };
    let rest = match (name, day) {
        (None, _) => String::new(),
        (Some(month), None) => format!("-{month:02}"),
        (Some(month), Some(day)) => format!("-{month:02}-{:02}", day.parse::<u32>().ok()?),
    };
    Some((year.parse().ok()?, before, rest))
}

fn with_era(number: i64, before: Option<bool>, rest: &str) -> Option<Reading> {
    let year = match before {
        Some(true) => 1_i64.checked_sub(number).filter(|_| number > 0)?,
        Some(false) | None => number,
    };
    let found = Reading::one(format!("{}{rest}", year_text(year)))?;
    Some(match before {
        Some(true) if number > 1 => found.with_note("years count back from `0000`, which is 1 BC"),
        _ => found,
    })
}

/// The digits of `29th`, `1st`, `29`.
fn without_ending(word: &str) -> Option<&str> {
    let end = word.find(|char: char| !char.is_ascii_digit()).unwrap_or(word.len());
    (end > 0 && matches!(&word[end..], "" | "st" | "nd" | "rd" | "th")).then(|| &word[..end])
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_it = |month: &&str| month.starts_with(word) || (word == "sept" && *month == "september");
    let at = MONTHS.iter().position(is_it).filter(|_| word.len() >= 3)?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .iter()
        .any(|day| word.len() >= 3 && day.starts_with(word))
}
