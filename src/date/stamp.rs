//! Publication times: a day, or a moment of RFC 3339.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use edtf_core::{Edtf, Precision, TimeShift};
use schemars::{Schema, json_schema};

use super::Date;
use crate::diagnostic::rule;
use crate::yaml::{Complaint, Leaf, leaf};

/// When something was published: a day, or a moment of RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(Date);

leaf!(Stamp);

impl Leaf for Stamp {
    const WHAT: &'static str = "a day or a moment";

    fn read(text: &str) -> Result<Self, Complaint> {
        let date = Date::read(text).map_err(with_days_only)?;
        let whole = match date.edtf() {
            Edtf::Date(day) => {
                day.precision() == Precision::Day && !day.has_unspecified() && !date.is_qualified()
            }
            Edtf::DateTime(_) => true,
            Edtf::Interval(_) | Edtf::Set(_) => false,
        };
        if !whole || naive(&date).is_none() {
            return Err(Complaint {
                rule: rule::BAD_DATE,
                message: format!("`{text}` is not a day or a moment"),
                help: Some(HELP.into()),
                range: None,
            });
        }
        Ok(Stamp(date))
    }

    fn schema() -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^-?[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]+(Z|[-+][0-9:]+)?)?$",
            "examples": ["2026-02-22", "2026-02-22T09:00:00Z"],
        })
    }
}

const HELP: &str =
    "when something was published is known: write `2026-02-22` or `2026-02-22T09:00:00Z`";

/// The complaint of a date, without help that offers what is no day either.
fn with_days_only(mut complaint: Complaint) -> Complaint {
    let offered = complaint.help.as_deref().unwrap_or_default().split('`').skip(1).step_by(2);
    let are_days = offered.into_iter().all(|form| Stamp::read(form).is_ok());
    if !are_days {
        complaint.help = Some(HELP.to_owned());
    }
    complaint
}

impl Stamp {
    /// The date as written.
    pub fn date(&self) -> &Date {
        &self.0
    }

    /// Whether it is surely earlier: by the instant where both are moments, else by the day in `zone`.
    pub fn is_before(&self, other: &Stamp, zone: Tz) -> bool {
        if self.is_moment() && other.is_moment() {
            return self.instant(zone) < other.instant(zone);
        }
        self.day(zone) < other.day(zone)
    }

    /// The day, in `zone`.
    fn day(&self, zone: Tz) -> NaiveDate {
        match self.is_moment() {
            true => self.instant(zone).with_timezone(&zone).date_naive(),
            false => naive(&self.0).expect("a stamp is a day or a moment").date(),
        }
    }

    fn is_moment(&self) -> bool {
        matches!(self.0.edtf(), Edtf::DateTime(_))
    }

    /// The instant; what was written without an offset is read as local to `zone`.
    pub fn instant(&self, zone: Tz) -> DateTime<Utc> {
        let naive = naive(&self.0).expect("a stamp is a day or a moment");
        let shift = match self.0.edtf() {
            Edtf::DateTime(moment) => moment.time.shift,
            _ => None,
        };
        match shift {
            Some(TimeShift::Utc) => naive.and_utc(),
            Some(TimeShift::Offset { minutes, .. }) => {
                (naive - chrono::TimeDelta::minutes(minutes.into())).and_utc()
            }
            // A local time that the clocks skip has no instant: the one as if in UTC is near enough for an order.
            None => naive
                .and_local_timezone(zone)
                .earliest()
                .map_or_else(|| naive.and_utc(), |local| local.with_timezone(&Utc)),
        }
    }
}

fn naive(date: &Date) -> Option<NaiveDateTime> {
    let (date, time) = match date.edtf() {
        Edtf::Date(date) => (date, NaiveTime::MIN),
        Edtf::DateTime(moment) => {
            let time = &moment.time;
            // Chrono's clock has no leap second of its own.
            let second = time.second.min(59);
            (
                &moment.date,
                NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), second.into())?,
            )
        }
        Edtf::Interval(_) | Edtf::Set(_) => return None,
    };
    let year = i32::try_from(date.year.value()?).ok()?;
    let day =
        NaiveDate::from_ymd_opt(year, date.month?.value()?.into(), date.day?.value()?.into())?;
    Some(day.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_before_no_moment_of_its_own() {
        let zone: Tz = "Asia/Damascus".parse().unwrap();
        let is_before = |one: &str, other: &str| {
            Stamp::read(one).unwrap().is_before(&Stamp::read(other).unwrap(), zone)
        };
        assert!(is_before("2026-02-21", "2026-02-22"));
        assert!(!is_before("2026-02-22", "2026-02-22T09:00:00Z"));
        assert!(!is_before("2026-02-22T09:00:00Z", "2026-02-22"));
        assert!(is_before("2026-02-22T09:00:00Z", "2026-02-22T09:00:01Z"));
        // In Damascus it is past midnight already.
        assert!(!is_before("2026-02-22T22:30:00Z", "2026-02-23"));
    }

    #[test]
    fn a_stamp_is_a_day_or_a_moment() {
        let zone: Tz = "Asia/Damascus".parse().unwrap();
        assert_eq!(
            Stamp::read("2026-02-22").unwrap().instant(zone).to_rfc3339(),
            "2026-02-21T21:00:00+00:00"
        );
        assert_eq!(
            Stamp::read("2026-02-22T09:00:00Z").unwrap().instant(zone).to_rfc3339(),
            "2026-02-22T09:00:00+00:00"
        );
        assert!(Stamp::read("2026-02").is_err());
        for (text, help) in [
            ("22 February 2026", "write `2026-02-22`"),
            ("2026-02-22 09:00", "write `2026-02-22T09:00:00`"),
            ("February 2026", HELP),
            ("2026-02-30", HELP),
        ] {
            assert_eq!(Stamp::read(text).unwrap_err().help.as_deref(), Some(help), "{text}");
        }
        assert!(Stamp::read("2026-02-22~").is_err());
    }
}
