"""Duplicates among 100,000 people: how fast, and how often right, on people made up in two ways.

``plain`` are the near-duplicates of an address book that was filled from two sides, ``hard`` those of somebody seen
again years later; ``other`` is a second generator. The weights were set by hand while looking at the mistakes in all
three, on other seeds and fewer people: the figures are those of new people, but not of kinds of slips never seen.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time

from bench_made_up_otherwise import generated_otherwise
from bench_made_up_people import SHARE, generated

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.services.duplicates import find_duplicates

PEOPLE = 100_000


def fill(app, people):
    """Put records into a store as contacts; returns their numbers."""
    with app.change("bench") as change:
        fields = ("given", "family", "organization", "title", "birthday")
        rows = [{"name": who.name, "contact": True, **{field: who[field] for field in fields}} for who in people]
        ids = app.store.people.add(change, rows)
        points = [
            (number, ContactPoint(kind=kind, value=who[kind], platform="github" if kind == "handle" else ""))
            for number, who in zip(ids, people, strict=True)
            for kind in ("email", "phone", "handle")
            if who[kind]
        ]
        app.store.people.add_all_points(change, points)
    return ids


def judged(found, pairs, ids):
    """Precision and recall, of what is found, as pairs of positions."""
    place = {number: position for position, number in enumerate(ids)}
    proposed = {tuple(sorted((place[one.first], place[one.second]))) for one in found}
    right = len(proposed & pairs)
    return right / max(len(proposed), 1), right / len(pairs)


def measured(name, people, pairs):
    """Fill a store of its own, and find; returns seconds, precision and recall."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(folder, environ={})
        ids = fill(app, people)
        app.close()
        app = create_app(folder, environ={})
        begun, worked = time.perf_counter(), time.process_time()
        found = find_duplicates(app)
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        app.close()
    precision, recall = judged(found, pairs, ids)
    took = f"{seconds:6.2f} s ({worked:.2f} s of a processor)"
    print(f"{name:34}{took}  precision {precision:.4f}  recall {recall:.4f}", flush=True)
    return found, ids


def main(number=PEOPLE, seed=20270514):
    """Measure all three sets, and print a line for each."""
    print(f"duplicates among {number:,} people, {SHARE:.0%} of them copies (seed {seed})")
    measured("plain (goal 5 s, 0.99, 0.99)", *generated(seed, number, "plain"))
    measured("hard (goal 0.97, recall printed)", *generated(seed + 1, number, "hard"))
    measured("other (goal 0.97, recall printed)", *generated_otherwise(seed + 2, number))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of this process, the generators' included: {most:.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
