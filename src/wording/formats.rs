//! Formats: what ICU4X knows of a language, asked once and kept as patterns, so that wording a date costs next to nothing.

use std::fmt;

use icu_calendar::{Date, Gregorian};
use icu_datetime::options::YearStyle;
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets, parts};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use writeable::{Part, PartsWrite, Writeable};

use crate::date::Day;

/// Days, months, years, numbers and plural categories of a language. Dates are Gregorian whatever the language is used to.
pub struct Formats {
    /// By how the year is told (see `form`) and month.
    days: [Vec<Pattern>; 3],
    months: [Vec<Pattern>; 3],
    years: [Pattern; 3],
    days_of_months: Vec<Pattern>,
    month_names: Vec<String>,
    digits: [char; 10],
    decimal: DecimalFormatter,
    plurals: PluralRules,
    /// In which order a date's day, month and year stand.
    pub order: Order,
}

/// In which order a date's day, month and year stand, for what two dates can share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 29 June 2014: the first of two days can do without month and year.
    DayMonthYear,
    /// June 29, 2014: it can do without the year.
    MonthDayYear,
    /// 2014 June 29, or anything else: it cannot.
    Other,
}

/// Which years are told with their era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eras {
    /// Those before the common era, and those of one or two digits, which might be a day or a year cut short.
    WhereNeeded,
    /// All: where "44 BC to 200" would leave open which era 200 is of.
    All,
}

/// The locale of a tag; where ICU cannot read it, that of the language alone.
pub fn locale(tag: &str, language: &str) -> Locale {
    let primary = language.split('-').next().unwrap_or(language);
    [tag, language, primary]
        .iter()
        .find_map(|tag| Locale::try_from_str(tag).ok())
        .unwrap_or(Locale::UNKNOWN)
}

/// Whether a tag names a locale of a language.
pub fn is_locale_of(tag: &str, language: &str) -> bool {
    let primary = |tag: &str| Locale::try_from_str(tag).ok().map(|locale| locale.id.language);
    primary(tag).is_some_and(|found| primary(language) == Some(found))
}

impl Formats {
    /// The formats of a locale.
    pub fn new(locale: &Locale) -> Self {
        Formats::read(locale)
            .or_else(|| Formats::read(&Locale::UNKNOWN))
            .expect("the data for the root locale is compiled in")
    }

    fn read(locale: &Locale) -> Option<Self> {
        // One day of each month, with one digit, in a year of each form.
        let day = |year: i32, month: u8| Date::try_new_gregorian(year, month, 5).ok();
        let forms =
            [(2014, YearStyle::NoEra), (2014, YearStyle::WithEra), (-2013, YearStyle::WithEra)];
        let mut days = [const { Vec::new() }; 3];
        let mut months = [const { Vec::new() }; 3];
        let mut years = [const { Pattern(Vec::new()) }; 3];
        for (form, (year, style)) in forms.into_iter().enumerate() {
            let of_day = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
                locale.into(),
                fieldsets::YMD::long().with_year_style(style),
            )
            .ok()?;
            let of_month = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
                locale.into(),
                fieldsets::YM::long().with_year_style(style),
            )
            .ok()?;
            let of_year = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
                locale.into(),
                fieldsets::Y::long().with_year_style(style),
            )
            .ok()?;
            for month in 1..=12 {
                days[form].push(Pattern::of(&of_day.format(&day(year, month)?)));
                months[form].push(Pattern::of(&of_month.format(&day(year, month)?)));
            }
            years[form] = Pattern::of(&of_year.format(&day(year, 1)?));
        }
        // With an era CLDR turns the order round in some languages ("BC 44 March 15" in Arabic): then the year with its
        // era takes the place of the year.
        for [plain, common, before] in [&mut days, &mut months] {
            for (with_era, year) in [(common, &years[1]), (before, &years[2])] {
                for (plain, with_era) in plain.iter().zip(with_era) {
                    if plain.fields() != with_era.fields() {
                        *with_era = plain.with_year(year);
                    }
                }
            }
        }
        let of_days_of_months = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
            locale.into(),
            fieldsets::MD::long(),
        )
        .ok()?;
        let of_months = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
            locale.into(),
            fieldsets::M::long(),
        )
        .ok()?;
        let (mut days_of_months, mut month_names) = (Vec::new(), Vec::new());
        for month in 1..=12 {
            days_of_months.push(Pattern::of(&of_days_of_months.format(&day(2014, month)?)));
            month_names.push(of_months.format(&day(2014, month)?).to_string());
        }
        let decimal = DecimalFormatter::try_new(locale.into(), Default::default()).ok()?;
        let mut digits = ['0'; 10];
        for (number, digit) in digits.iter_mut().enumerate() {
            *digit = decimal.format(&(number as u64).into()).to_string().chars().next()?;
        }
        let order = days[0].first()?.order();
        Some(Formats {
            days,
            months,
            years,
            days_of_months,
            month_names,
            digits,
            decimal,
            plurals: PluralRules::try_new_cardinal(locale.into()).ok()?,
            order,
        })
    }

    /// A number, grouped.
    pub fn number(&self, number: u64) -> String {
        // Below a thousand no language groups.
        if number < 1000 {
            return self.digits(&number.to_string());
        }
        self.decimal.format(&number.into()).to_string()
    }

    /// A number as it is written in code, with a point before its decimals.
    pub fn decimal(&self, number: &str) -> String {
        match number.parse::<Decimal>() {
            Ok(number) => self.decimal.format(&number).to_string(),
            Err(_) => number.to_owned(),
        }
    }

    /// A number or a time of day without any grouping, its digits put in those of the language.
    pub fn digits(&self, text: &str) -> String {
        if self.digits[0] == '0' {
            return text.to_owned();
        }
        let digit =
            |char: char| char.to_digit(10).map_or(char, |digit| self.digits[digit as usize]);
        text.chars().map(digit).collect()
    }

    /// The plural category of a number.
    pub fn category(&self, number: u64) -> &'static str {
        name(self.plurals.category_for(number))
    }

    /// A number of tenths, with its plural category.
    pub fn tenths(&self, tenths: u64) -> (String, &'static str) {
        let mut number = Decimal::from(tenths);
        number.multiply_pow10(-1);
        number.absolute.trim_end();
        (self.decimal.format(&number).to_string(), name(self.plurals.category_for(&number)))
    }

    /// A span of years, told as a time before the common era.
    pub fn before_era(&self, span: &str) -> String {
        self.years[form(0, Eras::WhereNeeded)].fill("", span)
    }

    /// The plural categories that the language has.
    pub fn categories(&self) -> Vec<&'static str> {
        self.plurals.categories().map(name).collect()
    }

    /// A day as its number alone.
    pub fn day_number(&self, day: u8) -> String {
        self.digits(&day.to_string())
    }

    /// A day, its number in words of the caller's ("1er").
    pub fn day(&self, day: Day, number: &str, eras: Eras) -> String {
        self.days[form(day.year, eras)]
            .get(usize::from(day.month).wrapping_sub(1))
            .map_or_else(String::new, |pattern| pattern.fill(number, &self.year_number(day.year)))
    }

    /// A day without its year.
    pub fn day_of_month(&self, month: u8, number: &str) -> String {
        self.days_of_months
            .get(usize::from(month).wrapping_sub(1))
            .map_or_else(String::new, |pattern| pattern.fill(number, ""))
    }

    /// A month of a year.
    pub fn month_of_year(&self, year: i64, month: u8, eras: Eras) -> String {
        self.months[form(year, eras)]
            .get(usize::from(month).wrapping_sub(1))
            .map_or_else(String::new, |pattern| pattern.fill("", &self.year_number(year)))
    }

    /// The name of a month, from 1.
    pub fn month(&self, month: u8) -> &str {
        self.month_names.get(usize::from(month).wrapping_sub(1)).map_or("", String::as_str)
    }

    /// A year.
    pub fn year(&self, year: i64, eras: Eras) -> String {
        self.years[form(year, eras)].fill("", &self.year_number(year))
    }

    /// As people count: astronomical 0 is 1 BC. Only years of more than four digits are grouped.
    fn year_number(&self, year: i64) -> String {
        let number = if year > 0 { year.unsigned_abs() } else { year.unsigned_abs() + 1 };
        if number > 9999 { self.number(number) } else { self.digits(&number.to_string()) }
    }
}

