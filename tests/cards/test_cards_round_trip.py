"""People out and in again: nothing changes at home, and another home gets the same people."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, IncomingPerson, create_app, list_people, name_key, one_line, safe_text, take_in
from eventkit.services.exporting import export_people
from eventkit.services.importing import import_file

# ruff: noqa: RUF001  # names of several scripts, whose letters may look alike
FIRST = ("Ann", "Zoë", "Çağla", "湖", "Вера", "Μυρτώ", "ليلى", "נועה", "मीरा", "하늘", "O'Neil", "Jean-Luc", "J., Dr.")
LAST = (
    "Doe",
    "Ångström;Nuñez",
    "Çığ",
    "田中",
    "Причалова",
    "Θαλασσινού",
    "البحري",
    "גליל",
    "झील",
    "바다",
    "St. John",
    "a\\b",
)
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(one_line)
WORDS = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), max_size=2, unique_by=name_key).map(
    tuple
)
NAMES = st.one_of(
    LETTERS.map(lambda text: one_line(f"湖 {text}")),
    st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST)),
)
NOTES = st.lists(LETTERS | st.sampled_from([",", ";", "\\n", "a\\", "=0D=0A", "BEGIN:VCARD"]), max_size=4)
SMALL, LARGE = st.integers(10**6, 10**7 - 1), st.integers(0, 10**9)
POINTS = st.lists(
    st.one_of(
        st.builds(lambda n: ContactPoint(kind="email", value=f"p{n}@example.org"), LARGE),
        st.builds(lambda n, label: ContactPoint(kind="phone", value=f"+1 202 {n}", label=label), SMALL, LETTERS),
        st.builds(lambda n: ContactPoint(kind="url", value=f"https://example.org/a,b;{n}"), SMALL),
        st.builds(lambda n: ContactPoint(kind="handle", value=f"p{n}", platform="github"), LARGE),
    ),
    max_size=3,
)
PEOPLE = st.builds(
    IncomingPerson,
    name=NAMES,
    given=st.sampled_from(("", *FIRST)),
    family=st.sampled_from(("", *LAST)),
    organization=LETTERS,
    title=LETTERS,
    note=NOTES.map(lambda lines: safe_text("\n".join(lines)).strip()),
    birthday=st.sampled_from(("", "1990-04-12", "--04-12", "circa 1800")),
    contact_points=POINTS.map(tuple),
    interests=WORDS,
    tags=WORDS,
    do_not_contact=st.booleans(),
)


@pytest.fixture
def homes():
    """Make applications on homes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        opened = []

        def home():
            opened.append(create_app(Path(folder, str(len(opened))), environ={"EVENTKIT_STRICT": "1"}))
            return opened[-1]

        yield home, Path(folder)
        for app in opened:
            app.close()


def bring(app, people, at_once):
    """Take people in: one at a time, or so many that none of them is another's."""
    with app.change("test") as change:
        for start in range(0, len(people), at_once):
            take_in(app, change, people[start : start + at_once], source="", event=None)


def everybody(app):
    """All that is known of everybody, in an order that does not go by numbers."""
    people = [person._replace(id=0, version=1) for person in list_people(app, "")]
    return sorted(map(repr, people))


def went_round(homes, people, at_once=1):
    home, folder = homes
    app, other = home(), home()
    bring(app, people, at_once)
    before, past = everybody(app), app.store.history()
    data, count = export_people(app, query="", format_name="vcf")
    file = folder / "people.vcf"
    file.write_bytes(data)
    again, there = import_file(app, str(file)), import_file(other, str(file))
    assert (again.added, again.updated, again.unchanged) == (0, 0, count)
    assert (everybody(app), app.store.history()) == (before, past)
    assert (there.added, there.problems) == (count, [])
    assert everybody(other) == before
    assert export_people(other, query="", format_name="vcf") == (data, count)


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(people=st.lists(PEOPLE, min_size=1, max_size=8))
def test_people_go_out_and_come_back_as_they_are(homes, people):
    went_round(homes, people)


def made_up(chance, number):
    """One of many people, who has addresses of their own, or none at all."""
    points = [
        ContactPoint(kind="email", value=f"p{number}@example.org", label=chance.choice(("", "work", "Boat house"))),
        ContactPoint(kind="phone", value=f"+1 202 {number:07}", label=chance.choice(("", "cell", "work fax"))),
        ContactPoint(kind="handle", value=f"p{number}", platform="github"),
        ContactPoint(kind="url", value=f"https://example.org/{chance.choice(LAST)}"),
    ]
    given, family = chance.choice(FIRST), chance.choice(LAST)
    return IncomingPerson(
        name=f"{given} {family} {number}",
        given=chance.choice(("", given)),
        family=chance.choice(("", f"{family} {number}")),
        organization=chance.choice(("", "Acme, Inc.", "R&D; tools", "Çığ\\Söhne")),
        title=chance.choice(("", "Head of Sales, Europe", "ψ;φ")),
        note="\n".join(
            chance.choices(("one, two", "a;b", "", "\\n", "湖のほとり", "🚢"), k=chance.randint(0, 4))
        ).strip(),
        birthday=chance.choice(("", "1990-04-12", "--04-12")),
        contact_points=tuple(point for point in points if chance.random() < 0.6),
        tags=tuple(chance.sample(("old, wise", "Çay", "speaker;1"), chance.randint(0, 2))),
        do_not_contact=chance.random() < 0.1,
    )


@pytest.mark.slow
def test_five_thousand_people_go_out_and_come_back(homes):
    chance = random.Random(20270514)  # the same people each time
    went_round(homes, [made_up(chance, number) for number in range(5000)], at_once=5000)
