"""`eventkit forget`: somebody goes for good, from every table, the history, the full text and the file itself."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.app import create_app
from eventkit.domain.forgetting import Redaction, keys_of
from eventkit.domain.people import ContactPoint
from eventkit.errors import InputError, NotFoundError, UndoError
from eventkit.exchange import IncomingPerson, IncomingSession, IncomingSpeaker
from eventkit.services.agenda import add_event
from eventkit.services.documents import Notebook
from eventkit.services.editing import keep_text, set_fields
from eventkit.services.encounters import log_encounter
from eventkit.services.forgetting import forget_people
from eventkit.services.history import list_changes, undo_change
from eventkit.services.import_people import take_in
from eventkit.services.lookup import find_person
from eventkit.services.merging import merge_people
from eventkit.services.people import add_person, set_me, tag_people
from eventkit.services.speakers import link_speakers
from eventkit.store.references import TABLES

STARTS = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)
TRACES = [b"quill", b"thistle", b"thistledown", b"2079460999"]
"""What is in nobody's data but that of who is forgotten here."""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def app(request, eventkit_home, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as made:
        add_event(made, "meetup")
        set_me(made, {"name": "Robin Keller"}, [])
        yield made


@pytest.fixture
def ada(app):
    """Ada Quill, with something in every table; and others beside her."""
    bring(app, "attendees.vcf", *(person(f"Person {number}") for number in range(3)), ADA, person("Person 9"))
    ada = find_person(app, "Ada Quill")
    tag_people(app, ["Ada Quill", "Person 1"], add=["met early"])
    log_encounter(app, "Ada Quill", event="meetup", note="her thistledown loom", promise="a thistle")
    set_fields(app, ada, {"title": "Thistle farmer"})
    set_fields(app, find_person(app, "Ada Quill"), {"title": "Weaver", "note": "quill pens"})
    with app.change("plan ada quill") as change:
        Notebook(app, "prep").put(change, "meet", f"meetup:{ada.id}", {"why": "thistles"}, person_id=ada.id)
    return find_person(app, "Ada Quill")


def person(name, **more):
    return IncomingPerson(name=name, **more)


ADA = person(
    "Ada Quill",
    uid="quill-1",
    organization="Thistle Ltd",
    contact_points=(
        ContactPoint(kind="email", value="ada@thistle.example"),
        ContactPoint(kind="phone", value="+44 2079460999"),
    ),
    interests=("thistledown",),
    raw="BEGIN:VCARD\nFN:Ada Quill\nX-PET:thistle\nEND:VCARD",
)


def bring(app, name, *people):
    with app.change(f"import {name}", source=name) as change:
        take_in(app, change, people, source=name, event=app.store.agenda.events("meetup")[0])


def rows(app):
    """Every row of every table, as texts."""
    database = app.store._database
    return {
        table: [json.dumps(row, default=str) for row in database.ask(f'SELECT * FROM "{table}"').dicts()]
        for table in (*TABLES, "person_search")
    }


def bytes_of(app):
    """The files of the database, the journal included, in small letters; of a server, what is in its tables."""
    if app.config.database_url:
        return json.dumps(rows(app), ensure_ascii=False).lower().encode()
    folder = app.paths.data
    return b"".join(file.read_bytes() for file in sorted(folder.glob("eventkit.db*"))).lower()


def traces(app):
    data = bytes_of(app)
    return [trace for trace in TRACES if trace in data]


# --- what goes --------------------------------------------------------------------------------------------


def test_nobody_s_bytes_are_left_in_the_file(app, ada):
    assert traces(app) == TRACES
    forget_people(app, [ada])
    assert traces(app) == []


@pytest.mark.usefixtures("ada")
def test_bytes_that_only_an_undone_change_had_go_too(app):
    undo_change(app)
    undo_change(app)
    forget_people(app, [find_person(app, "Ada Quill")])
    assert traces(app) == []


def test_who_was_merged_into_them_goes_as_well(app, ada):
    other = add_person(
        app, {"name": "A. Quill", "note": "thistle"}, [ContactPoint(kind="email", value="aq@thistle.example")]
    )
    merge_people(app, ada, other)
    forget_people(app, [find_person(app, "Ada Quill")])
    assert traces(app) == []


def test_two_who_were_parted_again_are_forgotten_one_by_one(app, ada):
    other = add_person(app, {"name": "Bo Thorn"}, [ContactPoint(kind="email", value="bo@example.org")])
    merge_people(app, ada, other)
    undo_change(app)
    forget_people(app, [ada])
    assert traces(app) == []
    assert find_person(app, "Bo Thorn").emails == ("bo@example.org",)


