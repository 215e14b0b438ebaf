import string
from functools import partial

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Person, ReadContext, normal_form, one_line, safe_text
from eventkit_cards.reading import read
from eventkit_cards.writing import vcard, vcard_file


def lines_of(text):
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


def point(kind, value, platform="", label=""):
    return ContactPoint(kind=kind, value=value, platform=platform, label=label)


def test_vcard_has_the_lines_that_every_phone_reads():
    person = Person(
        id=1,
        name="Ann Doe",
        given="Ann",
        family="Doe",
        organization="Acme, Inc.",
        title="R&D; tools",
        birthday="1990-04-12",
        note="one\ntwo",
        tags=("secret",),
        interests=("secret too",),
        contact_points=(
            point("phone", "+1 202 555 0100", label="cell"),
            point("email", "ann@example.org"),
            point("url", "https://example.org/a,b;c"),
            point("handle", "ann", "github"),
            point("handle", "@ann@example.net", "mastodon"),
        ),
    )
    assert lines_of(vcard(person)) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Doe;Ann;;;",
        "FN:Ann Doe",
        "ORG:Acme\\, Inc.",
        "TITLE:R&D\\; tools",
        "TEL;TYPE=CELL:+1 202 555 0100",
        "EMAIL:ann@example.org",
        "URL:https://example.org/a,b;c",
        "URL:https://github.com/ann",
        "X-SOCIALPROFILE;TYPE=mastodon:@ann@example.net",
        "BDAY:1990-04-12",
        "NOTE:one\\ntwo",
        "END:VCARD",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ann Doe", "N:Doe;Ann;;;"),
        ("Ann Mary Doe", "N:Doe;Ann Mary;;;"),
        ("Plato", "N:;Plato;;;"),
        ("a;b c", "N:c;a\\;b;;;"),
    ],
)
def test_vcard_derives_the_parts_of_a_name_that_has_none(name, line):
    assert lines_of(vcard(Person(id=1, name=name)))[2] == line


def test_vcard_writes_profiles_by_the_callable_it_is_given():
    person = Person(id=1, name="Ann", contact_points=(point("handle", "ann", "mastodon"),))
    written = vcard(person, profile=lambda platform, handle: f"https://{platform}.example.net/{handle}")
    assert lines_of(written)[4] == "URL:https://mastodon.example.net/ann"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
def test_injected_line_never_becomes_one(end):
    evil = f"a{end}TEL:+1 900 555 0100"
    points = [point(kind, evil, "github", evil) for kind in ("email", "phone", "url", "handle")]
    person = Person(
        id=1,
        name=evil,
        given=evil,
        family=evil,
        organization=evil,
        title=evil,
        note=evil,
        birthday=evil,
        contact_points=(*points, point("handle", evil, evil)),
        tags=(evil,),
        interests=(evil,),
    )
    for written in (vcard(person), vcard_file(person).replace(b"\r\n ", b"").decode()):
        lines = written.splitlines()
        assert lines == lines_of(written)
        assert [line for line in lines if line.startswith("TEL:+1 900")] == []


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ASCII = st.text(string.printable, max_size=40)
LINE = (TEXT | ASCII).map(one_line)
NOTE = (TEXT | ASCII).map(lambda text: safe_text(text.replace("\r", "").replace("\u0085", "")).strip())
WORD = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)
POINTS = st.lists(
    st.one_of(
        st.builds(lambda word, label: point("email", f"{word}@example.org", label=label), WORD, LINE),
        st.builds(lambda number, label: point("phone", f"+{number}", label=label), st.integers(0, 10**14), LINE),
        st.builds(lambda word, label: point("url", f"https://example.org/{word}", label=label), WORD, LINE),
        st.builds(lambda word: point("handle", word, "mastodon"), WORD),
    ),
    max_size=4,
    unique_by=lambda point: (point.kind, point.value),
)
PEOPLE = st.builds(
    partial(Person, id=1),
    name=LINE.filter(bool),
    given=LINE,
    family=LINE,
    organization=LINE,
    title=LINE,
    note=NOTE,
    birthday=st.dates().map(str).filter(lambda day: not day.startswith("1604")),
    contact_points=POINTS.map(tuple),
    interests=st.lists(LINE.filter(bool), max_size=2, unique=True).map(tuple),
    tags=st.lists(LINE.filter(bool), max_size=2, unique=True).map(tuple),
)


