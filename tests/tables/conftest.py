"""Tables read from text, and people in a form that is easy to compare."""

from __future__ import annotations

import pytest

from eventkit.api import Person, ReadContext
from eventkit_tables.reading import read

FIELDS = (
    *("name", "given", "family", "organization", "title", "note", "birthday"),
    *("contact_points", "interests", "tags", "do_not_contact"),
)


@pytest.fixture
def read_table():
    """Read a table from its text or bytes; ``columns`` are what the user says of them."""

    def read_it(table, *, known=frozenset(), columns=None):
        data = table if isinstance(table, bytes) else table.encode()
        return read(data, ReadContext(file="people.csv", known=known, columns=columns or {}))

    return read_it


@pytest.fixture
def read_people(read_table):
    """The people of a table that has nothing wrong in it."""

    def people(table, **options):
        reading = read_table(table, **options)
        assert (list(reading.problems), list(reading.unmapped)) == ([], [])
        return list(reading.people)

    return people


@pytest.fixture
def points():
    """Contact points as short texts: ``email work ada@example.org``, ``x miraq``."""

    def told(person):
        return [
            " ".join(filter(None, [point.platform or point.kind, point.label, point.value]))
            for point in person.contact_points
        ]

    return told


@pytest.fixture
def kept():
    """What the card of a person keeps beside the name and the UID."""

    def lines(person):
        head = ("BEGIN:", "VERSION:", "FN:", "UID:", "END:")
        return [line for line in person.raw.split("\n") if not line.startswith(head)]

    return lines


@pytest.fixture
def fields():
    """What a table says of a person, to compare people by; of contact points each kind in its order."""

    def values(person):
        found = {name: getattr(person, name) for name in FIELDS}
        found["contact_points"] = sorted(found["contact_points"], key=lambda point: (point.kind, point.platform))
        return found

    return values


@pytest.fixture
def as_person():
    """Somebody who came with a table, as the store would have them."""

    def known(arriving):
        return Person(id=1, **{name: getattr(arriving, name) for name in FIELDS})

    return known
