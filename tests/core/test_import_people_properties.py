"""Properties of people coming in: whatever the order, the same people, each with all that was said of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventkit.app import create_app
from eventkit.domain.identity import normal_form
from eventkit.domain.people import ContactPoint
from eventkit.domain.query import parse
from eventkit.exchange import IncomingPerson
from eventkit.services.import_people import take_in

PEOPLE = (
    ("Ada", "Grace"),
    ("Robert", "Grace"),
    ("Zoë", "Ångström"),
    ("Łukasz", "Wiśniewski"),
    ("María José", "García López"),
    ("Иван", "Петров"),
    ("芳", "王"),
    ("Nguyễn Văn", "An"),
)
SHARED = (
    ContactPoint(kind="email", value="info@example.org"),
    ContactPoint(kind="phone", value="+49 30 1234567"),
    ContactPoint(kind="handle", platform="github", value="quarry"),
)
FORMS = (
    "{given} {family}",
    "{family}, {given}",
    "Dr. {given} {family}",
    "{given} {family} (Quarry)",
    "{GIVEN} {FAMILY}",
)
MANY = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@st.composite
def record(draw):
    """Something that a file says of one of the people, who all have an address of their own that it gives."""
    number = draw(st.integers(0, len(PEOPLE) - 1))
    given_name, family = PEOPLE[number]
    names = {"given": given_name, "family": family, "GIVEN": given_name.upper(), "FAMILY": family.upper()}
    own = draw(st.sampled_from([f"p{number}@example.org", f"P{number}@Example.ORG"]))
    points = [ContactPoint(kind="email", value=own)]
    if draw(st.booleans()):
        points.append(
            ContactPoint(kind="phone", value=draw(st.sampled_from(("+49 (0)171 100{}", "0049171100{}"))).format(number))
        )
    points += draw(st.lists(st.sampled_from(SHARED), unique=True, max_size=2))
    return IncomingPerson(
        name=draw(st.sampled_from(FORMS)).format(**names),
        contact_points=tuple(draw(st.permutations(points))),
        organization=draw(st.sampled_from(["", "Quarry", "Meadow Ltd"])),
        tags=tuple(draw(st.lists(st.sampled_from(["a", "A", "b"]), max_size=2))),
    )


files = st.lists(st.lists(record(), max_size=8), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = create_app(tmp_path_factory.mktemp("home"), environ={"EVENTKIT_PLUGINS": ""})
    yield app
    app.close()


def came_in(app, *imported):
    """The people after these files, each by their contact points; and what the last file did. Nothing of it stays."""
    kinds = []
    with app.change("everything", dry_run=True) as change:
        for number, people in enumerate(imported):
            kinds = [item.kind for item in take_in(app, change, people, source=f"{number}", event=None)]
        known = app.store.people.find(parse(""))
    return sorted(sorted(normal_form(point) for point in person.contact_points) for person in known), kinds


def expected(imported):
    points = defaultdict(set)
    for person in (person for people in imported for person in people):
        normals = {normal_form(point) for point in person.contact_points}
        points[next(normal for normal in normals if normal.startswith("p"))] |= normals
    return sorted(sorted(normals) for normals in points.values())


@MANY
@given(files, st.randoms())
def test_files_in_any_order_give_the_same_people_with_all_their_contact_points(app, imported, chance):
    people, _ = came_in(app, *imported)
    assert people == expected(imported)
    others = [chance.sample(rows, len(rows)) for rows in chance.sample(imported, len(imported))]
    assert came_in(app, *others)[0] == people


@MANY
@given(files, st.randoms())
def test_the_same_again_in_any_order_changes_nothing(app, imported, chance):
    everybody = [person for people in imported for person in people]
    people, _ = came_in(app, *imported)
    again, kinds = came_in(app, *imported, chance.sample(everybody, len(everybody)))
    assert (again, set(kinds) - {"unchanged"}) == (people, set())


@MANY
@given(files)
def test_one_file_with_everybody_gives_the_same_people_as_several(app, imported):
    everybody = [person for people in imported for person in people]
    assert came_in(app, everybody)[0] == came_in(app, *imported)[0]


text = st.text(max_size=12)
anything = st.builds(
    IncomingPerson,
    name=text,
    given=text,
    family=text,
    organization=text,
    note=text,
    contact_points=st.lists(
        st.builds(
            ContactPoint,
            kind=st.sampled_from(["email", "phone", "url", "handle"]),
            value=st.one_of(text, st.sampled_from(["a@b", "A@b", "+49 30 1234567", "[", "https://github.com/ada"])),
            platform=st.sampled_from(["", "github"]),
            label=text,
        ),
        max_size=3,
    ).map(tuple),
    tags=st.lists(text, max_size=2).map(tuple),
    uid=st.sampled_from(["", "1", "2", "urn:uuid:00000000-0000-4000-8000-000000000001"]),
    digest=st.sampled_from(["", "a", "b", "c"]),
    raw=text,
    do_not_contact=st.booleans(),
    role=st.sampled_from(["", "attendee", "speaker"]),
    roles=st.lists(st.tuples(text, text), max_size=1).map(tuple),
    cards=st.lists(text, max_size=1).map(tuple),
)


@MANY
@given(st.lists(anything, max_size=8))
def test_anything_can_come_in_and_each_record_is_told_what_became_of_it(app, people):
    people_before, kinds = came_in(app, people)
    assert len(kinds) == len(people)
    again, kinds = came_in(app, people, [person for person in people if person.raw and person.digest])
    assert (again, "added" in kinds) == (people_before, False)