/// How a year is told: alone, with the common era, or with the one before it.
fn form(year: i64, eras: Eras) -> usize {
    match (year, eras) {
        (..=0, _) => 2,
        (1..=99, _) | (_, Eras::All) => 1,
        (_, Eras::WhereNeeded) => 0,
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// A date of ICU's with places for the numbers of day and year: so years that ICU does not reach have its form, too.
#[derive(Debug)]
struct Pattern(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Day,
    Month,
    Year,
}

impl Pattern {
    fn of(formatted: &impl Writeable) -> Self {
        let mut reading = Reading::default();
        formatted.write_to_parts(&mut reading).expect("writing to a text cannot fail");
        reading.end_text();
        Pattern(reading.pieces)
    }

    fn fill(&self, day: &str, year: &str) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            filled.push_str(match piece {
                Piece::Text(text) => text,
                Piece::Day => day,
                Piece::Month => "",
                Piece::Year => year,
            });
        }
        filled
    }

    /// This pattern with another one for its year.
    fn with_year(&self, year: &Pattern) -> Pattern {
        let pieces = self.0.iter().flat_map(|piece| match piece {
            Piece::Year => year.0.clone(),
            other => vec![other.clone()],
        });
        Pattern(pieces.collect())
    }

    /// Its fields in their order: `dmy`.
    fn fields(&self) -> String {
        let field = |piece: &Piece| match piece {
            Piece::Text(_) => None,
            Piece::Day => Some('d'),
            Piece::Month => Some('m'),
            Piece::Year => Some('y'),
        };
        self.0.iter().filter_map(field).collect()
    }

    fn order(&self) -> Order {
        match self.fields().as_str() {
            "dmy" => Order::DayMonthYear,
            "mdy" => Order::MonthDayYear,
            _ => Order::Other,
        }
    }
}

/// Takes down what a formatter writes, with marks where its day, month and year stand.
#[derive(Default)]
struct Reading {
    text: String,
    pieces: Vec<Piece>,
}

impl Reading {
    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
        }
    }
}

impl fmt::Write for Reading {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.write_str(text)
    }
}

impl PartsWrite for Reading {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        let piece = match part {
            parts::DAY => Piece::Day,
            parts::YEAR => Piece::Year,
            // The name stays in the text; where it begins is marked for the order.
            parts::MONTH => {
                self.end_text();
                self.pieces.push(Piece::Month);
                return write(self);
            }
            _ => return write(self),
        };
        self.end_text();
        write(self)?;
        self.text.clear();
        self.pieces.push(piece);
        Ok(())
    }
}
