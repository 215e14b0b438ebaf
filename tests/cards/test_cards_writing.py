import string

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Person, ReadContext, one_line, safe_text
from eventkit_cards.reading import read
from eventkit_cards.writing import vcard, vcard_file

ANN = Person(id=1, name="Ann Doe", given="Ann", family="Doe")


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
    Person,
    id=st.just(1),
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


def test_export_keeps_what_eventkit_does_not_understand(data, read_card, as_person):
    source = read_card((data / "cards" / "apple_item_groups.vcf").read_bytes())
    written = vcard_file(as_person(source), raw=source.raw).replace(b"\r\n ", b"").decode().splitlines()
    assert written == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Quillfeather;Maren;;;",
        "FN:Maren Quillfeather",
        "ORG:Harbour Loom;Weaving",
        "item4.TEL:+44 20 7946 0111",
        "item4.X-ABLabel:Boat house",
        "EMAIL;TYPE=WORK:maren@loom.example.org",
        "TEL;TYPE=CELL:+44 20 7946 0112",
        "item5.URL:https://www.linkedin.com/in/maren-q",
        "item5.X-ABLabel:linkedin",
        "URL:https://x.com/marenq",
        "BDAY:--03-09",
        "item3.ADR;TYPE=HOME:;;1 Quay Lane;Saltwick;;SW1;Nowhere",
        "item3.X-ABADR:gb",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/",
        "X-ABUID:0E7602CC:ABPerson",
        "END:VCARD",
    ]


def test_export_keeps_a_parameter_with_carets(data, read_card, as_person):
    source = read_card((data / "cards" / "version_4.vcf").read_bytes())
    written = vcard_file(as_person(source), raw=source.raw).replace(b"\r\n ", b"").decode().splitlines()
    assert "ADR;LABEL=Mill ^'Old^'^nQuay:;;1 Quay;Saltwick;;;" in written


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("PHOTO:data:image/png;base64,iVBORw0K", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K"),
        ("PHOTO;ENCODING=b;TYPE=png:data:image/png;base64,iVBORw0K", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K"),
        ("PHOTO;JPEG;BASE64:/9j/4AAQ", "PHOTO;TYPE=JPEG;ENCODING=b:/9j/4AAQ"),
        ("PHOTO:https://example.org/a.jpg", "PHOTO;VALUE=uri:https://example.org/a.jpg"),
        ("X-GOOGLE TALK:ann", "X-GOOGLE-TALK:ann"),
        ("LABEL;WORK;ENCODING=QUOTED-PRINTABLE:1 Quay=0D=0ASaltwick", "LABEL;TYPE=WORK:1 Quay\\nSaltwick"),
        ("TITLE:second", "TITLE:second"),
        ("UID:7", "UID:7"),
        ("EMAIL:not an address", "EMAIL:not an address"),
    ],
)
def test_export_writes_other_versions_as_3_0(line, written):
    raw = f"BEGIN:VCARD\nVERSION:2.1\nFN:Ann Doe\nTITLE:first\n{line}\nEND:VCARD"
    assert vcard_file(ANN, raw=raw).decode().splitlines()[4:-1] == [written]


def test_export_leaves_a_photo_out_that_was_cut_off():
    raw = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Doe\nPHOTO;ENCODING=b:xxxxx\nEND:VCARD"
    assert vcard_file(ANN, raw=raw) == vcard_file(ANN)


def test_export_keeps_a_card_within_a_card():
    raw = "BEGIN:VCARD\nVERSION:2.1\nFN:Ann Doe\nAGENT:\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\nEND:VCARD"
    assert vcard_file(ANN, raw=raw).decode().splitlines()[4] == "AGENT:BEGIN:VCARD\\nFN:Bo\\nEND:VCARD"


def test_export_says_what_eventkit_knows_rather_than_the_card():
    raw = "BEGIN:VCARD\nVERSION:3.0\nFN:A. Doe\nN:Doe;A.;;Dr.;\nORG:Old;Unit\nEND:VCARD"
    person = Person(id=1, name="Ann Doe", given="Ann", family="Doe", organization="New")
    written = vcard_file(person, raw=raw).decode().splitlines()
    assert written[2:-1] == ["N:Doe;Ann;;Dr.;", "FN:Ann Doe", "ORG:New"]


@pytest.mark.corpus
def test_every_card_of_the_corpus_comes_back_from_its_export(corpus, fields, as_person):
    for file in sorted((corpus / "vcf").rglob("*.vcf")):
        for person in read(file.read_bytes(), ReadContext(file=file.name)).people:
            written = vcard_file(as_person(person), raw=person.raw)
            (again,) = read(written, ReadContext(file=file.name)).people
            assert fields(again) == fields(person), file
            assert vobject.readOne(written.decode()).fn.value == person.name, file
