"""How fast agendas of a thousand to fifty thousand sessions come in, and a session is found among ten thousand.

The anchor is a whole process in which icalendar parses the file and the fields of every event are read; for finding,
it is `khal search` (in a virtual environment of its own, `.venv-khal`, which `make bench` makes where it can).
"""

from __future__ import annotations

import math
import random
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench_timing import ROOT, Bench

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 5
FINDS = 5
"""A search of ours takes a tenth of a second, in which the machine may be busy with something else; khal takes one."""

SIZE = 10_000
SIZES = (1_000, 10_000, 50_000)
CHANGED = 0.01
KHAL = ROOT / ".venv-khal" / "bin" / "khal"
READ = """
import sys
from icalendar import Calendar
for event in Calendar.from_ical(open(sys.argv[1], "rb").read()).walk("VEVENT"):
    for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS"):
        str(event.get(name))
    event["DTSTART"].dt, event["DTEND"].dt
"""
KHAL_CONFIG = """
[calendars]
[[bench]]
path = {folder}/vdir
type = calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[sqlite]
path = {folder}/khal.db
"""
COMMON, SOME = "the", "Wim"
WORDS = """
a about agenda all and answers api are as at be build by cache code data design does each event fast file first for
forms from great have how in into is it keep learn less lines made map more most name new no not of on one open order
other our people plain query room run same search see server small speed store table talk test that the they thing
this time to tool two type use user way we web what when which with work write you
"""
GIVEN = "Ada Bo Cleo Dag Eva Finn Gro Hana Ivo Jana Kai Lena Mina Nils Ola Pia Quin Rosa Sami Tove Uma Vera Wim"
FAMILY = "Abel Bauer Costa Dietz Ekman Falk Grimm Holm Iversen Jansen Keller Lund Moser Novak Olsen Pohl Quist"
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


def main(folder: Path) -> None:
    """Measure, and print a line for each goal."""
    bench = Bench()
    files = {size: folder / f"{size}.ics" for size in SIZES}
    for size, file in files.items():
        file.write_bytes(made_up(size))
    newer = folder / "newer.ics"
    newer.write_bytes(made_up(SIZE, changed=CHANGED))
    homes = {size: folder / f"sizes-{size}" for size in SIZES}
    khal = _khal(folder, files[SIZE])
    print(f"{SIZE:,} sessions made up: {files[SIZE].stat().st_size:,} bytes, median of {ROUNDS} rounds in turns\n")
    for number in range(ROUNDS):
        home = folder / f"agenda-{number}"
        bench.run("start", "events", home=home)
        bench.time("parse", [sys.executable, "-c", READ, str(files[SIZE])])
        bench.run("fresh", "import", files[SIZE], "--event", "bench", home=home)
        bench.run("again", "import", files[SIZE], "--event", "bench", home=home)
        bench.run("newer", "import", newer, "--event", "bench", home=home)
        for name, word in (("common", COMMON), ("some", SOME)):
            bench.run(f"find {name}", "agenda", "bench", "--text", word, home=home, times=FINDS)
        if khal:  # what takes seconds comes last: after it the machine is slower for a while
            for name, word in (("some", SOME), ("common", COMMON)):
                bench.time(f"khal {name}", [*khal, "search", word])
        for size in SIZES if number < ROUNDS // 2 + 1 else ():
            bench.run(f"{size}", "import", files[size], "--event", f"bench{number}", home=homes[size])
    peak = bench.megabytes("import", files[SIZE], "--event", "bench", home=folder / "peak")
    bench.compare("fresh import, to icalendar's parse", ["fresh"], ["parse"], 0.35)
    bench.compare("unchanged re-import, to the same", ["again"], ["parse"], 0.04)
    bench.compare(f"{CHANGED:.0%} changed, to the same", ["newer"], ["parse"], 0.12)
    bench.told(f"growth from {SIZES[0]:,} to {SIZES[-1]:,}: exponent, less start", _exponent(bench), 1.05)
    bench.told(f"peak memory of importing {SIZE:,}, MB", peak, 120)
    if khal:
        share = files[SIZE].read_bytes().count(SOME.encode()) / SIZE
        bench.compare(
            "finding a word that is nearly everywhere, to khal", ["find common"], ["khal common"], 10, least=True
        )
        bench.compare(
            f"finding a name that {share:.0%} of them have, to khal", ["find some"], ["khal some"], 10, least=True
        )
    else:
        print("khal is not installed, so finding is not compared")
    bench.summary()


def _exponent(bench: Bench) -> float:
    """How the time of an import grows with its size: the slope between the smallest and the largest, in logarithms."""
    start = bench.median("start")
    small, large = (min(bench.seconds[str(size)]) - start for size in (SIZES[0], SIZES[-1]))
    return math.log(large / small) / math.log(SIZES[-1] / SIZES[0])


def _khal(folder: Path, agenda: Path) -> list[str]:
    """The command of khal on a calendar of the same sessions, which it has read; nothing where it is not installed."""
    if not KHAL.is_file():
        return []
    (folder / "vdir").mkdir()
    head, *events = agenda.read_bytes().split(b"BEGIN:VEVENT")
    for number, event in enumerate(events):
        whole = head + b"BEGIN:VEVENT" + event.partition(b"END:VCALENDAR")[0] + b"END:VCALENDAR\r\n"
        (folder / "vdir" / f"{number}.ics").write_bytes(whole)
    config = folder / "khal.conf"
    config.write_text(KHAL_CONFIG.format(folder=folder))
    command = [str(KHAL), "-c", str(config)]
    Bench().time("khal reads its files", [*command, "search", "nothing-has-this"])
    return command


def made_up(size: int, *, changed: float = 0.0, seed: int = 1) -> bytes:
    """An agenda as pretalx writes them: twelve content lines and some 1.3 kB a session, of which a part moved room."""
    chance, moved = random.Random(seed), random.Random(seed + 1)
    words, given, family = WORDS.split(), GIVEN.split(), FAMILY.split()
    people = [f"{chance.choice(given)} {chance.choice(family)}-{chance.choice(family)}" for _ in range(size // 2 + 1)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pretalx//pretalx.example.org//bench", *ZONE.split("\n")]
    first = datetime(2027, 5, 10, 9)
    for number in range(size):
        title = " ".join(chance.choices(words, k=6)).capitalize()
        speakers = "\\, ".join(chance.sample(people, chance.choice((1, 1, 1, 2))))
        abstract = "\\n\\n".join(" ".join(chance.choices(words, k=63)) + "." for _ in range(3))
        starts = first + timedelta(days=number % 5, minutes=30 * (number // 5 % 18))
        room = 99 if moved.random() < changed else number % 40
        lines += [
            *("BEGIN:VEVENT", f"SUMMARY:{title} - {speakers}", f"UID:pretalx-bench-{number}@pretalx.example.org"),
            f"DTSTART;TZID=Europe/Berlin:{starts:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Berlin:{starts + timedelta(minutes=30):%Y%m%dT%H%M%S}",
            *("DTSTAMP:20270101T000000Z", f"LOCATION:Room {room}", "STATUS:CONFIRMED", "CATEGORIES:Talk"),
            *(f"URL:https://pretalx.example.org/bench/talk/{number}/", f"DESCRIPTION:{abstract}", "END:VEVENT"),
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _folded(line: str) -> str:
    """The line in pieces of 75 characters, all ASCII."""
    return "\r\n ".join([line[:75], *(line[start : start + 74] for start in range(75, len(line), 74))])
