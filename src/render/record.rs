//! The record: every correction and every withdrawal of an entry, the newest first, divided by year where it is long.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};

use crate::config::percent;
use crate::date::Date;
use crate::prose::slug;
use crate::site::{Correction, EntryId, Site};
use crate::yaml::Leaf;

use super::entry::entry_link;
use super::headings::{YearKey, year_heading, year_name};
use super::list::{cut, part_name};
use super::made::Html;
use super::stage::Stage;
use super::view::{CorrectedView, CorrectionView, CorrectionsView, Link};

/// Something that was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Righted {
    pub entry: EntryId,
    pub what: What,
    /// What tells it from all else that was put right of its entry.
    pub name: Box<str>,
    /// When; none only for a withdrawal that nothing dates.
    pub on: Option<DateTime<Utc>>,
}

/// How it was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// By the entry's correction of this number.
    Corrected(usize),
    /// By withdrawing the entry.
    Withdrawn,
}

/// The record: which page holds what.
pub struct Record {
    /// The pages; the first is `corrections.html`.
    pub pages: Vec<RecordPage>,
}

/// A page of the record.
pub struct RecordPage {
    pub path: String,
    /// Which part of a long record it is.
    pub heading: Option<String>,
    /// What it is divided into, where it is too long itself.
    parts: Vec<Link>,
    shown: Vec<Righted>,
    count: usize,
}

/// All that was put right, the newest first and at the end what nothing dates. Of one day what was withdrawn stands
/// first, and of one entry what its file has last.
pub fn righted(stage: &Stage<'_>) -> Vec<Righted> {
    let site = stage.site();
    let events = (0..site.events.len() as u32).map(EntryId::Event);
    let articles = (0..site.articles.len() as u32).map(EntryId::Article);
    let mut all = Vec::new();
    for entry in events.chain(articles) {
        let instant = |date| stage.config().instant(date);
        if site.is_retracted(entry) {
            let on = site.retracted_on(entry).map(instant);
            all.push(Righted { entry, what: What::Withdrawn, name: "withdrawn".into(), on });
        }
        let corrections = site.corrections(entry);
        for ((number, one), name) in corrections.iter().enumerate().zip(names(corrections)) {
            let (what, on) = (What::Corrected(number), Some(instant(&one.date)));
            all.push(Righted { entry, what, name: name.into(), on });
        }
    }
    all.sort_by_key(|one| {
        let number = match one.what {
            What::Withdrawn => usize::MAX,
            What::Corrected(number) => number,
        };
        (Reverse(one.on), one.what != What::Withdrawn, one.entry, Reverse(number))
    });
    all
}

/// Whether anything was put right at a time that is told.
pub fn is_dated(site: &Site) -> bool {
    let events = (0..site.events.len() as u32).map(EntryId::Event);
    let articles = (0..site.articles.len() as u32).map(EntryId::Article);
    let is_dated = |entry: EntryId| {
        !site.corrections(entry).is_empty()
            || site.is_retracted(entry) && site.retracted_on(entry).is_some()
    };
    events.chain(articles).any(is_dated)
}

/// What each correction of an entry is called in its anchor, by its place in the file: the day or moment as written,
/// and of several of one day a number. So a name stays when corrections of other days are added, or further ones of
/// the day behind it.
pub fn names(corrections: &[Correction]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let name = |one: &Correction| {
        let date = one.date.date().text();
        let count = counts.entry(date.to_owned()).or_default();
        *count += 1;
        if *count == 1 { date.to_owned() } else { format!("{date}-{count}") }
    };
    corrections.iter().map(name).collect()
}

impl Righted {
    /// Where it stands on the page of its entry, or without one the card of that.
    pub fn href(&self, stage: &Stage<'_>) -> String {
        let entry = stage.entry_href(self.entry);
        match self.what {
            What::Corrected(_) if stage.has_page(self.entry) => {
                format!("{entry}#correction:{}", self.name)
            }
            _ => entry.to_owned(),
        }
    }

    /// What was wrong.
    pub fn view<'s>(&self, stage: &'s Stage<'_>, root: &str, scope: &str) -> CorrectionView<'s> {
        let site = stage.site();
        let (date, text_html) = match self.what {
            What::Corrected(number) => {
                let one = &site.corrections(self.entry)[number];
                (Some(&one.date), stage.html(Some(&one.text), root, scope).unwrap_or_default())
            }
            What::Withdrawn => {
                (site.retracted_on(self.entry), reason(stage, self.entry, root, scope))
            }
        };
        let date = date.map(|stamp| stage.date(stamp.date()));
        CorrectionView { id: format!("correction:{}", self.name), date, text_html }
    }
}

/// Why an entry was withdrawn; where its desk does not say, what the word means.
pub fn reason(stage: &Stage<'_>, entry: EntryId, root: &str, scope: &str) -> Html {
    let site = stage.site();
    let given = match entry {
        EntryId::Event(id) => site.event(id).retracted.as_ref(),
        EntryId::Article(id) => site.article(id).retracted.as_ref(),
    };
    stage.html(given, root, scope).unwrap_or_else(|| {
        format!("<p>{}</p>", stage.words().get("status_retracted_meaning")).into()
    })
}

