"""How fast people are found among a hundred thousand: within the process, and as a whole command.

The anchor of the whole command is the same command on an empty home. What is looked for is drawn from the names that
are there, with a seed: a family name of few, a family name of many, a name in full, the first three letters of one,
an address, a word of a note.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

from bench_timing import Bench

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.services.people import list_people

if TYPE_CHECKING:
    from pathlib import Path

    from eventkit.app import App

SIZE = 100_000
ROUNDS = 9
LISTED = 50
QUERIES = 60
SYLLABLES = [
    "ba",
    "ber",
    "cor",
    "da",
    "dor",
    "el",
    "fen",
    "gar",
    "hol",
    "in",
    "jo",
    "ka",
    "lund",
    "mar",
    "nor",
    "ol",
    "pe",
    "quist",
    "ros",
    "sen",
    "tor",
    "ul",
    "van",
    "wen",
    "yor",
    "zim",
]
GIVEN = [
    "Ada",
    "Bo",
    "Cleo",
    "Dag",
    "Eva",
    "Finn",
    "Gro",
    "Hana",
    "Ivo",
    "Jana",
    "Kai",
    "Lena",
    "Mina",
    "Nils",
    "Ola",
    "Pia",
    "Quin",
    "Rosa",
    "Sami",
    "Tove",
    "Uma",
    "Vera",
    "Wim",
]
TOPICS = [
    "compilers",
    "looms",
    "databases",
    "typography",
    "gardens",
    "trains",
    "sailing",
    "statistics",
    "pottery",
    "chess",
]


def made_up(number: int, random_: random.Random) -> tuple[str, str, str]:
    """The name, the organisation and the note of somebody who does not exist."""
    family = "".join(random_.choices(SYLLABLES, k=3)).capitalize()
    organization = "".join(random_.choices(SYLLABLES, k=2)).capitalize() + random_.choice([" Ltd", " GmbH", " Inc"])
    return f"{random_.choice(GIVEN)} {family}", organization, f"likes {random_.choice(TOPICS)}, badge {number}"


def fill(app: App, size: int) -> list[str]:
    """Add people straight to the store; returns their names."""
    random_ = random.Random(20270514)
    people = [made_up(number, random_) for number in range(size)]
    with app.change("fill") as change:
        rows = [
            {"name": name, "organization": organization, "title": "", "note": note, "contact": True}
            for name, organization, note in people
        ]
        ids = app.store.people.add(change, rows)
        points = [
            (person_id, ContactPoint(kind="email", value=f"{name.replace(' ', '.').lower()}{person_id}@example.org"))
            for person_id, (name, _, _) in zip(ids, people, strict=True)
        ]
        app.store.people.add_all_points(change, points)
    return [name for name, _, _ in people]


def main(folder: Path) -> None:
    """Measure, and print a line for each goal."""
    bench = Bench()
    home, empty = folder / "people", folder / "nobody"
    app = create_app(home)
    names = fill(app, SIZE)
    random_ = random.Random(7)
    some = random_.sample(names, QUERIES)
    print(f"{SIZE:,} made-up people, {QUERIES} queries of a kind, the best {LISTED} of those found\n")
    for kind, queries in {
        "a name in full": some,
        "a family name": [name.split()[1] for name in some],
        "the first three letters of a family name": [name.split()[1][:3] for name in some],
        "an address": [f"{name.replace(' ', '.').lower()}" for name in some],
        "a topic and a given name": [f"{random_.choice(TOPICS)} {random_.choice(GIVEN)} has:email" for _ in some],
    }.items():
        took = []
        for query in queries:
            begun = time.perf_counter()
            list_people(app, query, limit=LISTED)
            took.append((time.perf_counter() - begun) * 1000)
        took.sort()
        bench.told(f"{kind}: median ms in the process", statistics.median(took), 10)
        bench.told(f"{kind}: the slowest in twenty", took[int(len(took) * 0.95)], 10)
    app.close()
    bench.run("empty", "people", home=empty)
    bench.seconds.clear()
    for number in range(ROUNDS):
        bench.run("empty", "people", home=empty)
        bench.run("find", "people", some[number], home=home)
    bench.compare("`people NAME` among them, to `people` of an empty home", ["find"], ["empty"], 1.3)
    bench.summary()
