"""Runs a program and says what it took: wall time, processors' time, and the most memory.

As a program, `measure.py LOG COMMAND ...` runs one command and answers in JSON. `run` starts it so, since Linux counts
what the starting process holds as the started one's peak: this process is small, the one that asks may be large.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    wall: float  # seconds, by the monotonic clock
    cpu: float  # seconds, in all threads, in the program and in the system for it (wait4)
    memory: int  # bytes, the most that were resident (ru_maxrss); what is below 10 MiB cannot be seen


class Failed(Exception):
    """A program that ended with an error."""


def run(
    command: list[str],
    log: Path,
    *,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
) -> Run:
    """Runs a command, with what it says in a file. What was written before is on the disk first."""
    os.sync()
    helper = [sys.executable, "-I", "-S", __file__, str(log), *command]
    answer = subprocess.run(
        helper, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, check=True
    )
    code, wall, cpu, memory = json.loads(answer.stdout)
    if code != 0:
        raise Failed(f"{' '.join(command)} ended with {code}; see {log}")
    return Run(wall, cpu, memory)


def warm(folder: Path) -> None:
    """Reads every file below a folder, so that what is measured next finds them all in memory."""
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb", buffering=0) as file:
                while file.read(1 << 20):
                    pass


def fill(folder: Path) -> None:
    """Fills the memory that holds files with pages of one file, as far as Linux lets it: it makes room again at once.

    That is a machine that has been up for a while, and what is measured next takes pages that others had. It depends
    neither on how much of the memory was free, nor on whether a virtual machine's host has given it yet. The file is as
    long as the memory, and a hole: nothing of it is on the disk. It is another one each time: Linux holds on to pages
    that are read again soon after they had to go, and lets go of the program's instead. What was written before is on
    the disk first, since only then its pages can go.
    """
    os.sync()
    for old in folder.glob("hole-*"):
        old.unlink()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="hole-", buffering=0, delete=False) as hole:
        os.truncate(hole.fileno(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
        part = [bytearray(1 << 20)]
        at = 0
        while count := os.preadv(hole.fileno(), part, at):
            at += count


def synced() -> float:
    """The seconds that it takes until all that was written is on the disk."""
    start = time.monotonic()
    os.sync()
    return time.monotonic() - start


def answer_for_one() -> None:
    log, *command = sys.argv[1:]
    with open(log, "wb") as output:
        start = time.monotonic()
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status, used = os.wait4(process, 0)
        wall = time.monotonic() - start
    # Linux counts in KiB, macOS in bytes.
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps([os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, memory]))


def median(runs: Iterable[Run], part: Callable[[Run], float]) -> float:
    return statistics.median(map(part, runs))


@dataclass(frozen=True, slots=True)
class Size:
    files: int
    bytes: int


def size(folder: Path) -> Size:
    files = bytes = 0
    for path, _, names in os.walk(folder):
        files += len(names)
        bytes += sum(os.lstat(os.path.join(path, name)).st_size for name in names)
    return Size(files, bytes)


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """The machine in a line."""
    model, memory = platform.processor() or platform.machine(), 0
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), model)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    room = f", {memory / 2**30:.0f} GiB" if memory else ""
    return f"{model}, {processors()} cores{room}, {platform.system()} {platform.release()}"


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on."""
    asked = ["findmnt", "--noheadings", "--output", "FSTYPE", "--target", str(folder)]
    if not shutil.which(asked[0]):
        return "unknown"
    # Where one is mounted over another, the last one is what is seen.
    answer = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=False).stdout.split()
    return answer[-1] if answer else "unknown"


if __name__ == "__main__":
    answer_for_one()
