//! Why an entry stands where it stands: one test for each rule, on the entry's page and from `check --explain`.

use crate::program::{copy, folder, repository, run};

/// What the pages and the command say of an entry of `tests/cases/why`.
fn tells(id: &str, on_page: &[&str], explained: &[&str]) {
    let site = folder();
    copy(&repository().join("tests/cases/why"), site.path());
    assert_eq!(run(site.path(), ["build", "--quiet", "--now", "2026-03-01"]).code, 0);
    let kind = if id == "report" { "articles" } else { "events" };
    let page = site.path().join(format!("public/{kind}/{id}.html"));
    let page = std::fs::read_to_string(page).expect("the entry has a page");
    let why = page.split("<section class=\"notes why\">").nth(1).unwrap_or_default();
    let why = why.split("</section>").next().unwrap_or_default();
    for words in on_page {
        assert!(why.contains(words), "the page of `{id}` does not say {words}:\n{why}");
    }
    assert_eq!(why.matches("<p>").count(), on_page.len(), "all sentences are known:\n{why}");
    let answer = run(site.path(), ["check", "--now", "2026-03-01", "--explain", id]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    for words in explained {
        assert!(answer.stdout.contains(words), "no {words} in\n{}", answer.stdout);
    }
}

macro_rules! rules {
    ($($name:ident: $id:literal, [$($page:literal),*], [$($explained:literal),*];)*) => {
        $(#[test] fn $name() { tells($id, &[$($page),*], &[$($explained),*]); })*
    };
}

rules! {
    the_first_entry: "open-start",
        ["Nothing says how early it began, so it stands before all", "It begins on 6 May 1850 at the latest, since it comes before", "It is the earliest entry that has a place"],
        ["begins    before all that has a date: its start is open", "behind    nothing: it is the first with a place"];
    too_wide_to_place: "wide",
        ["too wide for a place of its own"],
        ["behind    too wide to place, so it stands under \"Undated\""];
    a_later_begin: "begin",
        ["It begins on a later day than “<a href=\"../events/ten.html\">At ten, and after noon all the same</a>” (6 May 1990, 10:00)."],
        ["behind    `ten` (1990-05-06T10:00:00): the begin decides: 1990-05-06, then 2014-06-10"];
    no_time_before_a_time: "morning",
        ["“<a href=\"../events/begin.html\">A later day</a>” (10 June 2014) is of the same day and has no time; what has none stands first."],
        ["behind    `begin` (2014-06-10): the time of day decides: no time, then 08:00:00"];
    a_shifted_time_by_its_instant: "evening",
        ["Both are of one day; by the time of day it comes after “<a href=\"../events/morning.html\">"],
        ["the time of day decides: 08:00:00, then 18:00:00"];
    the_wider_first: "july-day",
        ["By its earliest day it cannot be told from “<a href=\"../events/july-interval.html\">Some days of July</a>” (1 to 20 July 2014), whose date is wider"],
        ["`july-interval` (2014-07-01/2014-07-20): the earliest days do not tell, and the wider date stands first: until 2014-07-20, then 2014-07-01"];
    the_order_of_files: "file",
        ["Its date does not tell it from “<a href=\"../events/july-day.html\">"],
        ["behind    `july-day` (2014-07-01): the dates do not tell; the order in the files decides"];
    a_known_order: "said",
        ["It is said to come after “<a href=\"../events/file.html\">"],
        ["behind    `file` (2014-07-01): the later one is said to come after the earlier one"];
    a_known_order_that_files_would_give_too: "second",
        ["It is said to come after “<a href=\"../events/first.html\">"],
        ["behind    `first` (1960-02-03): the later one is said to come after the earlier one"];
    a_year_before_its_first_day: "new-year",
        ["By its earliest day it cannot be told from “<a href=\"../events/year.html\">A year</a>” (1970), whose date is wider"],
        ["behind    `year` (1970): the earliest days do not tell, and the wider date stands first: until 1970-12-31, then 1970-01-01"];
    a_vague_date_behind_another: "may",
        ["It is placed at 1 May 1972, behind “<a href=\"../events/leap-year.html\">A leap year</a>” (1972), which is placed at 1 January 1972."],
        ["behind    `leap-year` (1972): the begin decides: 1972-01-01, then 1972-05-01"];
    behind_what_has_no_first_day: "day-of-1850",
        ["It is placed at 6 May 1850; of “<a href=\"../events/open-start.html\">A start that is open</a>” (until 1850) nothing says how early it began."],
        ["behind    `open-start` (../1850): the begin decides: open start, then 1850-05-06"];
    a_latest_day_ruled_out: "by-march",
        ["It begins on 4 March 1980 at the latest, since it comes before “<a href=\"../events/march.html\">A day of March</a>” (4 March 1980).", "It begins on a later day than"],
        ["begins    1980-01-01, the earliest that it can; at the latest 1980-03-04", "at the latest 1980-03-04: it comes before `march` (1980-03-04)"];
    events_before_articles: "report",
        ["(1 to 20 July 2014)"],
        ["entry     article `report`", "behind    `said`"];
    a_begin_narrowed_by_after: "narrowed",
        ["Its date alone would allow 1 January 2014; since it comes after “<a href=\"../events/said-day.html\">A day of August</a>” (2 August 2014), it is placed at 2 August 2014.", "It is said to come after"],
        ["begins    2014-08-02, narrowed by a known order", "`narrowed` comes after `said-day` (2014-08-02)"];
    an_open_start_narrowed: "open-narrowed",
        ["Its date alone leaves open when it begins; since it comes after “<a href=\"../events/day-of-1850.html\">A day of 1850</a>” (6 May 1850), it is placed at 6 May 1850.", "It is said to come after"],
        ["begins    1850-05-06, narrowed by a known order"];
    an_unknown_start: "unknown-start",
        ["When it began is not known; it stands where it can have begun at the latest, 31 December 1910.", "It is placed at 31 December 1910, behind “<a href=\"../events/day-of-1899.html\">A day of 1899</a>” (4 March 1899), which is placed at 4 March 1899."],
        ["begins    1910-12-31, the latest that it can: its start is unknown"];
    an_unknown_start_narrowed_by_before: "before-1899",
        ["Its date alone would allow 31 December 1900; since it comes before “<a href=\"../events/day-of-1899.html\">A day of 1899</a>” (4 March 1899), it is placed at 4 March 1899.", "It is placed at 4 March 1899, behind"],
        ["begins    1899-03-04, narrowed by a known order", "`before-1899` comes before `day-of-1899` (1899-03-04)"];
    anything_narrowed_by_before: "unbounded",
        ["Its date alone leaves open when it begins; since it comes before “<a href=\"../events/day-of-1950.html\">A day of 1950</a>” (8 July 1950), it is placed at 8 July 1950.", "It is placed at 8 July 1950, behind"],
        ["begins    1950-07-08, narrowed by a known order"];
    an_uncertain_date_moved_by_after: "moved",
        ["Its date is not certain (about September 2014) and contradicts a known order: it has to come after “<a href=\"../events/october.html\">", "It is said to come after"],
        ["begins    2014-10-11, against its uncertain date, since a known order decides"];
    an_uncertain_date_moved_by_before: "moved-before",
        ["Its date is not certain (perhaps December 2015) and contradicts a known order: it has to come before “<a href=\"../events/november.html\">", "It is placed at 12 November 2015, behind “<a href=\"../events/moved.html\">About September</a>” (about September 2014), which is placed at 11 October 2014."],
        ["begins    2015-11-12, against its uncertain date", "`moved-before` comes before `november`"];
}

#[test]
fn what_is_withdrawn_stands_nowhere() {
    tells("withdrawn", &[], &["stands    on no list, since it is withdrawn"]);
}

#[test]
fn an_unknown_id_is_wrong_usage_and_is_answered_with_the_nearest() {
    let site = folder();
    copy(&repository().join("tests/cases/why"), site.path());
    let answer = run(site.path(), ["check", "--explain", "openstart"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer
            .stderr
            .contains("there is no published entry `openstart`; did you mean `open-start`?")
    );
}
