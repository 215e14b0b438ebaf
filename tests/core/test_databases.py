"""The same store in the home's own file, in another one at an address, and on a PostgreSQL server."""

from __future__ import annotations

import contextlib
import re

import pytest

from eventkit.app import create_app
from eventkit.domain.speaking import Doubt
from eventkit.exchange import IncomingSession
from eventkit.store.speakers import Link

MANY = 33_000
UID = re.compile("urn:uuid:[-0-9a-f]{36}")
"""Each home names its people in a way of its own."""

ROUND = [
    ["import", "{pyconf}/agenda.ics", "--event", "pyconf"],
    ["import", "{pyconf}/attendees.vcf", "--event", "pyconf"],
    ["import", "{pyconf}/attendees.vcf", "--event", "pyconf"],
    ["import", "{pyconf}/agenda-updated.ics", "--event", "pyconf"],
    ["import", "{pyconf}/agenda-updated.ics"],
    ["changes", "pyconf"],
    ["events", "add", "dinner"],
    ["events"],
    ["agenda", "pyconf"],
    ["agenda", "pyconf", "--text", "data"],
    ["now"],
    ["me", "--name", "Robin Example", "--email", "robin@example.org"],
    ["people", "add", "Ada 100%_\\Example", "--email", "Ada@Example.org", "--phone", "+49 30 1", "--tag", "python"],
    ["people", "tag", "Ada", "--add", "new", "--remove", "python"],
    ["met", "Ada", "--event", "pyconf", "--note", "hello", "--promise", "a link"],
    ["met", "somebody.new@example.org", "--event", "pyconf"],
    ["people", "show", "Ada"],
    ["people", "ada@example.org"],
    *(
        ["people", "--all", query]
        for query in ("", "100%_\\", "%", "_", "\\", "ada -nobody", "\N{COMBINING ACUTE ACCENT}")
    ),
    *(["people", "--all", f"{no}tag:new"] for no in ("", "-")),
    *(["people", "--all", f"{no}interest:python"] for no in ("", "-")),
    *(["people", "--all", f"{no}org:example"] for no in ("", "-")),
    *(["people", "--all", f"{no}event:pyconf"] for no in ("", "-")),
    *(["people", "--all", f"{no}met:{where}"] for no in ("", "-") for where in ("pyconf", "any", "elsewhere")),
    *(["people", "--all", f"{no}role:speaker"] for no in ("", "-")),
    *(["people", "--all", f"{no}platform:mastodon"] for no in ("", "-")),
    *(["people", "--all", f"{no}has:{what}"] for no in ("", "-") for what in ("email", "note", "promise")),
    ["speakers", "pyconf"],
    ["speakers", "add", "1", "Bo Example", "--event", "pyconf"],
    ["speakers", "remove", "1", "Bo Example", "--event", "pyconf"],
    ["speakers", "review", "pyconf"],
    ["star", "1"],
    ["note", "1", "bring cups"],
    ["clashes", "pyconf"],
    ["prep", "pyconf"],
    ["export", "-", "--as", "vcf", "--who", ""],
    ["export", "-", "--as", "csv", "--event", "pyconf"],
    ["history"],
    ["undo"],
    ["undo"],
    ["undo", "1"],
    ["history"],
]


def told(eventkit_run, pyconf):
    """What each command of the round says, and its exit code."""
    said = []
    for args in ROUND:
        command = [arg.replace("{pyconf}", str(pyconf)) for arg in args]
        code = 5 if args == ["undo", "1"] else 0
        ran = eventkit_run(*command, code=code)
        said.append((args, UID.sub("UID", ran.stdout), ran.stderr))
    return said


@pytest.fixture(params=["a file at an address", "PostgreSQL"])
def address(request, tmp_path):
    return request.getfixturevalue("postgresql") if request.param == "PostgreSQL" else f"sqlite:///{tmp_path}/other.db"


