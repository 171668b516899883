//! Files for machines: the Atom feed, the sitemap, robots.txt.

use std::io::Write;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};
use rayon::prelude::*;

use crate::config::percent;
use crate::output::{Failure, Sheet, Sketch};
use crate::site::EntryId;

use super::fill::PageFill;
use super::record::{Righted, What, righted};
use super::stage::Stage;

/// The most entries that a feed holds.
const FEED_SIZE: usize = 50;

/// How many entries say that they were published in a year that Atom cannot write: its dates are those of RFC 3339, with
/// years of four digits and no sign.
pub fn beyond(stage: &Stage<'_>) -> usize {
    let (events, articles) = (&stage.site().events, &stage.site().articles);
    let published = events.par_iter().filter_map(|event| event.published.as_ref());
    let dated = articles.par_iter().map(|article| &article.date);
    let instants = published.chain(dated).map(|stamp| stage.config().instant(stamp));
    instants.filter(|instant| !is_writable(*instant)).count()
}

fn is_writable(instant: DateTime<Utc>) -> bool {
    (0..=9999).contains(&instant.year())
}

/// The newest entries of a site by when they were published or updated; those that do not say, or say what Atom cannot
/// write, are not in it.
pub fn newest(stage: &Stage<'_>) -> Vec<(DateTime<Utc>, DateTime<Utc>, EntryId)> {
    let site = stage.site();
    let instant = |stamp| stage.config().instant(stamp);
    let events = site.events.iter().enumerate().filter_map(|(id, event)| {
        let published = instant(event.published.as_ref()?);
        let updated = event.updated.as_ref().map_or(published, instant).max(published);
        Some((updated, published, EntryId::Event(id as u32)))
    });
    let articles = site.articles.iter().enumerate().map(|(id, article)| {
        let published = instant(&article.date);
        let updated = article.updated.as_ref().map_or(published, instant).max(published);
        (updated, published, EntryId::Article(id as u32))
    });
    let mut all: Vec<_> = events
        .chain(articles)
        .filter(|(updated, published, _)| is_writable(*updated) && is_writable(*published))
        .filter(|(_, _, entry)| !site.is_retracted(*entry))
        .collect();
    all.sort_by_key(|(updated, published, entry)| {
        (std::cmp::Reverse((*updated, *published)), *entry)
    });
    all.truncate(FEED_SIZE);
    all
}

/// `feed.xml`: the newest entries, as Atom (RFC 4287).
pub fn atom(stage: &Stage<'_>, base: &str, to: &mut dyn Write) -> Result<(), Failure> {
    let newest = newest(stage);
    let head = Head {
        title: stage.config().title().to_owned(),
        subtitle: stage
            .opening(stage.config().summary.as_ref())
            .and_then(|opening| opening.text().map(str::to_owned)),
        updated: newest.first().map(|(updated, ..)| *updated),
        path: "feed.xml",
        page: "",
    };
    feed(stage, base, &head, to, &|xml| {
        for (updated, published, entry) in &newest {
            xml.create_element("entry").write_inner_content(|xml| {
                feed_entry(stage, base, xml, *updated, *published, *entry)
            })?;
        }
        Ok(())
    })
}

/// `corrections.xml`: what was last put right, as Atom. It is there before the first correction, too, and then as old
/// as the content.
pub fn corrections(stage: &Stage<'_>, base: &str, to: &mut dyn Write) -> Result<(), Failure> {
    let mut newest: Vec<(DateTime<Utc>, Righted)> =
        righted(stage).into_iter().filter_map(|one| Some((one.on?, one))).collect();
    newest.retain(|(on, _)| is_writable(*on));
    newest.truncate(FEED_SIZE);
    let words = stage.words();
    let of_content = stage.newest.map(|stamp| stage.config().instant(stamp));
    let head = Head {
        title: [stage.config().title(), words.get("corrections")].join(words.get("colon")),
        subtitle: None,
        updated: newest.first().map(|(on, _)| *on).or(of_content),
        path: "corrections.xml",
        page: "corrections.html",
    };
    feed(stage, base, &head, to, &|xml| {
        for (on, one) in &newest {
            xml.create_element("entry")
                .write_inner_content(|xml| correction(stage, base, xml, *on, one))?;
        }
        Ok(())
    })
}

/// One entry of the feed of corrections. Its id is the permalink of what was put right, with the correction's anchor:
/// it stays whatever is added, and whether that entry has a page or a card.
fn correction<W: Write>(
    stage: &Stage<'_>,
    base: &str,
    xml: &mut Writer<W>,
    on: DateTime<Utc>,
    one: &Righted,
) -> std::io::Result<()> {
    let words = stage.words();
    let folder = match one.entry {
        EntryId::Event(_) => "events",
        EntryId::Article(_) => "articles",
    };
    let id = percent(stage.site().entry_id(one.entry));
    text(xml, "id", &format!("{base}{folder}/{id}.html#correction:{}", one.name))?;
    let entry = stage.entry_title(one.entry);
    let title = match one.what {
        What::Corrected(_) => [words.get("corrected"), entry].join(words.get("colon")),
        What::Withdrawn => {
            let date = stage.entry_date_text(one.entry);
            [date, entry].join(words.get("colon"))
        }
    };
    text(xml, "title", &title)?;
    link(xml, "alternate", "text/html", &format!("{base}{}", one.href(stage)))?;
    text(xml, "published", &rfc3339(on))?;
    text(xml, "updated", &rfc3339(on))?;
    xml.create_element("content").with_attribute(("type", "html")).write_text_content(
        BytesText::new(one.view(stage, base, "").text_html.as_str().trim_end()),
    )?;
    Ok(())
}