def test_others_stay_as_they_were(app, ada):
    def others():
        found = app.store.people.containing("person")
        return found, [app.store.people.roles(one.id) for one in found]

    before = others()
    forget_people(app, [ada])
    assert others() == before


def test_person_is_nobody_afterwards(app, ada):
    forget_people(app, [ada])
    with pytest.raises(NotFoundError):
        find_person(app, str(ada.id))


def test_number_is_never_given_again(app, ada):
    newest = max(one.id for one in app.store.people.containing(""))
    forget_people(app, [app.store.people.get([newest])[newest], ada])
    assert add_person(app, {"name": "New"}, []).id == newest + 1


def test_text_that_was_never_saved_goes(app, ada):
    file = keep_text(app, ada, "title = thistle")
    other = keep_text(app, find_person(app, "Person 1"), "title = x")
    forget_people(app, [ada])
    assert (file.exists(), other.exists()) == (False, True)


def test_pairs_of_who_is_not_the_same_go(app, ada):
    with app.change("different") as change:
        change.insert("different", [{"person_id": 2, "other_id": ada.id}, {"person_id": 2, "other_id": 3}])
    forget_people(app, [ada])
    assert [tuple(row) for row in app.store._database.ask("SELECT person_id, other_id FROM different").rows] == [(2, 3)]


# --- the history ------------------------------------------------------------------------------------------


def test_history_keeps_one_line_and_no_name(app, ada):
    before = [change.label for change in list_changes(app)]
    forget_people(app, [ada])
    assert [change.label for change in list_changes(app)] == [
        "forgot somebody",
        *(label.replace("Ada Quill", "(forgotten)").replace("ada quill", "(forgotten)") for label in before),
    ]


def test_file_that_is_called_after_them_is_not_named(app):
    bring(app, "quill_ada.vcf", ADA)
    forget_people(app, [find_person(app, "Ada Quill")])
    assert [(change.label, change.source) for change in list_changes(app, 2)] == [
        ("forgot somebody", ""),
        ("import (forgotten).vcf", "(forgotten).vcf"),
    ]


def test_import_of_others_is_still_undone_and_done_again(app, ada):
    forget_people(app, [ada])
    numbers = {change.label: change.id for change in list_changes(app)}
    undo_change(app, numbers["tag (forgotten), Person 1"])
    undo_change(app, numbers["import attendees.vcf"])
    assert app.store.people.containing("person") == []
    undo_change(app, list_changes(app)[0].id)
    assert [one.name for one in app.store.people.containing("")] == ["Person 0", "Person 1", "Person 2", "Person 9"]
    assert traces(app) == []


def test_undo_passes_over_what_was_forgotten(app, ada):
    forget_people(app, [ada])
    assert undo_change(app).label == "tag (forgotten), Person 1"


def test_what_was_forgotten_cannot_be_undone(app, ada):
    forget_people(app, [ada])
    newest, edit = list_changes(app, 2)[0], list_changes(app, 3)[2]
    for change in (newest, edit):
        with pytest.raises(UndoError) as caught:
            undo_change(app, change.id)
        assert str(caught.value) == (f"change {change.id} ({change.label}) cannot be undone: what it did was forgotten")


# --- agendas ----------------------------------------------------------------------------------------------


def talk(uid, title, *speakers, **more):
    starts = STARTS + timedelta(hours=int(uid))
    raw = f"SUMMARY:{title}\nORGANIZER;CN=Ada Quill:mailto:ada@thistle.example"
    return IncomingSession(uid=uid, title=title, starts=starts, speakers=speakers, raw=raw, **more)


@pytest.fixture
def agenda(app):
    """An agenda that names Ada as a speaker, as a doubtful one, and in a title that changed."""
    store = app.store
    ada = IncomingSpeaker(name="Ada Quill", email="ada@thistle.example", uid="quill-7")
    doubt = IncomingSpeaker(name="Ada Quill", confidence=60, why="the end of the title")
    sessions = [talk("1", "Looms, by Ada Quill", ada), talk("2", "Wool - Ada Quill", doubt), talk("3", "Lunch")]
    with store.change("import meetup.ics") as change:
        event = store.agenda.events("meetup")[0]
        source = store.agenda.put_source(change, None, event_id=event.id, location="meetup.ics")
        ids = store.agenda.add_sessions(change, event.id, source, sessions, "UTC")
        link_speakers(app, change, event, zip(ids, sessions, strict=True))
    with store.change("refresh") as change:
        store.agenda.update_sessions(change, source, {ids[0]: talk("1", "Looms (Ada Quill)", ada)}, "UTC")
    return find_person(app, "Ada Quill")