@given(PEOPLE)
def test_file_reads_back_as_the_same_person(person):
    reading = read(vcard_file(person), ReadContext(file="card.vcf"))
    (again,) = reading.people
    assert not reading.problems
    for name in ("name", "given", "family", "organization", "title", "note", "birthday", "tags", "interests"):
        assert getattr(again, name) == getattr(person, name)
    labels = [(point.kind, point.value, point.platform) for point in person.contact_points]
    assert [(point.kind, point.value, point.platform) for point in again.contact_points] == labels


@given(PEOPLE)
def test_vcard_says_the_same_to_vobject(person):
    card = vobject.readOne(vcard(person))
    assert card.fn.value == person.name
    assert [line.value for line in card.contents.get("org", [])] == (
        [[person.organization]] if person.organization else []
    )


@given(PEOPLE)
def test_file_has_no_line_over_75_octets(person):
    assert max(len(line) for line in vcard_file(person).split(b"\r\n")) <= 75


def test_label_that_is_no_type_goes_into_a_group_of_a_file_only():
    person = Person(id=1, name="Ann", contact_points=(point("phone", "1", label="Boat house"),))
    assert vcard_file(person).decode().splitlines()[4:6] == ["item1.TEL:1", "item1.X-ABLabel:Boat house"]
    assert vcard(person).splitlines()[4] == "TEL:1"


@given(PEOPLE)
def test_file_of_version_4_reads_back_as_the_same_person(person):
    (again,) = read(vcard_file(person, version="4.0"), ReadContext(file="card.vcf")).people
    for name in ("name", "given", "family", "organization", "title", "note", "birthday", "tags", "interests"):
        assert getattr(again, name) == getattr(person, name)
    # a number is a URI there, which has no blanks
    forms = [(point.kind, normal_form(point), point.platform) for point in person.contact_points]
    assert [(point.kind, normal_form(point), point.platform) for point in again.contact_points] == forms


@given(PEOPLE, st.sampled_from(["3.0", "4.0"]))
def test_what_was_read_back_is_written_the_same(person, version):
    written = vcard_file(person, version=version)
    (again,) = read(written, ReadContext(file="card.vcf")).people
    assert vcard_file(person, [again.raw], version=version) == written


def test_version_4_says_all_in_its_own_words():
    person = Person(
        id=1,
        name="Ann Doe",
        given="Ann",
        family="Doe",
        organization="Acme",
        birthday="1990-04-12",
        contact_points=(
            point("phone", "+1 (202) 555-0100", label="cell"),
            point("phone", "0100"),
            point("handle", "ann", "github"),
            point("handle", "@ann@example.net", "mastodon"),
            point("handle", "ann@chat.example.net", "xmpp"),
        ),
        interests=("tides",),
        tags=("old",),
    )
    assert lines_of(vcard_file(person, version="4.0", uid=lambda _: "urn:uuid:1").decode()) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "N:Doe;Ann;;;",
        "FN:Ann Doe",
        "ORG:Acme",
        "TEL;VALUE=uri;TYPE=cell:tel:+1-(202)-555-0100",
        "TEL:0100",
        "SOCIALPROFILE;SERVICE-TYPE=github:https://github.com/ann",
        "SOCIALPROFILE;SERVICE-TYPE=mastodon;VALUE=text:@ann@example.net",
        "IMPP:xmpp:ann@chat.example.net",
        "BDAY:19900412",
        "INTEREST:tides",
        "CATEGORIES:old",
        "UID:urn:uuid:1",
        "END:VCARD",
    ]


def test_version_4_of_an_organization_says_so():
    person = Person(id=1, name="Acme", organization="Acme")
    assert vcard_file(person, version="4.0").decode().splitlines()[2:-1] == ["KIND:org", "FN:Acme", "ORG:Acme"]


def test_somebody_who_wants_to_hear_nothing_stays_so():
    written = vcard_file(Person(id=1, name="Ann", do_not_contact=True))
    (again,) = read(written, ReadContext(file="card.vcf")).people
    assert again.do_not_contact is True