/// What a feed says of itself.
struct Head {
    title: String,
    subtitle: Option<String>,
    updated: Option<DateTime<Utc>>,
    /// Where it is itself.
    path: &'static str,
    /// The page that shows the same; its address is the feed's id, too.
    page: &'static str,
}

/// A feed with what `entries` writes into it.
fn feed<'w>(
    stage: &Stage<'_>,
    base: &str,
    head: &Head,
    to: &'w mut dyn Write,
    entries: &dyn Fn(&mut Writer<&'w mut dyn Write>) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let page = format!("{base}{}", head.page);
    let mut xml = Writer::new_with_indent(to, b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let element = xml.create_element("feed").with_attributes([
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xml:lang", stage.site().language()),
    ]);
    element.write_inner_content(|xml| {
        text(xml, "id", &page)?;
        text(xml, "title", &head.title)?;
        if let Some(subtitle) = &head.subtitle {
            text(xml, "subtitle", subtitle)?;
        }
        if let Some(updated) = head.updated {
            text(xml, "updated", &rfc3339(updated))?;
        }
        link(xml, "self", "application/atom+xml", &format!("{base}{}", head.path))?;
        link(xml, "alternate", "text/html", &page)?;
        if let Some(licence) = &stage.config().licence {
            text(xml, "rights", &licence.0)?;
        }
        xml.create_element("author")
            .write_inner_content(|xml| text(xml, "name", stage.config().title()))?;
        xml.create_element("generator")
            .with_attribute(("version", env!("CARGO_PKG_VERSION")))
            .write_text_content(BytesText::new("Dateline"))?;
        entries(xml)
    })?;
    let to = xml.into_inner();
    to.write_all(b"\n")?;
    Ok(())
}

fn feed_entry<W: Write>(
    stage: &Stage<'_>,
    base: &str,
    xml: &mut Writer<W>,
    updated: DateTime<Utc>,
    published: DateTime<Utc>,
    entry: EntryId,
) -> std::io::Result<()> {
    let site = stage.site();
    let address = format!("{base}{}", stage.entry_href(entry));
    text(xml, "id", &address)?;
    let title = stage.entry_title(entry);
    match entry {
        // What happened when is the point of an event, and no element of Atom's says it.
        EntryId::Event(_) => {
            text(xml, "title", &format!("{}: {title}", stage.entry_date_text(entry)))?
        }
        EntryId::Article(_) => text(xml, "title", title)?,
    }
    link(xml, "alternate", "text/html", &address)?;
    text(xml, "published", &rfc3339(published))?;
    text(xml, "updated", &rfc3339(updated))?;
    let summary = match entry {
        EntryId::Event(id) => site.event(id).summary.as_ref(),
        EntryId::Article(id) => {
            let article = site.article(id);
            if let Some(byline) = &article.byline {
                xml.create_element("author")
                    .write_inner_content(|xml| text(xml, "name", stage.say(byline)))?;
            }
            article.summary.as_ref()
        }
    };
    for term in site.entry_terms(entry) {
        let term = site.term(term);
        xml.create_element("category")
            .with_attributes([("term", term.key.as_str()), ("label", term.title(site.language()))])
            .write_empty()?;
    }
    if let Some(prose) = summary.and_then(|summary| stage.pick(summary)) {
        let html = prose.0.fill(&PageFill { stage, root: base, scope: "", said: None });
        xml.create_element("summary")
            .with_attribute(("type", "html"))
            .write_text_content(BytesText::new(html.trim_end()))?;
    }
    Ok(())
}

fn text<W: Write>(xml: &mut Writer<W>, name: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content))?;
    Ok(())
}

fn link<W: Write>(xml: &mut Writer<W>, rel: &str, kind: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", href)])
        .write_empty()?;
    Ok(())
}

fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The most addresses that one sitemap holds (sitemaps.org, protocol 0.9).
pub const SITEMAP_SIZE: usize = 50_000;

/// `sitemap.xml`: the addresses of all pages (sitemaps.org, protocol 0.9).
pub fn sitemap(base: &str, hrefs: &[&str], to: &mut dyn Sheet) -> Result<(), Failure> {
    let stands = Sketch::of(&(base, hrefs)).is_some_and(|sketch| to.stands(sketch));
    if stands { Ok(()) } else { list_of_addresses(base, hrefs, ("urlset", "url"), to) }
}

fn list_of_addresses(
    base: &str,
    hrefs: &[impl AsRef<str>],
    (list, item): (&str, &str),
    to: &mut dyn Write,
) -> Result<(), Failure> {
    let mut xml = Writer::new_with_indent(to, b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let set = xml
        .create_element(list)
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    set.write_inner_content(|xml| {
        for href in hrefs {
            xml.create_element(item)
                .write_inner_content(|xml| text(xml, "loc", &[base, href.as_ref()].concat()))?;
        }
        Ok(())
    })?;
    let to = xml.into_inner();
    to.write_all(b"\n")?;
    Ok(())
}

/// `sitemap.xml` of a site with more pages than one sitemap holds: the addresses of sitemaps.
pub fn sitemap_index(base: &str, parts: &[String], to: &mut dyn Write) -> Result<(), Failure> {
    list_of_addresses(base, parts, ("sitemapindex", "sitemap"), to)
}

/// `robots.txt`: everything may be read, and where the sitemap is.
pub fn robots(base: Option<&str>, to: &mut dyn Write) -> Result<(), Failure> {
    to.write_all(b"User-agent: *\nAllow: /\n")?;
    if let Some(base) = base {
        writeln!(to, "Sitemap: {base}sitemap.xml")?;
    }
    Ok(())
}
