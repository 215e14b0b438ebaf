"""Two records of one person: what is kept of which, that nothing is lost, and that undoing makes two again."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.errors import InputError
from eventkit.hookspecs import hookimpl
from eventkit.services.agenda import add_event
from eventkit.services.documents import Notebook
from eventkit.services.encounters import log_encounter
from eventkit.services.exporting import write_people
from eventkit.services.history import undo_change
from eventkit.services.lookup import find_person
from eventkit.services.merging import merge_people
from eventkit.services.people import list_people, set_do_not_contact, set_me, tag_people
from eventkit.store.references import TABLES

BOOKKEEPING = {"change", "change_row"}


def content(app):
    """Every row of every table but those that keep the history itself, without its version, which only grows."""
    database = app.store._database
    return {
        table: sorted(
            [
                {name: value for name, value in row.items() if name != "version"}
                for row in database.ask(f'SELECT * FROM "{table}"').dicts()
            ],
            key=repr,
        )
        for table in (*TABLES, "person_search")
        if table not in BOOKKEEPING
    }


def person(app, name, *points, tags=(), interests=(), event="", **values):
    """A contact, who may have what somebody else has as well."""
    points = [ContactPoint(kind=kind, value=value, label=label) for kind, value, label in points]
    with app.change(f"put {name}") as change:
        people = app.store.people
        number = people.add(change, [{"name": name, "contact": True, **values}])[0]
        people.add_points(change, number, points)
        people.add_labels(change, "tag", [(number, tag) for tag in tags])
        people.add_labels(change, "interest", [(number, interest) for interest in interests])
        if event:
            people.attend(change, app.store.agenda.events(event)[0].id, [(number, "attendee")])
    return people.get([number])[number]


def again(app, one):
    return app.store.people.get([one.id])[one.id]


def cards(app, one):
    sql = "SELECT source, raw FROM card WHERE person_id = :id ORDER BY id"
    return app.store._database.ask(sql, {"id": one.id}).pairs()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def app(request, eventkit_home, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as made:
        add_event(made, "meetup")
        yield made


@pytest.fixture
def two(app):
    """Ada, and another record of hers, each with things of its own."""
    ada = person(
        app,
        "Ada Grace",
        ("email", "ada@example.org", ""),
        ("phone", "+49 30 1234567", "work"),
        title="Head of Wool",
        note="likes sheep",
        tags=["python", "wool"],
        event="meetup",
    )
    other = person(
        app,
        "Ada M. Grace",
        ("email", "ada@work.example", "work"),
        ("phone", "0049 30 1234567", ""),
        organization="Example Ltd",
        title="Weaver",
        note="met at the loom",
        birthday="1990-04-12",
        tags=["Python"],
        interests=["looms"],
        event="meetup",
    )
    log_encounter(app, str(other.id), event="meetup", note="looms", promise="a pattern")
    return again(app, ada), again(app, other)


def test_merge_keeps_what_the_kept_one_says_and_fills_what_it_does_not(app, two):
    merged = merge_people(app, *two).person
    assert (merged.name, merged.title, merged.organization, merged.birthday) == (
        "Ada Grace",
        "Head of Wool",
        "Example Ltd",
        "1990-04-12",
    )
    assert merged.note == "likes sheep\nmet at the loom"


def test_merge_has_the_contact_points_of_both_each_once_and_the_kept_ones_first(app, two):
    merged = merge_people(app, *two).person
    assert [(point.value, point.label) for point in merged.contact_points] == [
        ("ada@example.org", ""),
        ("+49 30 1234567", "work"),
        ("ada@work.example", "work"),
    ]


def test_contact_points_of_an_older_record_come_behind_those_of_the_kept_one(app, two):
    ada, other = two
    assert merge_people(app, other, ada).person.emails == ("ada@work.example", "ada@example.org")


def test_label_that_only_the_other_gave_is_kept(app):
    ada = person(app, "Ada", ("email", "ada@example.org", ""))
    other = person(app, "Ada", ("email", "ada@example.org", "home"))
    merged = merge_people(app, ada, other).person
    assert [(point.value, point.label) for point in merged.contact_points] == [("ada@example.org", "home")]


def test_what_the_two_say_differently_is_kept_as_a_card(app, two):
    result = merge_people(app, *two)
    assert [(one.field, one.value, one.beside) for one in result.conflicts] == [
        ("name", "Ada Grace", "Ada M. Grace"),
        ("title", "Head of Wool", "Weaver"),
        ("phone", "+49 30 1234567", "0049 30 1234567"),
    ]
    assert cards(app, result.person) == [
        (
            "merge",
            (
                "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Grace\nX-EVENTKIT-ALSO;X-NAME=name:Ada M. Grace\n"
                "X-EVENTKIT-ALSO;X-NAME=title:Weaver\nX-EVENTKIT-ALSO;X-NAME=phone:0049 30 1234567\nEND:VCARD"
            ),
        )
    ]


def test_merge_of_two_that_say_the_same_writes_no_card(app):
    ada, other = person(app, "Ada Grace", title="Weaver"), person(app, "Ada Grace", title="Weaver")
    result = merge_people(app, ada, other)
    assert (result.conflicts, cards(app, result.person)) == ((), [])


def test_encounters_attendances_and_tags_move(app, two):
    merged = merge_people(app, *two).person
    assert [one.note for one in app.store.encounters.list(person_id=merged.id)] == ["looms"]
    assert (merged.events, merged.tags, merged.interests) == (("meetup",), ("python", "wool"), ("looms",))
    assert app.store.people.roles(merged.id) == [("meetup", "attendee")]


def test_documents_of_every_plugin_move(app, two):
    ada, other = two
    with app.change("note") as change:
        for one in two:
            Notebook(app, "greetings").put(change, "card", f"card:{one.id}", {"to": one.name}, person_id=one.id)
    merge_people(app, ada, other)
    documents = Notebook(app, "greetings").list("card", person_id=ada.id)
    assert [(document.key, document.data["to"]) for document in documents] == [
        (f"card:{ada.id}", "Ada Grace"),
        (f"card:{other.id}", "Ada M. Grace"),
    ]


def test_who_does_not_want_to_be_contacted_in_either_record_is_not(app, two):
    set_do_not_contact(app, [str(two[1].id)], wanted=True)
    assert merge_people(app, *two).person.do_not_contact is True


def test_somebody_listed_who_takes_in_a_contact_is_one(app, two):
    with app.change("list") as change:
        listed = app.store.people.add(change, [{"name": "A. Grace"}])[0]
    assert merge_people(app, app.store.people.get([listed])[listed], two[0]).person.contact is True


def test_who_is_not_the_one_is_not_the_merged_one_either(app, two):
    ada, other = two
    third, fourth = person(app, "Ada Graham"), person(app, "Adam Grace")
    pairs = [(ada.id, other.id), (other.id, third.id), (ada.id, third.id), (other.id, fourth.id)]
    with app.change("different") as change:
        change.insert("different", [{"person_id": one, "other_id": two} for one, two in pairs])
    merge_people(app, ada, other)
    found = app.store._database.ask("SELECT person_id, other_id FROM different ORDER BY other_id").rows
    assert [tuple(row) for row in found] == [(ada.id, third.id), (ada.id, fourth.id)]


def test_one_who_was_merged_is_nobody_any_more(app, two, eventkit_run):
    ada, other = two
    merge_people(app, ada, other)
    assert [one.id for one in app.store.people.containing("grace")] == [ada.id]
    assert eventkit_run("people", "show", other.id, code=4).stderr == f"eventkit: there is no person '{other.id}'\n"


def test_person_does_not_go_into_themselves(app, two):
    with pytest.raises(InputError, match=r"Ada Grace \(number 1\) is one record already: name two"):
        merge_people(app, two[0], two[0])


def test_my_own_record_takes_others_in_and_goes_into_none(app, two):
    me, _ = set_me(app, {"name": "Ada Grace"}, [])
    with pytest.raises(InputError, match="your own record cannot go into another; `eventkit merge me 1` puts"):
        merge_people(app, two[0], me)
    merged = merge_people(app, me, two[0]).person
    assert (merged.is_me, merged.contact, merged.emails) == (True, False, ("ada@example.org",))


def test_person_who_is_gone_meanwhile_is_not_merged(app, two):
    merge_people(app, *two)
    with pytest.raises(InputError, match=r"Ada M\. Grace \(number 2\) is gone"):
        merge_people(app, *two)


def test_full_text_finds_the_merged_one_by_what_the_other_said(app, two):
    merge_people(app, *two)
    assert [one.id for one in list_people(app, "weaver")] == []  # a conflict: it is kept in the card
    assert [one.id for one in list_people(app, "Example Ltd")] == [two[0].id]


def test_plugins_are_told_after_the_merge_and_not_in_a_dry_run(app, two):
    told = []

    class Listens:
        @hookimpl
        def eventkit_people_merged(self, kept, merged, app):
            told.append((kept.emails, merged.name, app.store.people.get([merged.id])))

    app.plugins.register(Listens(), "listens")
    merge_people(app, *two, dry_run=True)
    assert told == []
    merge_people(app, *two)
    assert told == [(("ada@example.org", "ada@work.example"), "Ada M. Grace", {})]


# --- undo -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["vcf", "json", "csv"])
def test_undo_makes_two_again_byte_for_byte_in_every_export(app, two, format_name):
    before = write_people(app, list(two), format_name)
    merged = merge_people(app, *two).person
    assert write_people(app, [merged], format_name) != before
    undo_change(app)
    assert write_people(app, [again(app, one) for one in two], format_name) == before


def test_undo_of_the_undo_merges_again(app, two):
    merge_people(app, *two)
    after = content(app)
    undo_change(app)
    undo_change(app, app.store.history()[0].id)
    assert content(app) == after


EMAILS = st.sampled_from(["a@example.org", "A@example.org", "b@example.org", "c@example.org"])
PHONES = st.sampled_from(["+49 30 1234567", "0049301234567", "030 1234567"])
POINTS = st.lists(
    st.builds(
        ContactPoint,
        kind=st.just("email") | st.just("phone"),
        value=EMAILS | PHONES,
        label=st.sampled_from(["", "work", "home"]),
    ),
    max_size=4,
)
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
RECORDS = st.fixed_dictionaries(
    {
        "values": st.fixed_dictionaries(
            dict.fromkeys(("given", "family", "organization", "title", "note", "birthday"), WORDS)
        ),
        "points": POINTS,
        "tags": st.lists(st.sampled_from(["x", "X", "y", "z"]), max_size=3),
        "met": st.lists(WORDS, max_size=2),
        "documents": st.integers(0, 2),
    }
)


def put(app, name, record):
    """A person as the store has them, who may share addresses with others."""
    points = [(point.kind, point.value, point.label) for point in record["points"]]
    found = person(app, name, *points, tags=record["tags"], **record["values"])
    with app.change(f"note {name}") as change:
        for key in range(record["documents"]):
            Notebook(app, "any").put(change, "note", f"{found.id}:{key}", {"n": key}, person_id=found.id)
    for note in record["met"]:
        log_encounter(app, str(found.id), event="meetup", note=note)
    return again(app, found)


def said_once(app, one):
    """What is the same when it is said twice."""
    rows = app.store._database.ask("SELECT kind, normal FROM contact_point WHERE person_id = :id", {"id": one.id}).rows
    return Counter([*map(tuple, rows), *(tag.casefold() for tag in one.tags), *app.store.people.roles(one.id)])


def said_often(app, one):
    """What is said as often as it was said."""
    met = [found.note for found in app.store.encounters.list(person_id=one.id)]
    return Counter([*met, *(found.key for found in Notebook(app, "any").list("note", person_id=one.id))])


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS, RECORDS)
def test_merge_keeps_every_value_and_undo_brings_everything_back(first, second):
    with (
        tempfile.TemporaryDirectory() as home,
        contextlib.closing(create_app(Path(home), environ={"EVENTKIT_PLUGINS": ""})) as app,
    ):
        add_event(app, "meetup")
        kept, other = put(app, "Ada Grace", first), put(app, "A. Grace", second)
        before = content(app)
        once = said_once(app, kept) | said_once(app, other)
        often = said_often(app, kept) + said_often(app, other)
        result = merge_people(app, kept, other)
        assert (said_once(app, result.person), said_often(app, result.person)) == (once, often)
        everything = "\n".join([repr(result.person), *(raw for _, raw in cards(app, result.person))])
        for name in ("organization", "title", "birthday", "given", "family"):
            for one in (kept, other):
                value = getattr(one, name)
                assert value in everything or _escaped(value) in everything or repr(value)[1:-1] in everything
        assert set(kept.note.split("\n")) | set(other.note.split("\n")) >= set(result.person.note.split("\n"))
        assert all(note in result.person.note for note in (kept.note, other.note))
        undo_change(app)
        assert content(app) == before


def _escaped(value):
    from eventkit.contentvalues import escape

    return escape(value)


# --- the command ------------------------------------------------------------------------------------------


SHOWN = """\
Ada Grace (number 1) takes in Ada M. Grace (number 2):
What          Kept                         Of    Beside it
name          Ada Grace                    1     Ada M. Grace
organisation  Example Ltd                  2
title         Head of Wool                 1     Weaver
birthday      1990-04-12                   2
note          likes sheep met at the loom  1, 2
e-mail        ada@example.org              1
phone         +49 30 1234567               1, 2  0049 30 1234567
e-mail        ada@work.example             2
tag           python                       1, 2
tag           wool                         1
interest      looms                        2
event         meetup                       1, 2
With it goes 1 encounter.
What stands beside is kept too, and comes out with an export as a card.
"""


@pytest.mark.usefixtures("two")
def test_merge_shows_what_is_kept_of_which_and_does_it(eventkit_run):
    assert eventkit_run("merge", 1, 2, "--yes").stdout == (
        SHOWN + "\nMerged Ada M. Grace (number 2) into Ada Grace (number 1); `eventkit undo` makes two again.\n"
    )
    assert eventkit_run("undo").stdout == "Undid change 5: merge Ada M. Grace (2) into Ada Grace (1).\n"


@pytest.mark.usefixtures("two")
def test_merge_in_a_dry_run_shows_the_same_and_does_nothing(app, eventkit_run):
    before = content(app)
    assert eventkit_run("merge", 1, 2, "--dry-run").stdout == SHOWN + "\nNothing was merged: --dry-run.\n"
    assert content(app) == before


@pytest.mark.usefixtures("two")
def test_merge_without_a_terminal_takes_a_yes(app, eventkit_run):
    before = content(app)
    assert eventkit_run("merge", 1, 2, code=2).stderr == (
        "eventkit: nothing was merged: say --yes to merge without being asked, or --dry-run to see what it would do\n"
    )
    assert content(app) == before


@pytest.mark.usefixtures("two")
def test_merge_has_the_keys_that_scripts_rely_on(eventkit_run):
    found = eventkit_run("merge", 1, 2, "--yes", "--format", "json").json
    assert (list(found), found["kept"], found["merged"], found["person"]["id"]) == (
        ["kept", "merged", "person", "values", "moved"],
        1,
        2,
        1,
    )
    assert found["values"][0] == {"field": "name", "value": "Ada Grace", "whose": "kept", "beside": "Ada M. Grace"}
    assert found["moved"] == {"contact_point": 1, "label": 1, "encounter": 1}


@pytest.mark.parametrize(("answer", "left"), [("y", ["Ada Grace"]), ("n", ["Ada Grace", "Ada M. Grace"])])
@pytest.mark.usefixtures("two")
def test_merge_asks_at_a_terminal(eventkit_home, eventkit_run, answer, left):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "merge", "1", "2"]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        os.write(leader, f"{answer}\n".encode())
        shown = process.communicate()[0].decode()
    os.close(leader)
    os.close(follower)
    assert "Merge them? [y/N]" in shown
    assert [one["name"] for one in eventkit_run("people", "--format", "json").json] == left


def test_tag_of_a_merged_person_is_told_once(app, two):
    tag_people(app, ["2"], add=["late"])
    ada, other = two
    assert merge_people(app, ada, again(app, other)).person.tags == ("python", "wool", "late")
    assert find_person(app, "Ada").id == ada.id
