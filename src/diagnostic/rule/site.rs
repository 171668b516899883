//! Rules about settings and themes.

use super::{Example, Info, Normally, Rule, Subject};

rules! { "The site and its theme";
    NO_BASE_URL = "no-base-url", Warning {
        what: "without a base URL there is no feed, sitemap or canonical address",
        why: "These hold whole addresses, which only `base_url` can give. A site that needs none of them can say so in `outputs`.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\n",
        right: "title: The Harbour\nbase_url: https://example.org/\n",
    }
    UNKNOWN_RULE = "unknown-rule", Error {
        what: "the settings name a rule that there is not",
        why: "A misspelt rule would change nothing, and its author would believe that it does.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\nbase_url: https://example.org/\nlints: {missing-alts: error}\n",
        right: "title: The Harbour\nbase_url: https://example.org/\nlints: {missing-alt: error}\n",
    }
    UNKNOWN_THEME = "unknown-theme", Error {
        what: "the theme is not there",
        why: "The site would be published in another look than its author chose. Without `theme` the built-in one is used.",
        file: "dateline.yaml",
        wrong: "title: The Harbour\nbase_url: https://example.org/\ntheme: newspaper\n",
        right: "title: The Harbour\nbase_url: https://example.org/\n",
    }
    TEMPLATE = "template", Error {
        what: "a template does not compile, or cannot render a page",
        why: "Pages would be missing or half made. docs/themes.md tells what each template sees.",
        settings: "theme: own\n",
        file: "themes/own/templates/footer.html",
        wrong: "<footer>{{ site.titel }}</footer>\n",
        right: "<footer>{{ site.title }}</footer>\n",
    }
    UNKNOWN_MESSAGE = "unknown-message", Warning {
        what: "a theme has words that no template asks for",
        why: "A misspelt key leaves the built-in words on the page. The keys are those of the built-in theme's `i18n/en.yaml`, and those that your own templates ask for.",
        settings: "theme: own\n",
        file: "themes/own/i18n/en.yaml",
        wrong: "timline: Chronicle\n",
        right: "timeline: Chronicle\n",
    }
    NO_MESSAGES = "no-messages", Warning {
        what: "the theme does not speak the site's language",
        why: "Its own words, such as \"Sources\", are English then, among content in another language. A translation is one file.",
        file: "dateline.yaml",
        wrong: "title: De haven\nbase_url: https://example.org/\nlanguage: nl\n",
        right: "title: Der Hafen\nbase_url: https://example.org/\nlanguage: de\n",
    }
    MISSING_MESSAGES = "missing-messages", Warning {
        what: "a translation lacks words or plural forms",
        why: "English stands in for them in the middle of a page. The file that is asked for has every key of the built-in theme's `i18n/en.yaml`, with the plural forms of its own language.",
        settings: "language: nl\ntheme: own\n",
        file: "themes/own/i18n/nl.yaml",
        wrong: "locale: nl\ntimeline: Tijdlijn\n",
    }
}
