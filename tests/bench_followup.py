"""How fast a follow-up to everybody met is drafted, and in how much memory.

The anchor is mailmerge, in a virtual environment of its own (`.venv-mailmerge`, which `make bench` makes where it
can), with the same text for the same people: its dry run, which prints the messages and writes no file. Our template
is one of the user's own, so that it is rendered within limits, and each message is read back before it is kept.

Making as many files, of the same size, by nothing but Python is timed as well: a file system that has deleted many a
minute ago (ext4 passes over what they were) may take ten times as long for it, and tells of itself, not of us.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import bench_people
from bench_timing import ROOT, Bench

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.domain.text import fold

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 5
SIZE, SMALL = 10_000, 1_000
EVENT, ZONE = "lakeside", "Europe/Berlin"
MAILMERGE = ROOT / ".venv-mailmerge" / "bin" / "mailmerge"
TEXT = """Hi {given},

it was good to meet you at Lakeside Conf. We spoke about {note}. I would like to hear more of it,
and of what you do at {organization}.

Best wishes,
Robin
"""
OURS = "subject: Good to meet you, {given}\n\n" + TEXT
THEIRS = "TO: {email}\nSUBJECT: Good to meet you, {given}\nFROM: Robin Keller <robin@example.org>\n\n" + TEXT
OUR_FIELDS = {
    "given": "{{ person.given }}",
    "note": "{{ note }}",
    "organization": "{{ person.organization }}",
}
THEIR_FIELDS = {name: f"{{{{{name}}}}}" for name in ("email", "given", "note", "organization")}
WRITE = """
import os, sys
os.mkdir(sys.argv[1])
for number in range(int(sys.argv[2])):
    with open(os.path.join(sys.argv[1], f"{number}.eml"), "xb") as stream:
        stream.write(bytes(600))
"""
TOPICS = ("parsers", "caching", "hiring", "gardens", "translation", "testing", "maps", "printing", "radios", "boats")


def main(folder: Path) -> None:
    """Measure, and print a line for each goal."""
    bench = Bench()
    rows = made_up(SIZE)
    home, small = made_home(folder / "followup", rows), made_home(folder / "followup-small", rows[:SMALL])
    for one in (home, small):
        bench.run("start", "events", home=one)  # the index of plugins
    mailmerge = _mailmerge(folder / "mailmerge", rows)
    draft = ("followup", "draft", "--event", EVENT, "--template", "own", "--to")
    print(f"{SIZE:,} people met at one event, median of {ROUNDS} rounds in turns\n")
    for number in range(ROUNDS):
        here = folder / f"followup-{number}"
        for name, options in (("eml", ()), ("mbox", ("--channel", "mbox"))):
            fresh = shutil.copytree(home, here / f"home-{name}")
            bench.run(name, *draft, here / name, *options, home=fresh)
        bench.run("again", *draft, here / "eml", home=here / "home-eml")
        bench.time("files alone", [sys.executable, "-S", "-c", WRITE, str(here / "alone"), str(SIZE)])
        if mailmerge:
            bench.time("mailmerge", mailmerge)
    peaks = {
        size: bench.megabytes(*draft, folder / f"peak-{size}", home=shutil.copytree(source, folder / f"home-{size}"))
        for size, source in ((SMALL, small), (SIZE, home))
    }
    if mailmerge:
        bench.compare(f"{SIZE:,} drafts as files, to mailmerge's dry run", ["eml"], ["mailmerge"], 0.6)
        bench.compare("the same less what the files alone take", ["eml", "files alone"], ["mailmerge"], 0.5)
        bench.compare(f"{SIZE:,} drafts in one mbox, to the same", ["mbox"], ["mailmerge"], 0.4)
    else:
        print("mailmerge is not installed, so drafting is not compared")
    bench.told(f"peak memory of {SIZE:,} drafts, MB", peaks[SIZE], 160)
    bench.told(f"and for each draft more than {SMALL:,}, kB", (peaks[SIZE] - peaks[SMALL]) * 1024 / (SIZE - SMALL), 8)
    bench.summary()


def made_up(size: int, *, seed: int = 1) -> list[dict[str, str]]:
    """People in eight languages, all with an address and an organisation, and what we spoke of."""
    chance = random.Random(seed)
    return [
        {
            "email": f"guest{number}@example.org",
            "given": one["First Name"],
            "family": one["Last Name"],
            "organization": one["Company"] or "Acorn Works",
            "note": f"{chance.choice(TOPICS)} and {chance.choice(TOPICS)} at {one['Company'] or 'home'}",
        }
        for number, one in enumerate(bench_people.made_up(size))
    ]


def made_home(home: Path, rows: list[dict[str, str]]) -> Path:
    """A home where everybody was met at one event, with the template."""
    app = create_app(home)
    store = app.store
    first = datetime(2027, 5, 10, 9, tzinfo=ZoneInfo(ZONE))
    with app.change("bench") as change:
        event = store.agenda.add_event(change, EVENT, "Lakeside Conf", ZONE)
        me = store.people.add(change, [{"name": "Robin Keller", "is_me": True, "contact": False}])[0]
        store.people.add_points(change, me, [ContactPoint(kind="email", value="robin@example.org")])
        people = store.people.add(
            change,
            [
                {
                    "name": f"{row['given']} {row['family']}",
                    "contact": True,
                    **{key: row[key] for key in ("given", "family", "organization")},
                }
                for row in rows
            ],
        )
        addresses = [ContactPoint(kind="email", value=row["email"]) for row in rows]
        store.people.add_all_points(change, list(zip(people, addresses, strict=True)))
        store.people.attend(change, event.id, [(person_id, "attendee") for person_id in people])
        moments = [first + timedelta(seconds=number) for number in range(len(rows))]
        change.insert(
            "encounter",
            [
                {
                    "person_id": person_id,
                    "event_id": event.id,
                    "session_id": None,
                    "at": moment.isoformat(),
                    "at_seconds": int(moment.timestamp()),
                    "note": row["note"],
                    "promise": "",
                    "search_text": fold(row["note"]),
                }
                for person_id, moment, row in zip(people, moments, rows, strict=True)
            ],
        )
    store.close()
    app.paths.templates.mkdir(parents=True)
    (app.paths.templates / "own.txt").write_text(OURS.format(**OUR_FIELDS), encoding="utf-8")
    return home


def _mailmerge(folder: Path, rows: list[dict[str, str]]) -> list[str]:
    """The command of mailmerge for the same letters; nothing where it is not installed."""
    if not MAILMERGE.is_file():
        return []
    folder.mkdir()
    template, database, config = folder / "template.txt", folder / "database.csv", folder / "server.conf"
    template.write_text(THEIRS.format(**THEIR_FIELDS), encoding="utf-8")
    config.write_text("[smtp_server]\nhost = localhost\nport = 25\n", encoding="utf-8")
    with database.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    files = ["--template", str(template), "--database", str(database), "--config", str(config)]
    return [str(MAILMERGE), "--dry-run", "--no-limit", "--output-format", "raw", *files]
