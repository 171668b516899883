#!/usr/bin/env python3
"""Makes the corpus of the benchmarks: so many events, the same ones each time, in the form of each tool.

Event number i depends on the seed and on i alone, so a small corpus is the beginning of a large one. Nothing of the
whole corpus is held in memory, and every processor makes a part of it.
"""

import argparse
import functools
import html
import json
import multiprocessing
import os
import random
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

HERE = Path(__file__).resolve().parent
SEED = os.environ.get("CORPUS_SEED", "dateline-1")  # another one gives other content of the same kind
CHUNK = 1_000  # events that a process makes at a time; whole lists of YAML
LISTED = 100  # events in a list of YAML

WORDS = (HERE / "corpus.words").read_text(encoding="utf-8").split()
TAGS = [
    f"{subject} {matter}"
    for subject in "Public Foreign Energy Press Labor Health Digital Military Climate Housing".split()
    for matter in "Policy Finance Courts Protest Oversight Security".split()
]
FIRST_NAMES = """
Ada Boris Clara Dmitri Elena Farid Greta Hugo Ines Jonas Karin Luis Mara Nikhil Olga Pedro Quinn Rosa Samir Tessa
""".split()
LAST_NAMES = """
Abbott Brandt Castillo Dvorak Eriksen Fontaine Grimaldi Haddad Ivanov Jansen Kowalski Lindqvist Moreau Novak Okafor
""".split()
ACTORS = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
PUBLISHERS = [
    "The Daily Ledger",
    "Reuter Wire",
    "Courthouse Monitor",
    "Müller & Söhne Verlag",
    "Gazette d'État",
    "Public Record Office",
    "Open Budget Watch",
    "Evening Standard-Times",
    "Institute for Data <Policy>",
    'Radio 4 "Today"',
]


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    date: str  # EDTF: a year, a month or a day
    title: str
    summary: str  # Markdown, as the body
    body: str
    tags: list[str]
    actors: list[str]
    place: Place
    sources: list[Source]

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def first_day(self) -> str:
        """The first day of the date, for tools that know only days."""
        return self.date + {4: "-01-01", 7: "-01", 10: ""}[len(self.date)]


class Chance:
    """Choices without a system, but always the same ones for a seed."""

    def __init__(self, seed: str) -> None:
        self.source = random.Random(seed)
        self.below_one = self.source.random

    def happens(self, chance: float) -> bool:
        return self.below_one() < chance

    def between(self, least: int, most: int) -> int:
        return least + int(self.below_one() * (most - least + 1))

    def one_of(self, items: Sequence[Item]) -> Item:
        return items[int(self.below_one() * len(items))]

    def some_of(self, items: Sequence[Item], count: int) -> list[Item]:
        return self.source.sample(items, count)

    def words(self, least: int, most: int) -> list[str]:
        return [self.one_of(WORDS) for _ in range(self.between(least, most))]


def make_places() -> list[Place]:
    chance = Chance(f"{SEED}-places")
    names = [
        f"{side} {land}"
        for side in "North South East West Upper Lower New Old Port Saint Fort Lake".split()
        for land in "Harbor Valley Ridge Falls Grove Haven Bay Crossing Springs Hill".split()
    ]
    return [
        Place(slug(name), name, round(130 * chance.below_one() - 60, 4), round(360 * chance.below_one() - 180, 4))
        for name in names
    ]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


PLACES = make_places()


# --- One event


def event(number: int) -> Event:
    chance = Chance(f"{SEED}-{number}")
    date = make_date(chance)
    words = chance.words(4, 10)
    return Event(
        id=slug(f"{date} {' '.join(words[:5])} {number:06}"),
        date=date,
        title=make_title(chance, " ".join(words).capitalize()),
        summary=" ".join(sentence(chance) for _ in range(chance.between(1, 2))),
        body=make_body(chance),
        tags=sorted(chance.some_of(TAGS, chance.between(2, 5))),
        # A few actors are everywhere, and many are rare.
        actors=sorted({ACTORS[min(int(chance.source.expovariate(1 / 70)), 299)] for _ in range(chance.between(1, 4))}),
        place=chance.one_of(PLACES),
        sources=[make_source(chance, date[:4]) for _ in range(chance.between(1, 5))],
    )


def make_date(chance: Chance) -> str:
    year, month, day = chance.between(1970, 2026), chance.between(1, 12), chance.between(1, 28)
    kind = chance.below_one()
    if kind < 0.1:
        return f"{year}"
    return f"{year}-{month:02}" if kind < 0.3 else f"{year}-{month:02}-{day:02}"


def make_title(chance: Chance, title: str) -> str:
    """Some titles have what has to be escaped."""
    kind = chance.below_one()
    if kind < 0.05:
        return f'{title} & "aftermath"'
    if kind < 0.10:
        return f"L’affaire {chance.one_of(LAST_NAMES)}: {title}"
    return f"{title} <draft>" if kind < 0.14 else title