/// The corrections of one entry, the newest first.
pub fn corrections<'s>(
    stage: &'s Stage<'_>,
    entry: EntryId,
    root: &str,
) -> Vec<CorrectionView<'s>> {
    let site = stage.site();
    let names = names(site.corrections(entry));
    let mut all: Vec<(usize, &Correction)> = site.corrections(entry).iter().enumerate().collect();
    all.sort_by_key(|(number, one)| Reverse((stage.config().instant(&one.date), *number)));
    all.into_iter()
        .map(|(number, one)| CorrectionView {
            id: format!("correction:{}", names[number]),
            date: Some(stage.date(one.date.date())),
            text_html: stage
                .html(Some(&one.text), root, &format!("correction-{number}:"))
                .unwrap_or_default(),
        })
        .collect()
}

/// Divides the record: by year where it is long, a long year by month, and a long month into parts that a further
/// correction does not move.
pub fn record(stage: &Stage<'_>) -> Record {
    let all = righted(stage);
    let mut record = Record { pages: Vec::new() };
    let front = record.open(stage, "corrections.html".to_owned(), None, &all);
    if all.len() <= stage.config().page_size.0 {
        return record;
    }
    for (year, of_year) in groups(&all, |one| year_of(stage, one)) {
        let base = format!("corrections/{}", year_name(year));
        let title = year_heading(stage.words(), year);
        let page = record.part(stage, front, &base, title.clone(), of_year);
        if of_year.len() <= stage.config().page_size.0 {
            continue;
        }
        for (month, of_month) in groups(of_year, |one| month_of(stage, one)) {
            let (base, title) = match (year, month) {
                (YearKey::Year(year), Some(month)) => {
                    (format!("{base}-{month:02}"), stage.words().month_of_year(year, month))
                }
                _ => (format!("{base}-all"), title.clone()),
            };
            let page = record.part(stage, page, &base, title.clone(), of_month);
            if of_month.len() <= stage.config().page_size.0 {
                continue;
            }
            // What is added stands at the end of time, so parts are cut from the oldest on.
            let oldest_first: Vec<Righted> = of_month.iter().rev().cloned().collect();
            let id =
                |one: &Righted| slug(&format!("{}-{}", stage.site().entry_id(one.entry), one.name));
            for (after, part) in cut(stage, &oldest_first, id).into_iter().rev() {
                let newest_first: Vec<Righted> = part.iter().rev().cloned().collect();
                let base = part_name(&base, after.as_deref());
                record.part(stage, page, &base, span(stage, &newest_first, &title), &newest_first);
            }
        }
    }
    record
}

impl Record {
    /// Adds a page and a link to it on the page that it is a part of; answers which one it is.
    fn part(
        &mut self,
        stage: &Stage<'_>,
        whole: usize,
        base: &str,
        title: String,
        items: &[Righted],
    ) -> usize {
        let path = format!("{base}.html");
        let link = Link {
            title: title.clone(),
            href: percent(&path).into_owned(),
            count: Some(items.len()),
        };
        self.pages[whole].parts.push(link);
        self.open(stage, path, Some(title), items)
    }

    fn open(
        &mut self,
        stage: &Stage<'_>,
        path: String,
        heading: Option<String>,
        items: &[Righted],
    ) -> usize {
        let size = stage.config().page_size.0;
        let shown = if items.len() > size { (size / 10).clamp(1, 20) } else { items.len() };
        self.pages.push(RecordPage {
            path,
            heading,
            parts: Vec::new(),
            shown: items[..shown].to_vec(),
            count: items.len(),
        });
        self.pages.len() - 1
    }
}

/// From which day to which the corrections of a part go, in the site's time zone.
fn span(stage: &Stage<'_>, newest_first: &[Righted], otherwise: &str) -> String {
    let day = |one: Option<&Righted>| {
        let on = one?.on?.with_timezone(&stage.config().timezone.0);
        Some(on.date_naive().to_string())
    };
    let written = match (day(newest_first.last()), day(newest_first.first())) {
        (Some(from), Some(to)) if from == to => Some(from),
        (Some(from), Some(to)) => Some(format!("{from}/{to}")),
        _ => None,
    };
    // Years of more than four digits are written in another way; such a part has the name of the whole.
    let span = written.and_then(|written| Date::read(&written).ok());
    span.map_or_else(|| otherwise.to_owned(), |span| stage.words().date(&span))
}

/// Runs of items of one key.
fn groups<K: PartialEq>(items: &[Righted], key: impl Fn(&Righted) -> K) -> Vec<(K, &[Righted])> {
    let runs = items.chunk_by(|one, other| key(one) == key(other));
    runs.map(|run| (key(&run[0]), run)).collect()
}

/// The year in the site's time zone.
fn year_of(stage: &Stage<'_>, one: &Righted) -> YearKey {
    match one.on {
        None => YearKey::Undated,
        Some(on) => YearKey::Year(on.with_timezone(&stage.config().timezone.0).year().into()),
    }
}

fn month_of(stage: &Stage<'_>, one: &Righted) -> Option<u8> {
    let on = one.on?.with_timezone(&stage.config().timezone.0);
    u8::try_from(on.month()).ok()
}

/// A page of the record.
pub fn view<'s>(stage: &'s Stage<'_>, page: &'s RecordPage, root: &str) -> CorrectionsView<'s> {
    let shown = page.shown.iter().enumerate().map(|(index, one)| CorrectedView {
        correction: one.view(stage, root, &format!("correction-{index}:")),
        entry: entry_link(stage, one.entry),
        href: one.href(stage),
        withdrawal: one.what == What::Withdrawn,
    });
    CorrectionsView {
        heading: page.heading.as_deref(),
        count_text: stage.words().count("corrections_count", page.count),
        parts: page.parts.clone(),
        corrections: shown.collect(),
    }
}
