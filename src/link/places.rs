//! Places: where they are, rounded to what may be known of it before anything is made of it.

use crate::diagnostic::{Diagnostics, Place, rule};
use crate::document::{Latitude, Longitude, PlaceFields, Precision};
use crate::site::{Gazetteer, Position};
use crate::text::TextId;

/// What is known of a place that does not say how exactly: a slip must not lead to a door.
const DEFAULT: Precision = Precision::City;

/// What a place of the gazetteer lets be known; it `is_whole` if nothing that was written of it was unreadable.
pub fn publish(
    fields: PlaceFields,
    text: TextId,
    key: &str,
    is_whole: bool,
    diagnostics: &mut Diagnostics,
) -> Gazetteer {
    let at = |name: &str| Place::key(text, vec![key.into(), name.into()]);
    let position = match (fields.lat, fields.lon) {
        (Some(latitude), Some(longitude)) => {
            if is_whole {
                check(latitude, longitude, fields.precision, key, at, diagnostics);
            }
            Some(round(latitude, longitude, fields.precision.unwrap_or(DEFAULT)))
        }
        (Some(_), None) if is_whole => {
            report_half("lat", "lon", at, diagnostics);
            None
        }
        (None, Some(_)) if is_whole => {
            report_half("lon", "lat", at, diagnostics);
            None
        }
        _ => None,
    };
    Gazetteer {
        name: fields.name.0,
        country: fields.country,
        position,
        aliases: fields.aliases,
        note: fields.note,
    }
}

fn round(latitude: Latitude, longitude: Longitude, precision: Precision) -> Position {
    let decimals = precision.decimals();
    Position {
        latitude: latitude.0.rounded(decimals),
        longitude: longitude.0.rounded(decimals),
        precision,
    }
}

fn check(
    Latitude(latitude): Latitude,
    Longitude(longitude): Longitude,
    precision: Option<Precision>,
    key: &str,
    at: impl Fn(&str) -> Place,
    diagnostics: &mut Diagnostics,
) {
    if latitude.value == 0.0 && longitude.value == 0.0 {
        diagnostics
            .warning(rule::NULL_ISLAND, at("lat"), format!("`{key}` lies in the sea at 0° N, 0° E"))
            .help("write where it is, or leave out `lat` and `lon` if nobody knows");
    }
    if precision.is_none() {
        diagnostics
            .warning(
                rule::NO_PRECISION,
                at("lat"),
                format!("`{key}` does not say how exactly it may be known"),
            )
            .help("write `precision: exact`, `city`, `region` or `country`; till then it is rounded as `city`, to about a kilometre");
    }
}

fn report_half(
    given: &str,
    missing: &str,
    at: impl Fn(&str) -> Place,
    diagnostics: &mut Diagnostics,
) {
    diagnostics
        .error(rule::MISSING_KEY, at(given), format!("there is `{given}` without `{missing}`"))
        .help(format!("write `{missing}: …`, or leave out `{given}`"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Leaf;

    fn rounded(latitude: &str, longitude: &str, precision: Precision) -> (String, String) {
        let position = round(
            Latitude::read(latitude).unwrap(),
            Longitude::read(longitude).unwrap(),
            precision,
        );
        (position.latitude, position.longitude)
    }

    #[test]
    fn coordinates_are_rounded_to_what_may_be_known() {
        for (precision, latitude, longitude) in [
            (Precision::Exact, "35.95678", "-39.04321"),
            (Precision::City, "35.96", "-39.04"),
            (Precision::Region, "36.0", "-39.0"),
            (Precision::Country, "36", "-39"),
        ] {
            let found = rounded("35.95678", "-39.04321", precision);
            assert_eq!(found, (latitude.to_owned(), longitude.to_owned()));
        }
    }

    #[test]
    fn coordinates_are_never_more_exact_than_written() {
        assert_eq!(rounded("36", "39.1", Precision::City), ("36".into(), "39.1".into()));
        assert_eq!(rounded("36.10", "39", Precision::City), ("36.10".into(), "39".into()));
        assert_eq!(rounded("-0.04", "-0.0", Precision::Region), ("0.0".into(), "0.0".into()));
    }
}
