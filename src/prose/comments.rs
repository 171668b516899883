//! Comments: `<!-- … -->` is for the desk and never reaches a page.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

type Placed<'a> = (Event<'a>, Range<usize>);

/// Takes comments out of a text; answers also where one begins that does not end.
pub fn take_out<'a>(
    markdown: &str,
    events: Vec<Placed<'a>>,
) -> (Vec<Placed<'a>>, Vec<Range<usize>>) {
    // Without one there is no HTML at all.
    if memchr(b'<', markdown.as_bytes()).is_none() {
        return (events, Vec::new());
    }
    let mut unclosed = in_text(markdown, &events);
    let mut kept: Vec<Placed<'a>> = Vec::with_capacity(events.len());
    // Where the comment begins that the lines of a block have not ended yet.
    let mut open: Option<Range<usize>> = None;
    for (event, range) in events {
        match event {
            Event::Html(text) => {
                let rest = without(&text, &range, &mut open);
                kept.extend(rest.map(|rest| (Event::Html(rest), range)));
            }
            Event::InlineHtml(text) => {
                let rest = without(&text, &range, &mut None);
                kept.extend(rest.map(|rest| (Event::InlineHtml(rest), range)));
            }
            Event::End(TagEnd::HtmlBlock) => {
                unclosed.extend(open.take());
                if matches!(kept.last(), Some((Event::Start(Tag::HtmlBlock), _))) {
                    kept.pop();
                } else {
                    kept.push((event, range));
                }
            }
            _ => kept.push((event, range)),
        }
    }
    (kept, unclosed)
}

/// What is left of a piece of HTML; none where that is only white space.
fn without<'a>(
    text: &str,
    range: &Range<usize>,
    open: &mut Option<Range<usize>>,
) -> Option<CowStr<'a>> {
    let mut left = String::new();
    let mut rest = text;
    loop {
        if open.is_some() {
            let Some(end) = rest.find("-->") else { break };
            rest = &rest[end + 3..];
            *open = None;
        }
        let Some(start) = rest.find("<!--") else {
            left.push_str(rest);
            break;
        };
        left.push_str(&rest[..start]);
        rest = &rest[start + 4..];
        // These two are whole comments (CommonMark 0.31, 6.6).
        let short = [">", "->"].into_iter().find(|end| rest.starts_with(end));
        match short {
            Some(end) => rest = &rest[end.len()..],
            None => *open = Some(range.start..(range.start + 4).min(range.end)),
        }
    }
    (!left.trim().is_empty()).then(|| left.into())
}

/// Where words begin a comment that does not end before the paragraph does; Markdown takes it for words.
fn in_text(markdown: &str, events: &[Placed<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut in_code = false;
    let mut run = 0..0;
    let mut look = |run: Range<usize>| {
        for (at, begin) in markdown[run.clone()].match_indices("<!--") {
            let start = run.start + at;
            if !markdown[..start].ends_with('\\') {
                found.push(start..start + begin.len());
            }
        }
    };
    for (event, range) in events {
        match event {
            Event::Text(_) if !in_code && range.start == run.end => run.end = range.end,
            Event::Text(_) if !in_code => look(std::mem::replace(&mut run, range.clone())),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
    }
    look(run);
    found
}
