//! The rows of `tests/edtf/`, held against what is read of them.

use super::{Date, Limit};
use crate::yaml::Leaf;

/// Valid rows that are not read as the table says, and why. `docs/dates.md` lists them.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Invalid rows that are read, and why. `docs/dates.md` lists them.
const TAKEN: [(&str, &str); 0] = [];

fn rows(name: &str) -> Vec<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edtf").join(name);
    let table = std::fs::read_to_string(path).expect("the table is there");
    table.lines().skip(1).map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::Past => "-inf".to_owned(),
        Limit::Future => "+inf".to_owned(),
        Limit::Day(day) => day.to_string(),
    }
}

#[test]
fn every_valid_row_has_its_level_its_bounds_and_its_flags() {
    let rows = rows("valid.tsv");
    assert_eq!(rows.len(), 767);
    let mut differ = Vec::new();
    for row in &rows {
        let read = match Date::read(&row[0]) {
            Ok(date) => [
                date.level().to_string(),
                limit(date.earliest()),
                limit(date.latest()),
                u8::from(date.edtf().is_uncertain()).to_string(),
                u8::from(date.edtf().is_approximate()).to_string(),
            ],
            Err(complaint) => std::array::from_fn(|_| complaint.message.clone()),
        };
        if read[..] != row[1..6] {
            differ.push((row[0].as_str(), format!("{read:?}, not {:?}", &row[1..6])));
        }
    }
    assert_listed(&differ, &EXCEPTIONS);
}

#[test]
fn every_invalid_row_is_refused() {
    let rows = rows("invalid.tsv");
    assert_eq!(rows.len(), 291);
    let read: Vec<(&str, String)> = rows
        .iter()
        .filter(|row| Date::read(&row[0]).is_ok())
        .map(|row| (row[0].as_str(), row[1].clone()))
        .collect();
    assert_listed(&read, &TAKEN);
}

/// A row that differs stands in the list, and what stands in the list differs.
fn assert_listed(differ: &[(&str, String)], list: &[(&str, &str)]) {
    let news: Vec<_> =
        differ.iter().filter(|(text, _)| list.iter().all(|(known, _)| known != text)).collect();
    assert!(news.is_empty(), "{news:#?}");
    let gone: Vec<_> =
        list.iter().filter(|(text, _)| differ.iter().all(|(now, _)| now != text)).collect();
    assert!(gone.is_empty(), "no exceptions any more: {gone:?}");
}

#[test]
fn every_group_stands_in_its_order() {
    for row in rows("order.tsv") {
        let keys: Vec<_> = row[2..]
            .iter()
            .map(|text| Date::read(text).expect("the group holds dates").key())
            .collect();
        assert!(keys.is_sorted_by(|one, next| one < next), "{row:?}");
    }
}