def test_speaker_s_name_is_taken_out_of_the_agenda(app, agenda):
    result = forget_people(app, [agenda])
    assert [(one.title, one.speakers) for one in app.store.agenda.sessions("meetup")] == [
        ("Looms ((forgotten))", ()),
        ("Wool - (forgotten)", ()),
        ("Lunch", ()),
    ]
    assert (result.sessions, app.store.speakers.doubts(1)) == (2, [])


def test_speaker_leaves_no_bytes_but_in_sessions_of_others(app, agenda):
    forget_people(app, [agenda])
    with app.change("remove the session that only its organiser names") as change:
        app.store._database.tell("DELETE FROM session WHERE title = 'Lunch'")
        change.empty = False
    app.store.forgetting.compact()
    assert traces(app) == []


# --- what stays -------------------------------------------------------------------------------------------


def test_notes_on_others_that_name_them_are_told_of_and_stay(app, ada):
    log_encounter(app, "Person 1", event="meetup", note="knows Ada Quill")
    other = find_person(app, "Person 1")
    assert forget_people(app, [ada]).mentions == (("encounter", other.id),)
    assert app.store.encounters.list(person_id=other.id)[0].note == "knows Ada Quill"


def test_my_own_record_is_not_forgotten(app):
    with pytest.raises(InputError, match="your own record is not forgotten"):
        forget_people(app, [app.store.people.me()])


def test_dry_run_changes_nothing(app, ada):
    before = rows(app)
    planned = forget_people(app, [ada], dry_run=True)
    assert rows(app) == before
    done = forget_people(app, [ada])
    assert planned == done


# --- not to be brought back -------------------------------------------------------------------------------


KEYS = keys_of(
    points=[("email", "ada@thistle.example"), ("phone", "+442079460999")],
    source="attendees.vcf",
    uid="quill-1",
    event="meetup",
    name="ADA  Quíll",
)


def test_who_was_forgotten_is_known_by_digests_only(app, ada):
    forget_people(app, [ada])
    assert app.store.forgetting.is_forgotten(KEYS) == set(KEYS[:-1])
    assert (
        app.store.forgetting.is_forgotten(keys_of(points=[("email", "bo@example.org")], event="meetup", name="Bo"))
        == set()
    )


def test_without_a_hash_nothing_is_known(app, ada):
    assert forget_people(app, [ada], keep_hash=False).digests == 0
    assert app.store.forgetting.is_forgotten(KEYS) == set()
    assert rows(app)["forgotten"] == rows(app)["setting"] == []


def test_who_is_known_by_nothing_else_is_known_by_the_name_in_the_source(app):
    with app.change("import list.csv", source="list.csv") as change:
        take_in(
            app, change, [person("Bo Thorn", raw="BEGIN:VCARD\nFN:Bo Thorn\nEND:VCARD")], source="list.csv", event=None
        )
    forget_people(app, [find_person(app, "Bo Thorn")])
    keys = keys_of(source="list.csv", name="bo thorn")
    assert app.store.forgetting.is_forgotten([*keys, *keys_of(source="other.csv", name="bo thorn")]) == set(keys)


def test_digests_of_two_homes_are_not_alike(app, ada, tmp_path):
    forget_people(app, [ada])
    other = create_app(tmp_path / "other", environ={})
    with other.change("remember") as change:
        other.store.forgetting.remember(change, KEYS, "")
    mine, theirs = ({json.loads(row)["digest"] for row in rows(one)["forgotten"]} for one in (app, other))
    other.close()
    assert mine & theirs == set()


def test_speaker_is_known_by_what_the_source_calls_them(app, agenda):
    forget_people(app, [agenda])
    keys = keys_of(source="meetup.ics", uid="quill-7", event="meetup", name="Ada Quill")
    assert app.store.forgetting.is_forgotten(keys) == set(keys[:2])


