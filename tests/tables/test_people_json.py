"""People as JSON: nothing is lost, and a record that cannot be used costs itself."""

import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Person, PersonToExport, ReadContext, one_line
from eventkit_tables.people_json import read_json, write_json
from eventkit_tables.signs import sniff_json

words = st.text(max_size=20).map(lambda text: one_line(text.encode("utf-8", "ignore").decode()))
said = words.filter(bool)
people = st.builds(
    partial(Person, id=1),
    name=said,
    given=words,
    family=words,
    organization=words,
    title=words,
    note=st.lists(words, max_size=3).map("\n".join).map(str.strip),
    birthday=words,
    do_not_contact=st.booleans(),
    contact_points=st.lists(
        st.builds(
            ContactPoint,
            kind=st.sampled_from(["email", "phone", "url", "handle"]),
            value=said,
            platform=words,
            label=words,
        ),
        max_size=4,
    ).map(tuple),
    interests=st.lists(said, max_size=3, unique=True).map(tuple),
    tags=st.lists(said, max_size=3, unique=True).map(tuple),
)
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nX-ODD:1\nEND:VCARD"


def reading(value):
    data = value if isinstance(value, bytes) else json.dumps(value, indent=2).encode()
    return read_json(data, ReadContext(file="people.json"))


def told(result):
    return [(problem.line, problem.reason) for problem in result.problems]


@given(people, said, st.lists(st.tuples(said, said), max_size=2))
@settings(max_examples=200)
def test_person_comes_back_as_they_went_out(person, uid, roles):
    record = PersonToExport(person=person, uid=uid, roles=tuple(roles), cards=("older", CARD))
    result = reading(write_json([record]))
    (back,) = result.people
    names = ("name", "given", "family", "organization", "title", "note", "birthday", "do_not_contact")
    lists = ("contact_points", "interests", "tags")
    assert {name: getattr(back, name) for name in (*names, *lists)} == {
        name: getattr(person, name) for name in (*names, *lists)
    }
    assert (back.uid, back.roles, back.cards, back.raw) == (uid, tuple(roles), ("older",), CARD)
    assert told(result) == []


def test_keys_are_a_promise():
    ada = Person(
        id=7,
        name="Ada",
        contact_points=(ContactPoint(kind="handle", value="ada", platform="x", label="work"),),
        tags=("t",),
    )
    written = json.loads(write_json([PersonToExport(person=ada, uid="u", roles=(("pyconf", "speaker"),), raw=CARD)]))
    assert written == {
        "format": "eventkit-people",
        "version": 1,
        "people": [
            {
                "uid": "u",
                "name": "Ada",
                "given": "",
                "family": "",
                "organization": "",
                "title": "",
                "birthday": "",
                "note": "",
                "do_not_contact": False,
                "contact_points": [{"kind": "handle", "value": "ada", "platform": "x", "label": "work"}],
                "interests": [],
                "tags": ["t"],
                "roles": [{"event": "pyconf", "role": "speaker"}],
                "cards": [CARD],
            }
        ],
    }


def test_what_is_empty_may_be_left_out():
    (ada,) = reading({"format": "eventkit-people", "version": 1, "people": [{"name": "Ada"}]}).people
    assert (ada.name, ada.contact_points, ada.do_not_contact) == ("Ada", (), False)


@pytest.mark.parametrize("form", ["list", "lines", "one"])
def test_what_the_listing_of_people_prints_is_read(form):
    record = {
        "id": 3,
        "name": "Ada",
        "emails": ["a@example.org"],
        "urls": [],
        "handles": {"x": "ada"},
        "events": ["pyconf"],
    }
    told = {
        "list": json.dumps([record]),
        "lines": f"{json.dumps(record)}\n{json.dumps(record)}\n",
        "one": json.dumps(record),
    }
    (ada,) = reading(told[form].encode()).people
    assert (ada.contact_points, ada.roles) == (
        (ContactPoint(kind="email", value="a@example.org"), ContactPoint(kind="handle", value="ada", platform="x")),
        (("pyconf", "attendee"),),
    )
    assert sniff_json(told[form].encode(), "x") == 60


def test_record_that_cannot_be_used_costs_itself_and_is_told_with_its_line():
    people = [{"name": "Ada"}, {"name": ["no", "text"]}, {"title": "nobody"}, {"name": "Zoe"}]
    result = reading(write_json([]).replace(b"[]", json.dumps(people, indent=2).replace("\n", "\n  ").encode()))
    assert [person.name for person in result.people] == ["Ada", "Zoe"]
    assert told(result) == [
        (8, '"name" has to be a text'),
        (14, "this record holds nothing to call anybody by: no name, no address"),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"name": "A", "contact_points": {}}, '"contact_points" has to be a list'),
        ({"name": "A", "contact_points": [{"kind": "fax"}]}, '"contact_points": {"kind": "fax"} is no contact point'),
        ({"name": "A", "handles": ["x"]}, '"handles" has to be handles by platform'),
        (["Ada"], "this is no record of a person: it has no keys"),
    ],
)
def test_reason_names_the_key(record, reason):
    assert [problem.reason for problem in reading([record]).problems] == [reason]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b'{"format": "eventkit-people",\n "version": 1, oops',
            (2, "no JSON: Expecting property name enclosed in double quotes"),
        ),
        (
            b'{"format": "eventkit-people", "version": 2, "people": []}',
            (1, "it is of version 2, and this eventkit reads version 1: update eventkit"),
        ),
        (b'{"format": "eventkit-people", "version": 1}', (1, 'it has no list of "people"')),
        (b"[" * 100_000, (1, "no JSON of people: it is nested too deeply")),
    ],
)
def test_file_that_cannot_be_read_is_told(data, problem):
    assert told(reading(data)) == [problem]


def test_record_that_is_known_is_not_read_again():
    data = write_json(
        [PersonToExport(person=Person(id=1, name="Ada")), PersonToExport(person=Person(id=2, name="Zoe"))]
    )
    first = read_json(data, ReadContext(file="x")).people
    again = read_json(data, ReadContext(file="x", known=frozenset({first[0].digest})))
    assert (list(again.unchanged), [person.name for person in again.people]) == ([first[0].digest], ["Zoe"])


@pytest.mark.parametrize("text", ["{}", '{"schedule": {}}', "[1, 2]", '[{"name": "x", "price": 1}]', "", "name,emails"])
def test_other_json_is_left_to_others(text):
    assert sniff_json(text.encode(), "x.json") == 0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["name", "emails", "contact_points", "kind", "value", "handles", "roles", "cards", "note"]
                ),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_no_json_makes_the_reader_fail(value):
    assert all(person.name for person in reading(value).people)
