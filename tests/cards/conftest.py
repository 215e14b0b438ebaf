"""Cards as QR codes in pictures, for tests that scan."""

from __future__ import annotations

import pytest

from eventkit.api import Person, ReadContext
from eventkit_cards.qr import make_code
from eventkit_cards.reading import read

FIELDS = (
    *("name", "given", "family", "organization", "title", "note"),
    *("birthday", "contact_points", "interests", "tags"),
)


@pytest.fixture
def picture(tmp_path):
    """Write a text as a QR code into a file of the test's folder."""

    def draw(name, text):
        file = tmp_path / name
        file.write_bytes(make_code(text, lambda: "the text").png())
        return file

    return draw


@pytest.fixture
def read_card():
    """Read the one card in some bytes or text."""

    def read_one(card):
        reading = read(card if isinstance(card, bytes) else card.encode(), ReadContext(file="card.vcf"))
        assert not reading.problems
        (person,) = reading.people
        return person

    return read_one


@pytest.fixture
def fields():
    """What a card says of a person, to compare people by."""

    def values(person):
        return {name: getattr(person, name) for name in FIELDS}

    return values


@pytest.fixture
def as_person(fields):
    """Somebody who came with a card, as the store would have them."""

    def known(arriving):
        return Person(id=1, **fields(arriving))

    return known