def test_speaker_who_was_forgotten_is_not_brought_back_by_a_newer_agenda(eventkit_run, tmp_path):
    agenda = tmp_path / "agenda.ics"
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{title}\r\nDTSTART:20270514T090000Z\r\n"
        "ATTENDEE;CN=Ada Quill:mailto:ada@thistle.example\r\nATTENDEE;CN=Bo Thorn:mailto:bo@thistle.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    agenda.write_text(text.format(title="Looms"), newline="")
    eventkit_run("import", agenda, "--event", "meetup")
    speakers = ("speakers", "meetup", "--format", "json")
    assert [one["name"] for one in eventkit_run(*speakers).json] == ["Ada Quill", "Bo Thorn"]
    eventkit_run("forget", "Ada Quill", "--yes")
    agenda.write_text(text.format(title="Looms and Wool"), newline="")
    eventkit_run("import", agenda, "--event", "meetup")
    assert [one["name"] for one in eventkit_run(*speakers).json] == ["Bo Thorn"]


def test_digests_are_kept_by_no_undo_away(app, ada):
    forget_people(app, [ada])
    for change in list_changes(app, 100):
        if change.rows and change.undoes is None:
            undo_change(app, change.id)
    assert app.store.forgetting.is_forgotten(KEYS[:1]) == set(KEYS[:1])


# --- taking a name out ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("add Ada Quill", "add (forgotten)"),
        ("ADA-QUILL.vcf and quill, ada", "(forgotten).vcf and (forgotten)"),
        ("Ada Quillan and Nada Quill", "Ada Quillan and Nada Quill"),
        ("Ada alone, Quill alone", "Ada alone, Quill alone"),
        ("mailto:ada@thistle.example", "mailto:(forgotten)"),
    ],
)
def test_name_is_taken_out_however_it_is_written(text, left):
    assert Redaction(["Ada Quill"], ["ada@thistle.example", "x"])(text) == left


def test_name_of_one_word_is_taken_out_only_where_it_is_surely_theirs():
    redaction = Redaction(["Ada"], [])
    assert (redaction("met Ada"), redaction("met Ada", loosely=True)) == ("met Ada", "met (forgotten)")


@given(st.lists(st.text(max_size=12), max_size=3), st.text(max_size=30))
def test_any_name_makes_a_pattern(names, text):
    redaction = Redaction(names, names)
    assert redaction(redaction(text)).count("(forgotten)") >= redaction(text).count("(forgotten)") or not names


# --- the command ------------------------------------------------------------------------------------------


PLAN = """\
This goes, for good:
  Ada Quill (number 5)
  2 addresses, numbers and handles
  2 tags and interests
  1 card
  1 attendance
  1 encounter
  1 document of a plugin
  their name in 5 lines of the history
Kept: 4 digests of what identifies them, by which imports pass over them.
    Whoever has the database can try a guess against one; --no-keep-hash keeps
    none.
"""
REACH = "Exports, drafts, backups and mail that was sent are out of reach: delete them yourself.\n"


@pytest.mark.usefixtures("ada")
def test_forget_shows_what_goes_in_a_dry_run(eventkit_run):
    ran = eventkit_run("forget", "Ada Quill", "--dry-run")
    assert (ran.stdout, ran.stderr) == (f"{PLAN}\nNobody was forgotten: --dry-run.\n", REACH)
    assert eventkit_run("people", "show", "Ada Quill").exit_code == 0


@pytest.mark.usefixtures("ada")
def test_forget_with_a_yes_says_that_it_is_done(eventkit_run):
    ran = eventkit_run("forget", "Ada Quill", "Person 9", "--yes", "--no-keep-hash")
    assert (ran.stdout, ran.stderr) == ("Forgot 2 people; there is no undo.\n", REACH)
    assert eventkit_run("history", "--limit", 1, "--format", "json").json[0]["label"] == "forgot 2 people"


@pytest.mark.usefixtures("ada")
def test_forget_without_a_terminal_takes_a_yes(eventkit_run):
    assert eventkit_run("forget", "Ada Quill", code=2).stderr == (
        "eventkit: nobody was forgotten: say --yes to forget without being asked, or --dry-run to see what would go\n"
    )


@pytest.mark.usefixtures("ada")
def test_files_that_were_written_for_them_are_named(app, eventkit_run, tmp_path):
    file = tmp_path / "01-ada.eml"
    file.write_text("Dear Ada", encoding="utf-8")
    with app.change("draft") as change:
        key, data = "meetup:5:eml:1", {"path": str(file), "encounters": []}
        Notebook(app, "followup").put(change, "draft", key, data, person_id=5)
    assert eventkit_run("forget", "Ada Quill", "--yes").stderr == (
        f"Written for them, and still there:\n  {file}\n{REACH}"
    )


def test_whom_nobody_knows_cannot_be_forgotten(eventkit_run):
    assert eventkit_run("forget", "Nobody", "--yes", code=4).stderr == "eventkit: there is no person 'Nobody'\n"