def test_a_database_at_an_address_answers_as_the_home_s_own_does(eventkit_run, pyconf, monkeypatch, address):
    monkeypatch.setenv("EVENTKIT_USER", "robin")
    own = told(eventkit_run, pyconf)
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", address)
    assert told(eventkit_run, pyconf) == own


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def app(request, eventkit_home, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as made:
        yield made


def test_what_is_known_of_speakers_is_told_again(app):
    agenda, people, speakers = app.store.agenda, app.store.people, app.store.speakers
    starts = app.now()
    with app.change("add") as change:
        event = agenda.add_event(change, "meetup", "Meetup", "UTC")
        source = agenda.put_source(change, None, event_id=event.id, location="meetup.xml")
        (session,) = agenda.add_sessions(
            change, event.id, source, [IncomingSession(uid="a", title="Tea", starts=starts)], "UTC"
        )
        (ann,) = people.add(change, [{"name": "Ann Example"}])
        link = (session, ann, "A. Example", 0, "17")
        speakers.add(change, [link])
        told = {"name": "Bo", "email": "", "organization": "", "confidence": 40, "why": "a colon", "verdict": ""}
        (number,) = speakers.add_doubts(change, [{"session_id": session, **told}])
    assert speakers.links(event.id) == {session: [Link(1, *link)]}
    assert speakers.by_uid(event.id) == {(source, "17"): ann}
    assert speakers.source_ids(event.id) == {session: source}
    assert speakers.other_names(event.id) == [("A. Example", ann)]
    assert speakers.counts(event.id) == {ann: 1}
    doubt = Doubt(id=number, session_id=session, **told)
    assert speakers.doubts_numbered([number, number + 1]) == [(event.id, doubt)]
    assert speakers.doubts_numbered([]) == []
    assert speakers.doubts(event.id) == [doubt]
    assert speakers.open_names(event.id) == ["Bo"]


def test_what_is_true_or_false_is_told_as_such(app):
    with app.change("add") as change:
        (ann,) = app.store.people.add(change, [{"name": "Ann", "contact": True}])
    person = app.store.people.get([ann])[ann]
    assert (person.contact, person.is_me, person.do_not_contact) == (True, False, False)
    assert {type(value) for value in (person.contact, person.is_me, person.do_not_contact)} == {bool}


def test_nobody_can_be_changed_who_is_not_there(app):
    with pytest.raises(LookupError, match="person 7 is gone"), app.change("add") as change:
        app.store.people.update(change, 7, name="Ann")


def test_an_event_is_found_by_what_is_left_of_its_name(eventkit_run):
    eventkit_run("events", "add", "pyconf")
    assert eventkit_run("met", "Ann", "--event", "py\udcffconf").stdout == "Noted: met Ann, number 1 (new), pyconf.\n"


def test_a_document_is_found_by_what_is_left_of_its_name(app):
    with app.change("add") as change:
        for data in ({"a": 1}, {"a": 2}):
            app.store.documents.put(change, "prep", "note", "a\0b\ud800", data)
    assert [(one.key, one.data) for one in app.store.documents.list("prep", "note")] == [("ab", {"a": 2})]


@pytest.mark.slow
def test_more_people_are_asked_for_than_a_statement_takes_values(app):
    people, speakers = app.store.people, app.store.speakers
    with app.change("add") as change:
        event = app.store.agenda.add_event(change, "meetup", "Meetup", "UTC")
        ids = people.add(change, [{"name": f"Ann {n}"} for n in range(MANY)])
        people.attend(change, event.id, [(person_id, "speaker") for person_id in ids])
        speakers.fill_organizations(change, dict.fromkeys(ids, "Example Ltd"))
        speakers.rename_listed(change, dict.fromkeys(ids, "Bea"))
        found = people.get(ids)
        assert list(found) == list(ids)
        assert {(one.name, one.organization, one.events) for one in found.values()} == {
            ("Bea", "Example Ltd", ("meetup",))
        }
        assert people.cards(ids) == {}
        assert speakers.links(event.id, ids) == {}
        assert speakers.doubts_numbered(ids) == []
        people.no_longer_attend(change, event.id, ids, "speaker")
        assert people.get(ids) == {}
