"""People out into CSV and in again: what comes back is what went out, and no spreadsheet calculates any of it."""

import csv
import io
import re
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Person, PersonToExport, ReadContext, one_line
from eventkit_tables.cards import card, column_prefix, columns_of
from eventkit_tables.cells import join, plain, protect, split
from eventkit_tables.reading import read
from eventkit_tables.signs import sniff_table
from eventkit_tables.writing import write_csv

letters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
awkward = st.sampled_from(
    ["=1+1", "'=x", "+49 30", "-", "@ada", "n/a", "a; b", "a\\", "x ::: y", "Dr.", "|", ",", '"', "''", "none"]
)
words = (st.text(letters, max_size=20) | awkward).map(one_line)
said = words.filter(bool)
emails = st.from_regex(r"\A[a-z]{1,8}@[a-z]{1,8}\.(org|com)\Z")
points = st.one_of(
    st.builds(partial(ContactPoint, kind="email"), value=emails | said, label=words),
    st.builds(partial(ContactPoint, kind="phone"), value=said | st.from_regex(r"\A\+49 [0-9]{3,9}\Z"), label=words),
    st.builds(partial(ContactPoint, kind="url"), value=said | st.just("https://example.org/a;b"), label=words),
    st.builds(
        partial(ContactPoint, kind="handle"),
        value=said,
        platform=st.sampled_from(["linkedin", "x", "mastodon", "matrix", "email", "example.org", "a_label", "Odd One"]),
        label=words,
    ),
)
headings = words.filter(bool) | st.sampled_from(
    ["E-mail", "Notes", "uid", "column: x", "exact_email", "Email_2", "Titel"]
)
people = st.builds(
    partial(Person, id=1),
    name=said,
    given=words,
    family=words,
    organization=words,
    title=words,
    note=st.lists(words, max_size=3).map("\n".join).map(str.strip),
    birthday=words | st.sampled_from(["1990-04-12", "--04-12", "3/4/1990"]),
    do_not_contact=st.booleans(),
    contact_points=st.lists(points, max_size=5, unique_by=lambda p: (p.kind, p.platform, p.value.casefold())).map(
        tuple
    ),
    interests=st.lists(said, max_size=3, unique=True).map(tuple),
    tags=st.lists(said, max_size=3, unique=True).map(tuple),
)
records = st.builds(
    lambda person, uid, roles, columns: PersonToExport(
        person=person,
        uid=uid,
        roles=tuple(roles),
        cards=(card(person.name, uid, [column_prefix(heading) + value for heading, value in columns.items()]),),
    ),
    people,
    st.uuids().map(str),
    st.lists(
        st.tuples(st.from_regex(r"\A[a-z0-9-]{1,9}\Z"), said.filter(lambda role: ":" not in role)),
        max_size=2,
        unique=True,
    ),
    st.dictionaries(headings, st.from_regex(r"\A[a-zA-Z0-9 =@]{0,5}[a-z]\Z").map(one_line), max_size=2),
)


def by_kind(person):
    return sorted(person.contact_points, key=lambda point: (point.kind, point.platform))


def values(person):
    names = (
        "name",
        "given",
        "family",
        "organization",
        "title",
        "note",
        "birthday",
        "interests",
        "tags",
        "do_not_contact",
    )
    return {name: getattr(person, name) for name in names} | {"contact_points": by_kind(person)}


def read_back(written):
    reading = read(written, ReadContext(file="people.csv"))
    assert list(reading.problems) == []
    return list(reading.people)


@pytest.mark.slow
@given(st.lists(records, min_size=1, max_size=3, unique_by=lambda record: record.uid))
@settings(max_examples=200)
def test_people_come_back_as_they_went_out(out):
    back = read_back(write_csv(out))
    for person, record in zip(back, out, strict=True):
        assert values(person) == values(record.person)
    assert [(person.uid, person.roles) for person in back] == [(record.uid, record.roles) for record in out]
    assert [columns_of(person.raw) for person in back] == [columns_of(record.cards[0]) for record in out]


@given(st.lists(records, min_size=1, max_size=3, unique_by=lambda record: record.uid))
def test_no_cell_is_a_formula(out):
    for row in csv.reader(io.StringIO(write_csv(out).decode("utf-8-sig"), newline="")):
        assert [cell for cell in row if re.match(r"[=+\-@\t\r]", cell)] == []


@given(st.lists(records, min_size=1, max_size=2, unique_by=lambda record: record.uid))
def test_what_we_wrote_is_surely_ours(out):
    assert sniff_table(write_csv(out)[:4096], "download") == 95


@given(st.text())
@example("'=1")
@example('="1"')
def test_protection_is_taken_off_where_it_was_put_on(text):
    assert plain(protect(text)) == text


@given(st.lists(said, min_size=1))
def test_values_that_share_a_cell_are_told_apart_again(several):
    assert split(join(several)) == several


def test_empty_export_is_a_heading_alone():
    assert write_csv([]).decode("utf-8-sig") == "uid,name,given,family,organization,title,birthday,do_not_contact\r\n"


def test_only_columns_that_somebody_has_are_written():
    ada = PersonToExport(person=Person(id=1, name="Ada", tags=("a", "b")), uid="1")
    assert write_csv([ada]).decode("utf-8-sig").splitlines() == [
        "uid,name,given,family,organization,title,birthday,do_not_contact,tags",
        "1,Ada,,,,,,,a; b",
    ]


def test_telephone_number_is_protected_and_read_back():
    ada = Person(id=1, name="Ada", contact_points=(ContactPoint(kind="phone", value="+49 170 1"),))
    written = write_csv([PersonToExport(person=ada)])
    assert b",'+49 170 1" in written
    assert read_back(written)[0].contact_points == ada.contact_points


@pytest.mark.parametrize("separator", [";", "\t"])
def test_export_that_a_spreadsheet_saved_anew_is_read_back(separator):
    ada = Person(
        id=1, name="Ada", tags=("a, b", "c"), note="one\ntwo", contact_points=(ContactPoint(kind="phone", value="+49"),)
    )
    rows = csv.reader(io.StringIO(write_csv([PersonToExport(person=ada)]).decode("utf-8-sig"), newline=""))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    assert [values(person) for person in read_back(buffer.getvalue().encode("utf-16"))] == [values(ada)]


def test_what_a_card_says_of_a_name_and_an_address_comes_back(kept):
    lines = (
        "N:Lovelace;Ada;King;Dr.;Esq.",
        "NICKNAME:Countess",
        "ORG:Engines;Mathematics",
        "ADR;TYPE=WORK:;;Ringweg 4;Berlin;;10115;Germany",
        "item2.ADR:;;Strand 1;Rerik;;18230;Germany",
        "item2.X-ABLabel:Ferienhaus",
        'X-EVENTKIT-COLUMN;X-NAME="Why?":fun\\nand more',
    )
    ada = Person(id=1, name="Ada", given="Ada", family="Lovelace", organization="Engines")
    record = PersonToExport(person=ada, cards=(card("Ada", "", lines),))
    assert kept(read_back(write_csv([record]))[0]) == list(lines)


def test_newest_of_several_cards_goes_before_the_others():
    older, newer = (card("Ada", "", [f'X-EVENTKIT-COLUMN;X-NAME="Shirt":{size}']) for size in ("S", "M"))
    record = PersonToExport(person=Person(id=1, name="Ada"), cards=(older, newer))
    assert columns_of(read_back(write_csv([record]))[0].raw) == {"Shirt": "M"}
