//! Rules about Markdown, its links and its pictures.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "Texts, links and pictures";
    RAW_HTML = "raw-html", Warning {
        what: "a text holds HTML, which is shown as text",
        why: "Pages hold no markup that nobody checked. The reader sees the tag itself, which is hardly what was meant.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from <i>day to day</i>.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from *day to day*.\n",
    }
    EMPTY_LINK = "empty-link", Warning {
        what: "a link has no words",
        why: "Nobody can see it or click it, and a screen reader reads out the address.",
        file: "content/articles/example.md",
        wrong: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into the fire [](event:harbour-fire).\n",
        right: "---\ntitle: The inquiry\ndate: 2024-04-02\n---\n\nIt looks into [the fire](event:harbour-fire).\n",
    }
    UNSAFE_LINK = "unsafe-link", Error {
        what: "a link has a scheme that could run code",
        why: "Links of a site lead to pages, mail and telephones. `javascript:` and the like run with the rights of the page that holds them.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n[Print it](javascript:print()).\n",
        right: "---\ntitle: About this timeline\n---\n\nEvery page can be printed.\n",
    }
    BROKEN_LINK = "broken-link", Error {
        what: "a link leads to a page that the site does not have",
        why: "The reader would see a page that says that nothing is there.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nSee [the sources](source.html).\n",
        right: "---\ntitle: About this timeline\n---\n\nSee [the sources](sources.html).\n",
    }
    BROKEN_ANCHOR = "broken-anchor", Warning {
        what: "a link leads to a heading that its text does not have",
        why: "The browser stays where it is, so that the link seems dead. Headings that were reworded get another anchor, unless they name one: `## Words {#anchor}`.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nSee [below](#method).\n\n## How we work\n\nFrom day to day.\n",
        right: "---\ntitle: About this timeline\n---\n\nSee [below](#how-we-work).\n\n## How we work\n\nFrom day to day.\n",
    }
    OUTSIDE_PICTURE = "outside-picture", Error {
        what: "a picture is not a file of the site",
        why: "No page asks another server for anything: that server would learn who reads what, and the picture could change or go.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n![The quay](https://pictures.example/quay.svg)\n",
        right: "---\ntitle: About this timeline\n---\n\n![The quay](media/quay.svg)\n",
    }
    MISSING_ALT = "missing-alt", Warning {
        what: "a picture has no alternative text",
        why: "Readers who do not see the picture are told nothing of it. Say in a sentence what it shows.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\n![](media/quay.svg)\n",
        right: "---\ntitle: About this timeline\n---\n\n![The quay, seen from the water](media/quay.svg)\n",
    }
    MISSING_MEDIA = "missing-media", Error {
        what: "a file that is named is not under content/media/",
        why: "The page would show a broken picture or offer a file that is not there. Capitals count, on every system.",
        file: "content/events/example.yaml",
        wrong: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  media:\n    - {file: media/Quay.svg, alt: The quay, credit: Harbour Office}\n",
        right: "- id: harbour-inquiry\n  date: 2024-04\n  title: The inquiry opens\n  media:\n    - {file: media/quay.svg, alt: The quay, credit: Harbour Office}\n",
    }
    UNUSED_FOOTNOTE = "unused-footnote", Warning {
        what: "nothing refers to a footnote",
        why: "It is left out, and with it what it says. Most often its label was misspelt or the sentence was cut.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.\n\n[^1]: Since 2024.\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n\n[^1]: Since 2024.\n",
    }
    UNKNOWN_FOOTNOTE = "unknown-footnote", Warning {
        what: "a footnote that is referred to is not there",
        why: "The reference is shown as plain text, `[^1]`, and the note that it promises is missing.",
        file: "content/pages/about.md",
        wrong: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n",
        right: "---\ntitle: About this timeline\n---\n\nWe keep it from day to day.[^1]\n\n[^1]: Since 2024.\n",
    }
    OPEN_COMMENT = "open-comment", Error {
        what: "a comment in a text has no end",
        why: "Comments (`<!-- … -->`) are for the desk and are left out. Without its end there is no telling where the \
            text goes on, and the comment could be published.",
        file: "content/events/example.yaml",
        wrong: "- id: moon-landing\n  date: 1969-07-20\n  title: The Moon landing\n  \
            summary: The Eagle lands. <!-- call Houston again\n",
        right: "- id: moon-landing\n  date: 1969-07-20\n  title: The Moon landing\n  \
            summary: The Eagle lands. <!-- call Houston again -->\n",
    }
    BROKEN_PICTURE = "broken-picture", Error {
        what: "a picture is cut off or cannot be read",
        why: "Readers would see half of it or nothing, and Dateline cannot remove from it what it cannot tell from the \
            pixels: where it was taken, by which camera, a small version of how it looked before it was cut.",
    }
    ACTIVE_SVG = "active-svg", Error {
        what: "a drawing runs code or asks other servers for something",
        why: "Within a page it can do neither; but a reader can open the drawing by itself, where the policy of the \
            page does not hold. Then it acts in the site's name, or tells another server who reads it.",
        file: "content/media/quay.svg",
        wrong: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\"><rect width=\"640\" height=\"360\" onclick=\"report()\"/></svg>\n",
        right: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\"><rect width=\"640\" height=\"360\"/></svg>\n",
    }
    METADATA_KEPT = "metadata-kept", Warning {
        what: "a file is published with metadata that Dateline cannot remove",
        why: "Documents, films and pictures of other kinds often say who made them, when, where, and on which machine. \
            Dateline removes that from JPEG, PNG, WebP, GIF and SVG only.",
    }
}