def make_source(chance: Chance, year: str) -> Source:
    path = f"{year}/{chance.between(1, 12):02}/{slug(heading(chance))}-{chance.between(1_000, 99_999)}"
    return Source(
        url=f"https://news.example.com/{path}?ref=a&id={chance.between(1, 999)}",
        title=heading(chance) + chance.one_of(["", " & more", ": an account", " (archived)"]),
        publisher=chance.one_of(PUBLISHERS),
    )


def make_body(chance: Chance) -> str:
    """140 to 350 words of Markdown: headings, paragraphs, lists and a quotation."""
    wanted = chance.between(140, 350)
    blocks = [paragraph(chance, 40)]
    kinds: list[Callable[[Chance], str]] = [bullets, quotation, section, numbers]
    number, words = 0, count(blocks[0])
    while words < wanted:
        added = ["## " + heading(chance)] if number % 3 == 0 else []
        kind = kinds[number] if number < len(kinds) else functools.partial(paragraph, words=45)
        added.append(kind(chance))
        words += sum(count(block) for block in added)
        blocks += added
        number += 1
    return "\n\n".join(blocks) + "\n"


def count(text: str) -> int:
    return text.count(" ") + 1


def paragraph(chance: Chance, words: int) -> str:
    sentences: list[str] = []
    while words > 0:
        sentences.append(sentence(chance))
        words -= count(sentences[-1])
    return " ".join(sentences)


def bullets(chance: Chance) -> str:
    return "\n".join(f"- {sentence(chance, 5, 12)}" for _ in range(chance.between(3, 5)))


def numbers(chance: Chance) -> str:
    return "\n".join(f"{number}. {sentence(chance, 5, 10)}" for number in range(1, chance.between(3, 4) + 1))


def quotation(chance: Chance) -> str:
    return f"> {sentence(chance, 12, 24)}\n>\n> — {chance.one_of(ACTORS)}"


def section(chance: Chance) -> str:
    return f"### {heading(chance)}\n\n{paragraph(chance, 30)}"


def heading(chance: Chance) -> str:
    return " ".join(chance.words(2, 5)).capitalize()


