"""The text of a card is the truth: an export changes the lines that the person changed, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, ExportContext, Person, PersonToExport, ReadContext
from eventkit_cards.reading import read
from eventkit_cards.writing import vcard_file, write_people

LINES = [
    "VERSION:3.0",
    "prodid:-//Example//Book 1//EN",
    "item1.EMAIL;type=INTERNET;type=pref:ann@example.org",
    "item1.X-ABLabel:Boat house",
    "UID:0E7602CC-1:ABPerson",
    "n;language=en:Doe;Ann;Mary;Dr.;",
    "Fn:Ann  Doe",
    "ORG:Acme, Inc.;Sails;",
    "title;X-A=1:Keeper",
    'TEL;TYPE="home",voice:+1 (202) 555-0100',
    "TEL;TYPE=CELL:+1 202 555 0101",
    "URL:https://github.com/Ann/",
    'X-FOO;BAR="a;b":kept\\, as; it: is',
    "NOTE:one",
    "item2.ADR;type=HOME:;;1 Quay;Saltwick;;;",
    "item2.X-ABADR:gb",
    "CATEGORIES:Tea,Sea Shells,old\\, wise",
    "note:two",
    "TITLE:Second title",
    "NICKNAME:Annie,Nan",
    "X-EMPTY:",
    "BDAY;VALUE=date:1990-04-12",
    "REV:2027-01-01T00:00:00Z",
]


def text_of(*lines):
    return "\n".join(["BEGIN:VCARD", *lines, "END:VCARD"])


def known(*cards, **changes):
    """Somebody who came with the cards, as they are kept, and what was changed since."""
    context = ReadContext(file="card.vcf")
    people = [person for card in cards for person in read(card.encode(), context).people]
    first = people[0]
    fields = (*("name", "given", "family", "organization", "title", "note", "birthday"),
              *("contact_points", "interests", "tags", "do_not_contact"))  # fmt: skip  # a list of names
    return Person(id=1, **{field: getattr(first, field) for field in fields})._replace(**changes)


def written(person, *cards, **options):
    data = vcard_file(person, cards, **options)
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")[1:-1]


def changed(card, **changes):
    """The lines that go and those that come when a person is changed."""
    before, after = written(known(card), card), written(known(card, **changes), card)
    return [line for line in before if line not in after], [line for line in after if line not in before]


ANN = text_of(*LINES)
EMAIL, HOME, CELL, GITHUB = known(ANN).contact_points


def test_a_card_comes_back_line_by_line():
    assert written(known(ANN), ANN) == LINES


def test_a_card_in_another_order_comes_back_in_that_order():
    card = text_of(*reversed(LINES))
    # the version goes first, where vCard 4.0 wants it and every other version takes it
    assert written(known(card), card) == ["VERSION:3.0", *(line for line in reversed(LINES) if line != "VERSION:3.0")]


@pytest.mark.parametrize(
    ("changes", "gone", "come"),
    [
        ({"name": "Ann Roe"}, ["Fn:Ann  Doe"], ["FN:Ann Roe"]),
        ({"family": "Roe"}, ["n;language=en:Doe;Ann;Mary;Dr.;"], ["N:Roe;Ann;Mary;Dr.;"]),
        (
            {"family": "", "given": ""},
            ["n;language=en:Doe;Ann;Mary;Dr.;"],
            ["N:Doe;Ann;;;", "X-EVENTKIT-NAME-PARTS:derived"],
        ),
        ({"organization": "New"}, ["ORG:Acme, Inc.;Sails;"], ["ORG:New"]),
        ({"organization": ""}, ["ORG:Acme, Inc.;Sails;"], []),
        ({"title": "a;b"}, ["title;X-A=1:Keeper"], ["TITLE:a\\;b"]),
        ({"note": "one\ntwo\nthree"}, ["NOTE:one", "note:two"], ["NOTE:one\\ntwo\\nthree"]),
        ({"note": ""}, ["NOTE:one", "note:two"], []),
        ({"birthday": "--04-12"}, ["BDAY;VALUE=date:1990-04-12"], ["BDAY:--04-12"]),
        ({"birthday": ""}, ["BDAY;VALUE=date:1990-04-12"], []),
        ({"tags": ("Tea", "old, wise")}, ["CATEGORIES:Tea,Sea Shells,old\\, wise"], ["CATEGORIES:Tea,old\\, wise"]),
        ({"tags": ()}, ["CATEGORIES:Tea,Sea Shells,old\\, wise"], []),
        ({"interests": ("tides",)}, [], ["INTEREST:tides"]),
        ({"do_not_contact": True}, [], ["X-EVENTKIT-DO-NOT-CONTACT:true"]),
        (
            {"contact_points": (HOME, CELL, GITHUB)},
            ["item1.EMAIL;type=INTERNET;type=pref:ann@example.org", "item1.X-ABLabel:Boat house"],
            [],
        ),
        (
            {"contact_points": (EMAIL, HOME, GITHUB, ContactPoint(kind="phone", value="+4930123", label="work"))},
            ["TEL;TYPE=CELL:+1 202 555 0101"],
            ["TEL;TYPE=WORK:+4930123"],
        ),
        (
            {"contact_points": (EMAIL, HOME, CELL._replace(value="+12025550101"), GITHUB)},
            ["TEL;TYPE=CELL:+1 202 555 0101"],
            ["TEL;TYPE=CELL:+12025550101"],
        ),
        (
            {"contact_points": (EMAIL, HOME, CELL._replace(label="work"), GITHUB)},
            ["TEL;TYPE=CELL:+1 202 555 0101"],
            ["TEL;TYPE=WORK:+1 202 555 0101"],
        ),
        (
            {"contact_points": (EMAIL._replace(label="Ship"), HOME, CELL, GITHUB)},
            ["item1.EMAIL;type=INTERNET;type=pref:ann@example.org", "item1.X-ABLabel:Boat house"],
            ["item3.EMAIL:ann@example.org", "item3.X-ABLabel:Ship"],
        ),
    ],
)
def test_what_was_changed_changes_its_own_lines_only(changes, gone, come):
    assert changed(ANN, **changes) == (gone, come)


def test_a_line_that_changed_stays_in_its_place():
    lines = written(known(ANN, title="New"), ANN)
    assert lines[LINES.index("title;X-A=1:Keeper")] == "TITLE:New"


def test_a_handle_is_the_address_that_the_card_has():
    handle = ContactPoint(kind="handle", value="Ann", platform="github")
    card = text_of("VERSION:3.0", "FN:Ann", "N:;Ann;;;", "URL:http://www.github.com/Ann?tab=stars")
    person = known(card)._replace(contact_points=(handle,))
    assert written(person, card)[-1] == "URL:http://www.github.com/Ann?tab=stars"


def test_what_nobody_can_be_asked_for_stays():
    card = text_of("VERSION:3.0", "FN:Ann", "N:;Ann;;;", "EMAIL:no address", "TEL:none", "CATEGORIES:🎸,Tea,!")
    # the store keeps no tag that is nothing but pictures
    assert written(known(card, tags=("Tea",)), card)[3:] == ["EMAIL:no address", "TEL:none", "CATEGORIES:🎸,Tea,!"]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_line_break_in_a_value_never_becomes_a_line(version):
    card = text_of("VERSION:2.1", "FN:Ann", "X-A;ENCODING=QUOTED-PRINTABLE:a=0D=0ATEL:0=0Ab", "N:Doe;A;=0A\x0bx")
    person = known(card, family="Roe\r\nTEL:1", contact_points=(ContactPoint(kind="url", value="https://x\r\nTEL:1"),))
    assert [line for line in written(person, card, version=version) if line.startswith("TEL")] == []


def test_a_card_without_a_name_gets_what_it_has_to_have():
    card = text_of("ORG:Acme", "X-A:1")
    assert written(known(card), card) == [
        "VERSION:3.0",
        "N:;Acme;;;",
        "FN:Acme",
        "ORG:Acme",
        "X-A:1",
        "X-EVENTKIT-NAME-PARTS:derived",
    ]


def test_several_names_and_organizations_stay():
    lines = ["VERSION:3.0", "N:Doe;Ann;;;", "FN:Ann", "FN:Nan", "N:Roe;Nan;;;", "ORG:One", "ORG:Two;x", "BDAY:later"]
    card = text_of(*lines)
    assert written(known(card), card) == lines
    assert changed(card, organization="Three") == (["ORG:One"], ["ORG:Three"])


def test_a_card_within_a_card_is_one_line():
    card = text_of("VERSION:2.1", "N:;Ann", "FN:Ann", "AGENT:", text_of("FN:Bo; jr", "TEL:1"), "X-A:1")
    assert written(known(card), card)[3:] == ["AGENT:BEGIN:VCARD\\nFN:Bo\\; jr\\nTEL:1\\nEND:VCARD", "X-A:1"]


def test_a_card_that_was_cut_off_keeps_its_last_line():
    card = text_of("VERSION:3.0", "FN:Ann", "N:;Ann;;;", "X-LAST:1").removesuffix("\nEND:VCARD")
    assert written(known(text_of("FN:Ann", "N:;Ann;;;")), card)[-1] == "X-LAST:1"


OLDER = text_of(
    "VERSION:3.0",
    "UID:first",
    "FN:Ann",
    "N:;Ann;;;",
    "X-A:1",
    "X-SAME:1",
    "item1.ADR:;;1 Quay;;;;",
    "item1.X-ABADR:gb",
    "REV:1",
)
NEWER = text_of(
    "VERSION:2.1",
    "UID:second",
    "FN:Ann Doe",
    "N:Doe;Ann",
    "X-B;CHARSET=UTF-8:2",
    "X-SAME:1",
    "item1.ADR:;;2 Quay;;;;",
    "item1.X-ABADR:gb",
    "REV:2",
    "item2.TEL:+1 202 555 0100",
    "item2.X-ABLabel:Boat",
    "EMAIL;PREF:ann@example.org",
)


def test_of_several_cards_the_oldest_is_kept_and_the_others_add_what_they_alone_say():
    both = read((OLDER + "\n" + NEWER).encode(), ReadContext(file="cards.vcf")).people
    person = known(OLDER, family="Doe", contact_points=both[1].contact_points)
    assert written(person, OLDER, NEWER) == [
        "VERSION:3.0",
        "UID:first",
        "FN:Ann",
        "N:Doe;Ann",
        "X-A:1",
        "X-SAME:1",
        "item1.ADR:;;1 Quay;;;;",
        "item1.X-ABADR:gb",
        "REV:1",
        "X-B:2",
        "item3.ADR:;;2 Quay;;;;",
        "item3.X-ABADR:gb",
        "EMAIL:ann@example.org",
        "item2.TEL:+1 202 555 0100",
        "item2.X-ABLabel:Boat",
    ]


def test_the_same_card_from_two_places_is_written_once():
    assert written(known(ANN), ANN, ANN + "\n", ANN) == LINES


def test_what_came_of_several_cards_comes_back_as_the_same_person():
    both = read((OLDER + "\n" + NEWER).encode(), ReadContext(file="cards.vcf")).people
    person = known(OLDER, family="Doe", contact_points=both[1].contact_points)
    card = vcard_file(person, [OLDER, NEWER])
    (again,) = read(card, ReadContext(file="cards.vcf")).people
    assert vcard_file(known(again.raw), [again.raw]) == card
    assert (again.family, again.contact_points) == ("Doe", person.contact_points)


NAMES = st.sampled_from(
    ["X-A", "x-b", "LABEL", "ADR", "GEO", "PHOTO", "NICKNAME", "ROLE", "TZ", "KEY", "SOUND", "X-EMPTY"]
)
GROUPS = st.sampled_from(["", "item1.", "Item2.", "a."])
PARAMS = st.sampled_from(["", ";TYPE=home", ';X-P="a:b"', ";x-q=1,2", ";LANGUAGE=de"])
VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).map(str.strip)
FOREIGN = st.builds(lambda group, name, params, value: f"{group}{name}{params}:{value}", GROUPS, NAMES, PARAMS, VALUES)


@given(st.lists(FOREIGN, max_size=8), st.data())
def test_lines_of_others_stay_where_they_are_whatever_else_changes(foreign, data):
    own = ["VERSION:3.0", "FN:Ann", "N:;Ann;;;", "EMAIL:ann@example.org", "NOTE:one", "CATEGORIES:a,b"]
    lines = own[:1] + data.draw(st.permutations(own[1:] + foreign))
    card = text_of(*lines)
    person = known(card, title="New", note="two", tags=("b",), contact_points=())
    kept = [line for line in written(person, card) if line in foreign]
    assert kept == [line for line in lines if line in foreign]


def test_cards_with_one_uid_are_told_apart():
    card = text_of("VERSION:3.0", "UID:1", "FN:Ann", "N:;Ann;;;")
    records = [PersonToExport(person=known(card, id=n), cards=(card,), uid=f"urn:uuid:{n}") for n in (1, 2)]
    data = write_people(records, ExportContext(now=None)).decode().splitlines()
    assert [line for line in data if line.startswith("UID")] == ["UID:1", "UID:urn:uuid:2"]
