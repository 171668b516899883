"""Whether Dateline made what Hugo made of the same content: pages by kind, what lists link to, and what pages say."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

COMPARED = 20  # pages of events, evenly spread

EVENT_OF_HUGO = re.compile(r'href="/events/([^"/]+)/"')
EVENT_OF_DATELINE = re.compile(r'href="[^"]*events/([^"/#]+)\.html')


class Different(Exception):
    """Dateline did not do what Hugo did."""


def compare(hugo: Path, dateline: Path) -> str:
    """Compares two outputs; what was found the same, in a sentence. Raises `Different`."""
    found = []
    for kind in ("events", "years", "tags", "actors"):
        keys = sorted(path.parent.name for path in (hugo / kind).glob("*/index.html"))
        missing = [key for key in keys if not (dateline / kind / f"{key}.html").exists()]
        demand(keys and not missing, f"{kind}: {len(missing)} of {len(keys)} pages are missing, such as {missing[:1]}")
        found.append(f"{len(keys):,} {kind}")
        if kind != "events":
            for key in keys:
                compare_list(hugo / kind / key / "index.html", pages_of(dateline, kind, key))
    compare_list(hugo / "index.html", [dateline / "index.html", *dateline.glob("years/*.html")])
    events = [path.parent for path in sorted((hugo / "events").glob("*/index.html"))]
    compared = events[:: max(1, len(events) // COMPARED)]
    for event in compared:
        compare_event(event / "index.html", dateline / "events" / f"{event.name}.html")
    compare_machine_files(hugo, dateline)
    return (
        f"pages of {', '.join(found)}; every list links to the same events; {len(compared)} pages of events have the "
        "same title, text, sources, tags and actors; feed and sitemap name as many"
    )


def count(hugo: Path, blades: Path) -> None:
    """Whether blades made as many pages of each kind; what they say is in `benches/blades` to read."""
    for kind in ("events", "years", "tags", "actors"):
        theirs = len(list((hugo / kind).glob("*/index.html")))
        ours = len(list((blades / kind).glob("*.html" if kind == "events" else "*/index.html")))
        ours -= kind == "events"  # its index
        demand(theirs == ours, f"{kind}: {ours} pages for {theirs}")


def demand(condition: object, complaint: str) -> None:
    if not condition:
        raise Different(complaint)


# --- Lists


def pages_of(dateline: Path, kind: str, key: str) -> Iterator[Path]:
    """The page of a list, and those that it is divided into."""
    yield dateline / kind / f"{key}.html"
    yield from (dateline / kind).glob(f"{key}-*.html" if kind == "years" else f"{key}/*.html")


def compare_list(hugo: Path, dateline: Iterator[Path] | list[Path]) -> None:
    theirs = set(EVENT_OF_HUGO.findall(hugo.read_text(encoding="utf-8")))
    ours = {event for page in dateline for event in EVENT_OF_DATELINE.findall(page.read_text(encoding="utf-8"))}
    demand(theirs and theirs <= ours, f"{hugo} links to {len(theirs - ours)} events that Dateline's list has not")


# --- Pages of events


@dataclass(frozen=True, slots=True)
class Content:
    blocks: list[str]  # the text of each paragraph, heading and item
    links: set[tuple[str, str]]  # where to, and the words


def compare_event(hugo: Path, dateline: Path) -> None:
    page = hugo.read_text(encoding="utf-8")
    ours = content(dateline.read_text(encoding="utf-8"))
    title, summary = r"(<h1>.*?</h1>)", r'<div class="summary">(.*?)</div>'
    body = r'<div class="body">(.*?)<h2>Tags</h2>'
    written = re.search(rf"{title}.*?{summary}\s*{body}", page, re.DOTALL)
    demand(written, f"{hugo} is not what its template makes")
    assert written
    blocks = content("\n".join(written.groups())).blocks
    demand(len(blocks) > 4, f"{hugo} says nearly nothing")
    for block in blocks:
        demand(block in ours.blocks, f"{dateline} does not say: {block}")
    terms = sources = 0
    for address, words in content(page).links:
        if term := re.fullmatch(r"/(tags|actors)/([^/]+)/", address):
            terms += 1
            demand((f"../{term[1]}/{term[2]}.html", words) in ours.links, f"{dateline} does not name {words}")
        elif address.startswith("https://"):
            sources += 1
            demand((address, words) in ours.links, f"{dateline} does not link to {address} as {words}")
    demand(terms > 2 and sources, f"{hugo} has no tags, actors or sources")


def content(page: str) -> Content:
    reader = Reader()
    reader.feed(page)
    reader.close()
    reader.end_block()
    return Content(reader.blocks, reader.links)


class Reader(HTMLParser):
    """Takes a page apart into blocks of text and links."""

    INLINE = frozenset("a abbr b bdi cite code em i small span strong time".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.links: set[tuple[str, str]] = set()
        self.block = ""
        self.link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.INLINE:
            self.end_block()
        elif tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.block))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link:
            address, start = self.link
            self.links.add((address, plain(self.block[start:])))
            self.link = None
        elif tag not in self.INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        self.block += data

    def end_block(self) -> None:
        if text := plain(self.block):
            self.blocks.append(text)
        self.block = ""


def plain(text: str) -> str:
    """Hugo makes curly quotes of straight ones."""
    straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
    return " ".join(straight.split())


# --- Feed and sitemap


def compare_machine_files(hugo: Path, dateline: Path) -> None:
    items = (hugo / "feed.xml").read_text(encoding="utf-8").count("<item>")
    entries = (dateline / "feed.xml").read_text(encoding="utf-8").count("<entry>")
    demand(0 < items <= entries, f"feed.xml: {entries} entries for {items} items")
    theirs = events_of((hugo / "sitemap.xml").read_text(encoding="utf-8"))
    ours = [path.read_text(encoding="utf-8") for path in dateline.glob("sitemap*.xml")]
    missing = theirs - events_of("".join(ours))
    demand(theirs and not missing, f"sitemap.xml: {len(missing)} events are missing")


def events_of(sitemap: str) -> set[str]:
    return {html.unescape(event) for event in re.findall(r"<loc>[^<]*/events/([^<]+?)(?:/|\.html)</loc>", sitemap)}
