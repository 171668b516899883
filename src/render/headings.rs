//! Headings: what years and months are called, on pages and in addresses. Lists share them, so each is made once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::config::percent;
use crate::wording::Wording;

use super::gist::Gist;

/// The headings of all years that the timeline has.
pub struct Headings(BTreeMap<YearKey, YearHeading>);

/// A year as lists show it.
pub struct YearHeading {
    year: YearKey,
    name: String,
    /// Its anchor, `year:2014`.
    pub id: String,
    /// "2014", "44 BC", "open start".
    pub text: String,
    /// Whether that is more than a number of up to five digits.
    pub is_long: bool,
    /// Its own page, from the root, not yet escaped.
    pub page: String,
    /// The same in links.
    pub href: String,
    /// Those of its months, by [`MonthKey::index`], each made when it is first asked for.
    months: [OnceLock<MonthHeading>; MonthKey::COUNT],
}

/// A month below its year.
pub struct MonthHeading {
    /// Its anchor, `month:2014-06` or `month:2014-unknown`.
    pub id: String,
    /// "June", or "2014, day unknown".
    pub text: String,
}

impl Headings {
    /// Those of entries in their order.
    pub fn new(gists: &[Gist], words: &Wording) -> Self {
        let mut years: Vec<YearKey> = gists.iter().map(|gist| gist.year).collect();
        // Most stand beside their like.
        years.dedup();
        Headings(years.into_iter().map(|year| (year, YearHeading::new(words, year))).collect())
    }

    /// That of a year in which an entry of the timeline stands.
    pub fn of(&self, year: YearKey) -> &YearHeading {
        self.0.get(&year).expect("an entry of the timeline stands under it")
    }
}

impl YearHeading {
    fn new(words: &Wording, year: YearKey) -> Self {
        let name = year_name(year);
        let page = ["years/", &name, ".html"].concat();
        let text = year_heading(words, year);
        YearHeading {
            year,
            id: ["year:", &name].concat(),
            is_long: text.chars().count() > 5,
            text,
            href: percent(&page).into_owned(),
            page,
            name,
            months: Default::default(),
        }
    }

    /// That of one of its months.
    pub fn month(&self, words: &Wording, month: MonthKey) -> &MonthHeading {
        self.months[month.index()].get_or_init(|| MonthHeading {
            id: ["month:", &self.name, "-", month_label(month)].concat(),
            text: month_heading(words, self.year, month, false),
        })
    }
}

/// The year of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearKey {
    /// Too wide to place.
    Undated,
    /// With an open start.
    Open,
    /// Numbered astronomically.
    Year(i64),
}

/// What is known of when an entry begins, beside the year that it stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonthKey {
    /// Not even a first day.
    Open,
    /// Only that it is no later than this year.
    OrEarlier,
    /// Only that it is no earlier than this year.
    OrLater,
    /// Only the year.
    DayUnknown,
    /// The month.
    Month(u8),
}

impl MonthKey {
    /// How many there are.
    const COUNT: usize = 16;

    fn index(self) -> usize {
        match self {
            MonthKey::Open => 0,
            MonthKey::OrEarlier => 1,
            MonthKey::OrLater => 2,
            MonthKey::DayUnknown => 3,
            MonthKey::Month(month) => 3 + usize::from(month),
        }
    }
}

/// The year as part of an address.
pub fn year_name(year: YearKey) -> String {
    match year {
        YearKey::Undated => "undated".to_owned(),
        YearKey::Open => "open".to_owned(),
        YearKey::Year(year @ 1000..) => year.to_string(),
        YearKey::Year(year @ 0..) => format!("{year:04}"),
        YearKey::Year(year) => format!("-{:04}", -year),
    }
}

/// The year as a heading.
pub fn year_heading(words: &Wording, year: YearKey) -> String {
    match year {
        YearKey::Undated => words.get("undated").to_owned(),
        YearKey::Open => words.get("open_start").to_owned(),
        YearKey::Year(year) => words.year(year),
    }
}

/// The month as a heading below its year, or with it where it stands alone.
pub fn month_heading(words: &Wording, year: YearKey, month: MonthKey, is_alone: bool) -> String {
    let with_year = |key| words.fill(key, &[("year", &year_heading(words, year))]);
    match (month, year) {
        (MonthKey::Open, _) => words.get("open_start_why").to_owned(),
        (MonthKey::OrEarlier, _) => with_year("year_or_earlier"),
        (MonthKey::OrLater, _) => with_year("year_or_later"),
        (MonthKey::DayUnknown, _) => with_year("day_unknown"),
        (MonthKey::Month(month), YearKey::Year(year)) if is_alone => {
            words.month_of_year(year, month)
        }
        (MonthKey::Month(month), _) => words.month(month).to_owned(),
    }
}

/// The month as part of an address.
pub fn month_label(month: MonthKey) -> &'static str {
    const MONTHS: [&str; 12] =
        ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];
    match month {
        MonthKey::Open => "open",
        MonthKey::OrEarlier => "or-earlier",
        MonthKey::OrLater => "or-later",
        MonthKey::DayUnknown => "unknown",
        MonthKey::Month(month) => MONTHS[usize::from(month) - 1],
    }
}