def sentence(chance: Chance, least: int = 8, most: int = 20) -> str:
    """A sentence, in every third of which something is emphasised, a link or code."""
    words = chance.words(least, most)
    words[0] = words[0].capitalize()
    at, last = chance.between(1, len(words) - 3), len(words) - 1
    kind = chance.below_one()
    if kind < 0.12:
        words[at] = f"*{words[at]}*"
    elif kind < 0.22:
        words[at], words[at + 1] = f"**{words[at]}", f"{words[at + 1]}**"
    elif kind < 0.32:
        address = f"https://example.org/{chance.one_of(WORDS)}/{chance.between(1_000, 99_999)}"
        words[at] = f"[{words[at]}]({address})"
    elif kind < 0.36:
        words[at] = f"`{words[at]}`"
    if last > 8 and chance.happens(0.5):
        words[last // 2] += ","
    return " ".join(words) + ("." if chance.happens(0.93) else "?")


# --- Each tool's form


def quoted(text: str) -> str:
    """A text as JSON, YAML (in double quotes) and TOML (a basic string) have it alike."""
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class Dateline:
    """What both forms of Dateline's content share."""

    SETTINGS = "title: Bench Timeline\nbase_url: https://bench.example/\nlanguage: en\n"

    def prepare(self, folder: Path) -> None:
        put(folder / "dateline.yaml", self.SETTINGS)
        places = (
            f"{place.key}:\n  name: {quoted(place.name)}\n  lat: {place.lat}\n  lon: {place.lon}\n  precision: city\n"
            for place in PLACES
        )
        put(folder / "content/places.yaml", "".join(places))
        (folder / "content/events").mkdir()

    def fields(self, event: Event) -> list[str]:
        sources = [
            f"  - {{publisher: {quoted(source.publisher)}, title: {quoted(source.title)}, url: {quoted(source.url)}}}"
            for source in event.sources
        ]
        return [
            f"id: {event.id}",
            f'date: "{event.date}"',
            f"published: {event.first_day}",
            f"title: {quoted(event.title)}",
            f"summary: {quoted(event.summary)}",
            f"tags: {listed(event.tags)}",
            f"actors: {listed(event.actors)}",
            f"places: [{event.place.key}]",
            "sources:",
            *sources,
        ]


class DatelineMarkdown(Dateline):
    """A file of Markdown for each event, as other tools have it."""

    def write(self, folder: Path, first: int, events: Sequence[Event]) -> None:
        for event in events:
            text = "\n".join(["---", *self.fields(event), "---", event.body])
            (folder / f"content/events/{event.id}.md").write_text(text, encoding="utf-8")


class DatelineYaml(Dateline):
    """Lists of a hundred events."""

    def write(self, folder: Path, first: int, events: Sequence[Event]) -> None:
        for start in range(0, len(events), LISTED):
            items = (self.item(event) for event in events[start : start + LISTED])
            path = folder / f"content/events/{(first + start) // LISTED:05}.yaml"
            path.write_text("".join(items), encoding="utf-8")

    def item(self, event: Event) -> str:
        body = "".join(f"    {line}" if line.strip() else line for line in event.body.splitlines(keepends=True))
        return "- " + "\n  ".join(self.fields(event)) + f"\n  body: |\n{body}"


class Hugo:
    """Hugo's content, with templates that make the same kinds of pages."""

    def prepare(self, folder: Path) -> None:
        shutil.copytree(HERE / "hugo", folder)
        put(folder / "content/events/_index.md", "---\ntitle: Events\nbuild:\n  render: never\n---\n")

    def write(self, folder: Path, first: int, events: Sequence[Event]) -> None:
        for event in events:
            sources = (
                f"- url: {quoted(source.url)}\n  title: {quoted(source.title)}\n  publisher: {quoted(source.publisher)}"
                for source in event.sources
            )
            lines = [
                "---",
                f"title: {quoted(event.title)}",
                f"slug: {event.id}",
                f"date: {event.first_day}",
                f'edtf: "{event.date}"',
                f"summary: {quoted(event.summary)}",
                f'years: ["{event.year}"]',
                f"tags: {listed(event.tags)}",
                f"actors: {listed(event.actors)}",
                f"place:\n  name: {quoted(event.place.name)}\n  lat: {event.place.lat}\n  lon: {event.place.lon}",
                "sources:",
                *sources,
                "---",
                event.body,
            ]
            (folder / f"content/events/{event.id}.md").write_text("\n".join(lines), encoding="utf-8")


class Blades:
    """The content of blades, with templates like Hugo's; it escapes nothing in fields of one's own."""

    SETTINGS = """output_dir = "public"
title = "Bench Timeline"
url = "https://bench.example"
atom = false

[taxonomies.tags]
title = "Tags"

[taxonomies.actors]
title = "Actors"

[taxonomies.years]
title = "Years"
key_template = "year.html"
"""

    def prepare(self, folder: Path) -> None:
        shutil.copytree(HERE / "blades", folder)
        put(folder / "Blades.toml", self.SETTINGS)
        put(folder / "content/index.toml", 'title = "Timeline"\ntemplate = "home.html"\n')
        put(folder / "content/events/index.toml", 'title = "Events"\n')

    def write(self, folder: Path, first: int, events: Sequence[Event]) -> None:
        for event in events:
            place = f"{event.place.name} ({event.place.lat}, {event.place.lon})"
            sources = ", ".join(
                f"{{url = {quoted(html.escape(source.url))}, title = {quoted(html.escape(source.title))}, "
                f"publisher = {quoted(html.escape(source.publisher))}}}"
                for source in event.sources
            )
            lines = [
                "+++",
                f"title = {quoted(event.title)}",
                f"slug = {quoted(event.id)}",
                f"date = {event.first_day}",
                "[taxonomies]",
                f"tags = {listed(event.tags)}",
                f"actors = {listed(event.actors)}",
                f'years = ["{event.year}"]',
                "[extra]",
                f'edtf = "{event.date}"',
                f"summary = {quoted(event.summary)}",
                f"place = {quoted(place)}",
                f"sources = [{sources}]",
                "+++",
                event.body,
            ]
            (folder / f"content/events/{event.id}.md").write_text("\n".join(lines), encoding="utf-8")


FORMS = {
    "dateline-markdown": DatelineMarkdown(),
    "dateline-yaml": DatelineYaml(),
    "hugo": Hugo(),
    "blades": Blades(),
}


# --- The whole corpus


def make(folder: Path, events: int, forms: Sequence[str]) -> None:
    """Writes so many events in each form, into a folder of its name; what is there is made anew."""
    for form in forms:
        shutil.rmtree(folder / form, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        FORMS[form].prepare(folder / form)
    chunks = [(first, min(CHUNK, events - first)) for first in range(0, events, CHUNK)]
    write = functools.partial(write_chunk, folder, forms)
    with multiprocessing.Pool(min(len(os.sched_getaffinity(0)), max(1, len(chunks)))) as pool:
        for _ in pool.imap_unordered(write, chunks):
            pass


def write_chunk(folder: Path, forms: Sequence[str], chunk: tuple[int, int]) -> None:
    first, count = chunk
    events = [event(number) for number in range(first, first + count)]
    for form in forms:
        FORMS[form].write(folder / form, first, events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where each form gets a folder of its own")
    parser.add_argument("forms", nargs="+", choices=FORMS, metavar="FORM", help=", ".join(FORMS))
    parser.add_argument("--events", type=int, default=10_000, metavar="N", help="how many (%(default)s)")
    given = parser.parse_args()
    make(given.folder, given.events, given.forms)


if __name__ == "__main__":
    main()
