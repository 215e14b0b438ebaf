"""`make bench`: how fast eventkit is, as ratios to what it is built on, measured in the same run, in turns.

Figures of seconds differ from machine to machine; a ratio says what a change costs. Nothing is asserted: the goal is
printed beside the figure. The agenda is the largest real one where the corpus is there, else one made up here.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("EVENTKIT_CORPUS", ROOT.parent / "shared" / "corpus"))
REAL = CORPUS / "ics" / "sched-kubecon-eu-2026-real" / "latest.ics"
PARSE = """
import sys, time
from icalendar import Calendar
data = open(sys.argv[1], "rb").read()
begun = time.perf_counter()
Calendar.from_ical(data)
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Measure, and print a line for each goal."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVENTKIT_", "PYTHONDONT"))
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), environment)
        print(f"{bench.agenda.name}: {bench.agenda.stat().st_size:,} bytes, median of {ROUNDS} rounds in turns\n")
        bench.measure()
        print(f"{'job':44}{'ratio':>8}{'goal':>8}")
        bench.compare("--help, to `import click`", ["help"], ["click"], 2.0)
        bench.compare("--version, to `import click`", ["version"], ["click"], 2.0)
        bench.compare("completing a command, to `import click`", ["completion"], ["click"], 2.0)
        bench.compare("import less start, to icalendar's parse", ["import", "start"], ["parse"], 1.3)
        bench.compare("unchanged re-import less start, to the same", ["again", "start"], ["parse"], 0.15)
        print("\nseconds (median): " + ", ".join(f"{name} {bench.median(name):.3f}" for name in bench.seconds))


class Bench:
    """Timed commands, each in a process of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.seconds: dict[str, list[float]] = {}
        self.agenda = REAL if REAL.is_file() else made_up(folder / "made-up.ics")

    def measure(self) -> None:
        """Go round: what is compared is measured in turns, so that a busy moment meets all alike."""
        home = self.folder / "home"
        self.run("start", "events", home=home)  # the index of plugins, the empty database, and bytecode
        self.seconds.clear()
        completing = {"_EVENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": "eventkit ag", "COMP_CWORD": "1"}
        for number in range(ROUNDS):
            fresh = self.folder / f"home-{number}"
            self.time("click", [sys.executable, "-c", "import click"])
            self.run("help", "--help", home=home)
            self.time("version", [sys.executable, "-m", "eventkit", "--version"])
            self.time("completion", [sys.executable, "-m", "eventkit"], EVENTKIT_HOME=str(home), **completing)
            self.run("start", "events", home=home)
            self.parse()
            self.run("import", "import", self.agenda, "--event", "bench", home=fresh)
            self.run("again", "import", self.agenda, "--event", "bench", home=fresh)

    def run(self, name: str, *words: object, home: Path) -> None:
        """Time an eventkit command."""
        self.time(name, [sys.executable, "-m", "eventkit", "--home", str(home), *map(str, words)])

    def time(self, name: str, command: list[str], **extra: str) -> None:
        """Time a whole process."""
        begun = time.perf_counter()
        subprocess.run(command, env={**self.environment, **extra}, check=True, capture_output=True, cwd=ROOT)
        self.seconds.setdefault(name, []).append(time.perf_counter() - begun)

    def parse(self) -> None:
        """Time icalendar's parse alone, as it times itself."""
        command = [sys.executable, "-c", PARSE, str(self.agenda)]
        ran = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        self.seconds.setdefault("parse", []).append(float(ran.stdout))

    def median(self, name: str) -> float:
        """The median of a job's times, in seconds."""
        return statistics.median(self.seconds[name])

    def compare(self, job: str, measured: list[str], anchor: list[str], goal: float) -> None:
        """Print the median of the rounds' ratios: the first job less the others, to the anchor."""
        first, *less = measured
        ratios = [
            (self.seconds[first][i] - sum(self.seconds[name][i] for name in less)) / self.seconds[anchor[0]][i]
            for i in range(ROUNDS)
        ]
        print(f"{job:44}{statistics.median(ratios):8.2f}{goal:8.2f}")


def made_up(path: Path) -> Path:
    """An agenda of 600 sessions with descriptions of a kilobyte."""
    text = "A session about one thing, told in a plain sentence of its own. " * 16
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Europe/Zurich"]
    for number in range(600):
        day, hour = 1 + number // 30, 8 + number % 10
        lines += [
            *("BEGIN:VEVENT", f"UID:{number}@bench.example.org", "DTSTAMP:20270101T000000Z", f"SUMMARY:Talk {number}"),
            *(f"DTSTART:202705{day:02d}T{hour:02d}0000Z", f"DTEND:202705{day:02d}T{hour:02d}4500Z"),
            *("LOCATION:Great Hall", "CATEGORIES:Web", f"URL:https://example.org/{number}", f"DESCRIPTION:{text}"),
            "END:VEVENT",
        ]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), newline="")
    return path


if __name__ == "__main__":
    main()
