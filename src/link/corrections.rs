//! Corrections and retractions: what contradicts itself in the record of an entry.

use thin_vec::ThinVec;

use crate::config::Config;
use crate::date::Stamp;
use crate::diagnostic::{Diagnostics, rule};
use crate::document::{ArticleFields, At, CorrectionFields, EventFields};
use crate::site::Correction;
use crate::yaml::Items;

/// What an entry says of when it went on the site, was changed and was withdrawn.
struct Record<'a> {
    at: At,
    /// "event" or "article".
    what: &'static str,
    /// The key of when it was published, and what it says.
    published: Option<(&'static str, &'a Stamp)>,
    updated: Option<&'a Stamp>,
    corrections: &'a Items<CorrectionFields>,
    /// The key that says that it is withdrawn.
    retracted: Option<&'static str>,
    has_reason: bool,
}

/// Checks the record of an event.
pub fn check_event(at: At, fields: &EventFields, config: &Config, diagnostics: &mut Diagnostics) {
    let is_retracted = fields.is_retracted();
    if fields.retracted.is_some() && !is_retracted {
        diagnostics
            .error(
                rule::BAD_VALUE,
                at.key("retracted"),
                "this event gives a reason for a retraction and is not retracted",
            )
            .help("write `status: retracted`, or remove `retracted`");
    }
    let record = Record {
        at,
        what: "event",
        published: fields.published.as_ref().map(|stamp| ("published", stamp)),
        updated: fields.updated.as_ref(),
        corrections: &fields.corrections,
        retracted: is_retracted.then_some("status"),
        has_reason: fields.retracted.as_ref().is_some_and(says_something),
    };
    check(&record, config, diagnostics);
}

/// Checks the record of an article.
pub fn check_article(
    at: At,
    fields: &ArticleFields,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let record = Record {
        at,
        what: "article",
        published: fields.date.0.as_ref().map(|stamp| ("date", stamp)),
        updated: fields.updated.as_ref(),
        corrections: &fields.corrections,
        retracted: fields.retracted.as_ref().map(|_| "retracted"),
        has_reason: fields.retracted.as_ref().is_some_and(says_something),
    };
    check(&record, config, diagnostics);
}

/// Corrections that can be read.
pub fn corrections(fields: Items<CorrectionFields>) -> ThinVec<Correction> {
    let whole = |(_, one): (usize, CorrectionFields)| {
        Some(Correction { date: one.date.0?, text: one.text.0? })
    };
    fields.0.into_iter().filter_map(whole).collect()
}

fn check(record: &Record<'_>, config: &Config, diagnostics: &mut Diagnostics) {
    let Record { at, what, .. } = *record;
    if let (Some(key), false) = (record.retracted, record.has_reason) {
        diagnostics
            .warning(
                rule::NO_REASON,
                at.value([key.into()]),
                format!("this {what} is retracted without a reason"),
            )
            .help("say why, for readers who come by an old link: `retracted: …`");
    }
    let is_dated = record.updated.is_some() || !record.corrections.0.is_empty();
    if let (Some(key), false) = (record.retracted, is_dated) {
        diagnostics
            .warning(
                rule::UNDATED_RETRACTION,
                at.key(key),
                format!("nothing says when this {what} was withdrawn"),
            )
            .help("write the day: `updated: 2026-02-24`");
    }
    for (item, correction) in &record.corrections.0 {
        let place = |key: &str| at.value(["corrections".into(), (*item).into(), key.into()]);
        if correction.text.0.as_ref().is_some_and(|text| !says_something(text)) {
            diagnostics
                .error(rule::MISSING_KEY, place("text"), "this correction says nothing")
                .help("say what was wrong and what is right: `text: …`");
        }
        let Some(date) = &correction.date.0 else { continue };
        if let Some((key, published)) = record.published
            && date.is_before(published, config.timezone.0)
        {
            diagnostics
                .warning(
                    rule::CORRECTION_BEFORE_PUBLICATION,
                    place("date"),
                    format!("this correction is older than the {what} that it corrects"),
                )
                .also(at.value([key.into()]), "published then")
                .help("a mistake that was put right before anybody read it needs no correction");
        }
    }
    let dated =
        record.corrections.0.iter().filter_map(|(item, one)| Some((*item, one.date.0.as_ref()?)));
    if let Some((item, newest)) = dated.max_by_key(|(_, date)| config.instant(date))
        && let Some(updated) = record.updated
        && updated.is_before(newest, config.timezone.0)
    {
        diagnostics
            .warning(
                rule::CORRECTION_AFTER_UPDATE,
                at.value(["updated".into()]),
                format!("this {what} was corrected after that"),
            )
            .also(at.value(["corrections".into(), item.into(), "date".into()]), "corrected then")
            .help(format!("write `updated: {}`", newest.date().text()));
    }
}

fn says_something(text: &crate::yaml::Local<crate::prose::Brief>) -> bool {
    text.each().any(|(_, brief)| !brief.0.is_empty())
}
