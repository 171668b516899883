//! Rules about whether the files of a site can be read at all, and stand where they are read.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Files";
    NOT_UTF8 = "not-utf8", Error {
        what: "a file is not valid UTF-8",
        why: "Any other encoding would have to be guessed, and a wrong guess garbles names. Save the file as UTF-8; until then only its name is used.",
    }
    YAML_SYNTAX = "yaml-syntax", Error {
        what: "a file is not valid YAML",
        why: "What cannot be read cannot be checked. The place is where reading became impossible; the mistake may stand a little above it.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: Inquiry: the first day\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: \"Inquiry: the first day\"\n",
    }
    TOO_DEEP = "too-deep", Error {
        what: "YAML is nested more than 64 levels deep",
        why: "No content needs that. It is a slip or an attack, and reading it takes time that grows with the square of its depth.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  extra:\n    a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  extra:\n    a: []\n",
    }
    FRONT_MATTER = "front-matter", Error {
        what: "a Markdown file has no fields on top",
        why: "Without them it has no title, and an article no date. The fields stand in YAML between two lines `---`.",
        file: "content/pages/about.md",
        wrong: "# About this timeline\n\nWe keep it from day to day.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.\n",
    }
    EMPTY_FILE = "empty-file", Warning {
        what: "a file of events says nothing",
        why: "It may have been meant to hold something: an editor that saved nothing, or a merge that lost everything.",
        file: "content/events/example.yaml",
        wrong: "# The inquiry, to come.\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    STRAY_FILE = "stray-file", Warning {
        what: "a file stands where Dateline does not read it",
        why: "Its author believes that it is published. Most often only the name is wrong: `.yml` instead of `.yaml`, or a folder too high.",
        file: "content/events/example.yml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
        instead: "content/events/example.yaml",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n",
    }
    PATH_TAKEN = "path-taken", Error {
        what: "two files of the site have one address",
        why: "One of them would never be seen, and which one would be chance. A file under `content/static/` may replace `robots.txt` and what a theme brings, but no page.",
        file: "content/static/sources.html",
        wrong: "<p>Our sources.</p>\n",
        instead: "content/static/old-sources.html",
        right: "<p>Our sources.</p>\n",
    }
}
