//! Tables: cells with their alignment as a class, since a page has no style attributes.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// A table's cells need their alignment as a class.
#[derive(Default)]
pub struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Table {
    pub fn rewrite<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let html: CowStr<'a> = match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns = columns;
                "<div class=\"table\" tabindex=\"0\"><table>\n".into()
            }
            Event::End(TagEnd::Table) => "</tbody>\n</table></div>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.column) = (true, 0);
                "<thead>\n<tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"end\"",
                    Some(Alignment::Center) => " class=\"centre\"",
                    _ => "",
                };
                self.column += 1;
                if self.in_head {
                    format!("<th scope=\"col\"{class}>").into()
                } else {
                    format!("<td{class}>").into()
                }
            }
            Event::End(TagEnd::TableCell) => if self.in_head { "</th>" } else { "</td>" }.into(),
            other => return other,
        };
        Event::Html(html)
    }
}
