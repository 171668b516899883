"""docs/performance.md: sections of its own for each measurement, replaced when it is done again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/performance.md"


@dataclass(frozen=True, slots=True)
class Where:
    """What was measured, when, and on which machine."""

    date: str
    machine: str
    dateline: str
    runs: int

    def __str__(self) -> str:
        what = f"{self.date}, Dateline {self.dateline}; {self.machine}."
        return f"{what} Medians of {self.runs} runs; memory is the most of any.\n"


def write(name: str, section: str) -> None:
    """Puts a section in the place of the one of its name, or at the end."""
    begin, end = f"<!-- benches/peers: {name} -->\n", f"<!-- end of {name} -->\n"
    text = DOCUMENT.read_text(encoding="utf-8")
    block = f"{begin}\n{section.rstrip()}\n\n{end}"
    old = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if old.search(text):
        text = old.sub(lambda _: block, text)
    else:
        text = f"{text.rstrip()}\n\n{block}"
    DOCUMENT.write_text(text, encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 100 else f"{value:.0f} s"


def mebibytes(value: float) -> str:
    return f"{value / 2**20:,.0f} MiB"


def gigabytes(value: int) -> str:
    return f"{value / 1e6:,.0f} MB" if value < 1e9 else f"{value / 1e9:.1f} GB"
