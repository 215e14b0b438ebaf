"""Free text that fits a crowd: whom it fits by name comes first, and only as many are looked at as are wanted."""

from __future__ import annotations

import contextlib

import pytest

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.services.people import list_people, set_me

CROWD = 1000


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, eventkit_home, monkeypatch):
    """The application on a database of each kind."""
    if request.param == "postgresql":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as opened:
        yield opened


@pytest.fixture
def crowd(app):
    """What a query finds, by name, among a thousand people of Loom Ltd, and a few whom the word fits elsewhere."""
    set_me(app, {"name": "Loom Example"}, [])
    row = {"organization": "", "note": "", "contact": True}
    with app.change("a crowd comes") as change:
        rows = [{**row, "name": f"Person {number:04}", "organization": "Loom Ltd"} for number in range(CROWD)]
        rows += [
            {**row, "name": "Zoë Loomis", "note": "has a loom, and another loom"},
            {**row, "name": "Bo Loomis", "organization": "Loom Ltd"},
            {**row, "name": "Ada Weaver", "note": "likes looms"},
            {**row, "name": "Cy Weaver"},
            {**row, "name": "Dee Loomis", "contact": False},
        ]
        ids = app.store.people.add(change, rows)
        app.store.people.add_points(change, ids[-2], [ContactPoint(kind="email", value="cy@loom.example.org")])

    def found(query, **options):
        return [person.name for person in list_people(app, query, **options)]

    return found


COLLEAGUES = [f"Person {number:04}" for number in range(CROWD)]


def test_whom_words_fit_by_name_comes_first_then_by_organisation_then_anywhere(crowd):
    assert crowd("loom") == ["Bo Loomis", "Zoë Loomis", *COLLEAGUES, "Ada Weaver", "Cy Weaver"]


@pytest.mark.parametrize("limit", [1, 2, 3, 1002, 1003, 2000])
def test_the_first_of_a_crowd_are_the_first_of_all(crowd, limit):
    assert crowd("loom", limit=limit) == crowd("loom")[:limit]


def test_a_crowd_fulfils_the_rest_of_the_query_as_well(crowd):
    assert crowd("loom has:email") == ["Cy Weaver"]
    assert crowd("loom -org:loom", limit=2) == ["Zoë Loomis", "Ada Weaver"]


def test_those_who_are_only_listed_are_among_everybody(crowd):
    assert crowd("loom", everybody=True, limit=3) == ["Bo Loomis", "Dee Loomis", "Zoë Loomis"]


def test_words_of_a_crowd_may_stand_in_several_parts_of_the_record(crowd):
    assert crowd('person "loom ltd"', limit=2) == COLLEAGUES[:2]
