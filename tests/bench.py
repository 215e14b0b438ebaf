"""`make bench`: how fast eventkit is, as ratios to what it is built on, measured in the same run, in turns.

Figures of seconds differ from machine to machine; a ratio says what a change costs. Nothing is asserted: the goal is
printed beside the figure. The small agenda is the largest real one where the corpus is there, else one made up here.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import bench_agenda
import bench_cards
import bench_duplicates
import bench_followup
import bench_people
import bench_search
from bench_timing import ROOT, Bench

ROUNDS = 9
CORPUS = Path(os.environ.get("EVENTKIT_CORPUS", ROOT.parent / "shared" / "corpus"))
REAL = CORPUS / "ics" / "sched-kubecon-eu-2026-real" / "latest.ics"
PARSE = "import sys; from icalendar import Calendar; Calendar.from_ical(open(sys.argv[1], 'rb').read())"


def main() -> None:
    """Measure, and print a line for each goal."""
    with tempfile.TemporaryDirectory() as folder:
        start_and_import(Path(folder))
        print()
        bench_agenda.main(Path(folder))
        print()
        bench_people.main(Path(folder))
        print()
        bench_search.main(Path(folder))
        print()
        bench_duplicates.main()
        print()
        bench_cards.main(Path(folder))
        print()
        bench_followup.main(Path(folder))


def start_and_import(folder: Path) -> None:
    """What a start takes, and what an agenda of the usual size does."""
    bench = Bench()
    agenda = REAL if REAL.is_file() else folder / "made-up.ics"
    if not REAL.is_file():
        agenda.write_bytes(bench_agenda.made_up(600))
    print(f"{agenda.name}: {agenda.stat().st_size:,} bytes, median of {ROUNDS} rounds in turns\n")
    home = folder / "home"
    bench.run("start", "events", home=home)  # the index of plugins, the empty database, and bytecode
    bench.seconds.clear()
    completing = {"_EVENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": "eventkit ag", "COMP_CWORD": "1"}
    for number in range(ROUNDS):
        fresh = folder / f"home-{number}"
        bench.time("click", [sys.executable, "-c", "import click"])
        bench.time("icalendar", [sys.executable, "-c", "import icalendar"])
        bench.run("help", "--help", home=home)
        bench.time("version", [sys.executable, "-m", "eventkit", "--version"])
        bench.time("completion", [sys.executable, "-m", "eventkit"], EVENTKIT_HOME=str(home), **completing)
        bench.run("start", "events", home=home)
        bench.time("parse", [sys.executable, "-c", PARSE, str(agenda)])
        bench.run("made", "events", home=fresh)  # the database, once in a home's life
        bench.run("import", "import", agenda, "--event", "bench", home=fresh)
        bench.run("again", "import", agenda, "--event", "bench", home=fresh)
    bench.compare("--help, to `import click`", ["help"], ["click"], 2.0)
    bench.compare("--version, to `import click`", ["version"], ["click"], 2.0)
    bench.compare("completing a command, to `import click`", ["completion"], ["click"], 2.0)
    bench.compare(
        "import less start, to icalendar's parse less its start", ["import", "start"], ["parse", "icalendar"], 1.3
    )
    bench.compare("unchanged re-import less start, to the same", ["again", "start"], ["parse", "icalendar"], 0.15)
    bench.summary()


if __name__ == "__main__":
    main()
