from __future__ import annotations

import contextlib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.errors import EventkitError, NotFoundError, UndoError
from eventkit.exchange import IncomingSession
from eventkit.services.agenda import add_event, star_session
from eventkit.services.documents import Notebook
from eventkit.services.editing import save_text
from eventkit.services.encounters import log_encounter
from eventkit.services.history import list_changes, undo_change
from eventkit.services.lookup import find_person
from eventkit.services.merging import merge_people
from eventkit.services.people import add_person, make_contact, set_me, tag_people
from eventkit.store.references import TABLES, with_flags

STARTS = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)
BOOKKEEPING = {"change", "change_row"}


def content(app):
    """Every row of every table but those that keep the history itself, without its version, which only grows."""
    database = app.store._database
    return {
        table: sorted(
            [
                {key: value for key, value in with_flags(table, row).items() if key != "version"}
                for row in database.ask(f'SELECT * FROM "{table}"').dicts()
            ],
            key=repr,
        )
        for table in (*TABLES, "person_search")
        if table not in BOOKKEEPING
    }


def populate(app):
    """An event with two sessions, a contact with everything, somebody only listed, and a document."""
    add_event(app, "pyconf")
    with app.change("fill") as change:
        agenda, people = app.store.agenda, app.store.people
        event = agenda.events("pyconf")[0]
        source = agenda.put_source(change, None, event_id=event.id, location="/a.ics", importer="ics")
        sessions = [
            IncomingSession(uid=str(number), title=f"Talk {number}", starts=STARTS, ends=STARTS + timedelta(hours=1))
            for number in (1, 2)
        ]
        ids = agenda.add_sessions(change, event.id, source, sessions, "UTC")
        (listed,) = people.add(change, [{"name": "Dee Listed"}])
        app.store.speakers.add(change, [(ids[0], listed, "Dee Listed", 0, "")])
        people.attend(change, event.id, [(listed, "speaker")])
        Notebook(app, "prep").put(change, "note", "old", {"text": "before"}, event_id=event.id, person_id=listed)
    add_person(
        app,
        {"name": "Ada Example", "note": "likes\ntwo lines"},
        [ContactPoint(kind="email", value="ada@example.org")],
        tags=["python", "Zoë's"],
        interests=["wool"],
        event="pyconf",
    )
    set_me(app, {"name": "Robin Example"}, [ContactPoint(kind="email", value="robin@example.org")])


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def app(request, eventkit_home, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as made:
        populate(made)
        yield made


# --- each kind of write -----------------------------------------------------------------------------------


def in_change(write):
    """A write of the store's own, in a change."""

    def run(app):
        with app.change("write") as change:
            write(app, change)

    return run


def drop_speaker(app, change):
    """Remove somebody and all that points to them, as an import does when a speaker has gone."""
    dee = find_person(app, "Dee")
    event = app.store.agenda.events("pyconf")[0]
    Notebook(app, "prep").delete(change, "note", "old")
    app.store.speakers.remove(change, [1])
    app.store.people.no_longer_attend(change, event.id, [dee.id], "speaker")


WRITES = {
    "add a person": lambda app: add_person(app, {"name": "Bo"}, []),
    "add a person with everything": lambda app: add_person(
        app,
        {"name": "Bo", "given": "Bo", "note": "\N{GRINNING FACE} \"quoted\" \\ 'single'"},
        [ContactPoint(kind="email", value="bo@example.org"), ContactPoint(kind="phone", value="+49 30 1")],
        tags=["a", "b"],
        interests=["c"],
        event="pyconf",
    ),
    "add a tag": lambda app: tag_people(app, ["Ada"], add=["new"]),
    "take a tag away": lambda app: tag_people(app, ["Ada"], remove=["python"]),
    "add and take away": lambda app: tag_people(app, ["Ada", "Dee"], add=["new"], remove=["python"]),
    "meet a contact": lambda app: log_encounter(app, "Ada", event="pyconf", note="hello", promise="a link"),
    "meet somebody listed": lambda app: log_encounter(app, "Dee", session="Talk 1"),
    "meet somebody new": lambda app: log_encounter(app, "new@example.org"),
    "star a session": lambda app: star_session(app, "Talk 1", "must"),
    "add an event": lambda app: add_event(app, "dinner", title="Dinner", timezone="Asia/Tokyo"),
    "change my own record": lambda app: set_me(
        app, {"title": "Developer"}, [ContactPoint(kind="email", value="new@example.org")]
    ),
    "add a document": in_change(lambda app, change: Notebook(app, "prep").put(change, "note", "new", {"a": [1, None]})),
    "replace a document": in_change(
        lambda app, change: Notebook(app, "prep").put(change, "note", "old", {"text": "after"}, person_id=None)
    ),
    "remove a document": in_change(lambda app, change: Notebook(app, "prep").delete(change, "note", "old")),
    "make a contact": in_change(lambda app, change: make_contact(app, change, find_person(app, "Dee"))),
    "change a session": in_change(
        lambda app, change: app.store.agenda.update_sessions(
            change, 1, {1: IncomingSession(uid="1", title="Moved", starts=STARTS + timedelta(days=1))}, "UTC"
        )
    ),
    "change an event": in_change(lambda app, change: app.store.agenda.update_event(change, 1, timezone="Asia/Tokyo")),
    "change a row twice": in_change(
        lambda app, change: [app.store.agenda.set_status(change, [1], status) for status in ("gone", "cancelled")]
    ),
    "add, change and remove": in_change(
        lambda app, change: [
            Notebook(app, "prep").put(change, "note", "new", {"a": 1}),
            Notebook(app, "prep").put(change, "note", "new", {"a": 2}),
            Notebook(app, "prep").delete(change, "note", "new"),
            Notebook(app, "prep").delete(change, "note", "old"),
            Notebook(app, "prep").put(change, "note", "old", {"a": 3}),
        ]
    ),
    "remove a person and all that points to them": in_change(drop_speaker),
    "merge two people": lambda app: merge_people(app, find_person(app, "Ada"), find_person(app, "Dee")),
    "edit a person": lambda app: save_text(app, find_person(app, "Ada"), 'name = "Ada Byron"\ntags = ["x"]\n'),
}


@pytest.mark.parametrize("write", WRITES)
def test_undo_leaves_everything_as_it_was_before_to(app, write):
    before = content(app)
    WRITES[write](app)
    assert content(app) != before
    undo_change(app)
    assert content(app) == before


@pytest.mark.parametrize("write", WRITES)
def test_undo_of_the_undo_leaves_everything_as_it_was_after_to(app, write):
    WRITES[write](app)
    after = content(app)
    undo_change(app)
    undo_change(app, list_changes(app)[0].id)
    assert content(app) == after


@pytest.mark.parametrize("write", WRITES)
def test_undo_again_after_the_undo_was_undone_takes_back_to(app, write):
    before = content(app)
    WRITES[write](app)
    undone = undo_change(app)
    undo_change(app, list_changes(app)[0].id)
    assert undo_change(app).id == undone.id
    assert content(app) == before


@pytest.mark.parametrize("write", WRITES)
def test_undo_in_a_dry_run_leaves_all_as_it_is_after_to(app, write):
    WRITES[write](app)
    after, changes = content(app), list_changes(app)
    assert undo_change(app, dry_run=True) == changes[0]
    assert (content(app), list_changes(app)) == (after, changes)


# --- the order of things ----------------------------------------------------------------------------------


def test_history_tells_what_was_changed_and_what_became_of_it(eventkit_run):
    eventkit_run("people", "add", "Ada Example", "--tag", "python")
    eventkit_run("people", "tag", "Ada", "--add", "new")
    eventkit_run("undo")
    rows = eventkit_run("history", "--format", "json").json
    assert [{name: row[name] for name in ("id", "label", "rows", "undoes", "undone_by")} for row in rows] == [
        {"id": 3, "label": "undo 2: tag Ada Example", "rows": 1, "undoes": 2, "undone_by": None},
        {"id": 2, "label": "tag Ada Example", "rows": 1, "undoes": None, "undone_by": 3},
        {"id": 1, "label": "add Ada Example", "rows": 2, "undoes": None, "undone_by": None},
    ]
    assert {row["at"] for row in rows} == {"2027-05-14T09:00:00+02:00"}


def test_undo_takes_back_one_change_after_the_other(eventkit_run):
    eventkit_run("people", "add", "Ada Example")
    eventkit_run("people", "tag", "Ada", "--add", "new")
    assert eventkit_run("undo").stdout == "Undid change 2: tag Ada Example.\n"
    assert eventkit_run("undo").stdout == "Undid change 1: add Ada Example.\n"
    assert eventkit_run("undo", code=4).stderr == "eventkit: there is nothing to undo\n"


def test_change_that_was_undone_is_not_undone_again(eventkit_run):
    eventkit_run("people", "add", "Ada Example")
    eventkit_run("undo")
    assert eventkit_run("undo", 1, code=5).stderr == (
        "eventkit: change 1 (add Ada Example) was undone already, by change 2\n"
    )


def test_change_that_never_was_cannot_be_undone(eventkit_run):
    assert eventkit_run("undo", 7, code=4).stderr == "eventkit: there is no change 7; `eventkit history` lists them\n"


def test_dry_run_says_what_would_be_undone(eventkit_run):
    eventkit_run("people", "add", "Ada Example")
    assert eventkit_run("undo", "--dry-run").stdout == "Would undo change 1: add Ada Example.\n"
    assert len(eventkit_run("history", "--format", "json").json) == 1


IN_THE_WAY = {
    "a tag on the person": ("tag Ada Example", lambda app: tag_people(app, ["Ada"], add=["new"])),
    "an encounter with the person": ("met Ada Example", lambda app: log_encounter(app, "Ada")),
    "a document about the person": (
        "write",
        in_change(lambda app, change: Notebook(app, "prep").put(change, "meet", "x", {}, person_id=1)),
    ),
    "another name of the person": (
        "write",
        in_change(lambda app, change: app.store.people.update(change, 1, name="Ada B")),
    ),
}


@pytest.mark.parametrize("case", IN_THE_WAY)
def test_later_change_that_stands_in_the_way_is_named(eventkit_app, case):
    label, write = IN_THE_WAY[case]
    add_person(eventkit_app, {"name": "Ada Example"}, [])
    add_event(eventkit_app, "pyconf")
    write(eventkit_app)
    after = content(eventkit_app)
    with pytest.raises(UndoError) as caught:
        undo_change(eventkit_app, 1)
    assert str(caught.value) == (
        f"change 1 (add Ada Example) cannot be undone: change 3 ({label}) builds on it; "
        "undo that one first, with `eventkit undo 3`"
    )
    assert content(eventkit_app) == after


def test_change_in_the_way_that_was_undone_is_no_longer_in_the_way(eventkit_app):
    add_person(eventkit_app, {"name": "Ada Example"}, [])
    tag_people(eventkit_app, ["Ada"], add=["new"])
    undo_change(eventkit_app, 2)
    assert undo_change(eventkit_app, 1).label == "add Ada Example"


def test_change_in_the_way_that_was_done_again_is_in_the_way_again(eventkit_app):
    add_person(eventkit_app, {"name": "Ada Example"}, [])
    tag_people(eventkit_app, ["Ada"], add=["new"])
    undo_change(eventkit_app, 2)
    undo_change(eventkit_app, 3)
    with pytest.raises(UndoError, match=r"change 2 \(tag Ada Example\) builds on it"):
        undo_change(eventkit_app, 1)


def test_name_that_was_given_anew_stands_in_the_way_of_doing_again(eventkit_run):
    eventkit_run("events", "add", "meetup")
    eventkit_run("undo")
    eventkit_run("events", "add", "meetup")
    assert eventkit_run("undo", 2, code=5).stderr == (
        "eventkit: change 2 (undo 1: add event meetup) cannot be undone: change 3 (add event meetup) builds on it; "
        "undo that one first, with `eventkit undo 3`\n"
    )


def test_person_who_is_gone_stands_in_the_way_of_a_tag_that_was_theirs(eventkit_run):
    eventkit_run("people", "add", "Ada")
    eventkit_run("people", "tag", "Ada", "--add", "x")
    eventkit_run("people", "tag", "Ada", "--remove", "x")
    eventkit_run("undo", 1)
    assert eventkit_run("undo", code=5).stderr == (
        "eventkit: change 3 (tag Ada) cannot be undone: change 4 (undo 1: add Ada) builds on it; "
        "undo that one first, with `eventkit undo 4`\n"
    )
    eventkit_run("undo", 4)
    assert eventkit_run("undo").stdout == "Undid change 3: tag Ada.\n"


def test_name_with_bytes_that_are_no_text_is_kept_without_them(eventkit_run):
    assert eventkit_run("people", "add", "J\udcffo").exit_code == 0
    assert [row["label"] for row in eventkit_run("history", "--format", "json").json] == ["add Jo"]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 20, "9" * 5000])
def test_number_beyond_every_number_is_nobodys(eventkit_run, number):
    eventkit_run("people", "add", "Ada")
    assert eventkit_run("people", "show", number, code=4).stderr == f"eventkit: there is no person '{number}'\n"
    assert eventkit_run("star", number, code=4).stderr == f"eventkit: there is no session {number}\n"


def test_change_of_something_else_is_not_in_the_way(eventkit_app):
    add_person(eventkit_app, {"name": "Ada Example"}, [])
    add_person(eventkit_app, {"name": "Bo Example"}, [])
    assert undo_change(eventkit_app, 1).label == "add Ada Example"
    assert [person.name for person in eventkit_app.store.people.containing("example")] == ["Bo Example"]


# --- what a change is -------------------------------------------------------------------------------------


def test_change_that_raises_leaves_nothing(app):
    before, changes = content(app), list_changes(app)

    def half():
        with app.change("half") as change:
            make_contact(app, change, find_person(app, "Dee"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert (content(app), list_changes(app)) == (before, changes)


def test_change_that_changes_nothing_is_not_recorded(app):
    changes = list_changes(app)
    tag_people(app, ["Ada"], add=["PYTHON"])
    set_me(app, {"name": "Robin Example"}, [])
    assert list_changes(app) == changes


def test_change_in_a_change_is_part_of_it(app):
    before, count = content(app), len(list_changes(app))
    with app.change("outer"):
        add_person(app, {"name": "Bo"}, [])
        tag_people(app, ["Bo"], add=["x"])
    assert [change.label for change in list_changes(app)][: -count or None] == ["outer"]
    undo_change(app)
    assert content(app) == before


def test_dry_run_of_a_write_is_not_recorded_and_leaves_nothing(app):
    before, changes = content(app), list_changes(app)
    assert add_person(app, {"name": "Bo"}, [], tags=["x"], event="pyconf", dry_run=True).tags == ("x",)
    assert log_encounter(app, "New", dry_run=True).person.name == "New"
    assert star_session(app, "Talk 1", "must", dry_run=True)[0].interest == "must"
    assert (content(app), list_changes(app)) == (before, changes)


def test_number_that_was_undone_is_never_given_again(eventkit_app):
    first = add_person(eventkit_app, {"name": "Ada"}, [])
    undo_change(eventkit_app)
    assert add_person(eventkit_app, {"name": "Bo"}, []).id == first.id + 1


# --- any sequence -----------------------------------------------------------------------------------------

STEPS = st.one_of(
    st.sampled_from(sorted(WRITES)).map(lambda name: ("write", name)),
    st.integers(1, 12).map(lambda number: ("undo", number)),
)
SLOW_DATABASE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def attempt(app, step):
    """Do a step; returns whether it could be done."""
    kind, what = step
    # The name is taken, somebody is gone, a later change stands in the way; the store's own word for a row that is
    # gone is a LookupError, which no undo may come to.
    refused = (EventkitError, LookupError) if kind == "write" else EventkitError
    try:
        WRITES[what](app) if kind == "write" else undo_change(app, what)
    except refused:
        return False
    return True


@SLOW_DATABASE
@given(st.lists(st.sampled_from(sorted(WRITES)), max_size=6))
def test_any_changes_are_taken_back_one_by_one(names):
    with (
        tempfile.TemporaryDirectory() as home,
        contextlib.closing(create_app(Path(home), environ={"EVENTKIT_PLUGINS": ""})) as app,
    ):
        populate(app)
        states = {len(list_changes(app)): content(app)}
        for name in names:
            attempt(app, ("write", name))
            states[len(list_changes(app))] = content(app)
        for number in sorted(states, reverse=True)[:-1]:
            assert content(app) == states[number]
            undo_change(app, number)
        assert content(app) == states[min(states)]


@SLOW_DATABASE
@given(st.lists(STEPS, max_size=8))
def test_step_that_cannot_be_done_leaves_everything_as_it_is(steps):
    with (
        tempfile.TemporaryDirectory() as home,
        contextlib.closing(create_app(Path(home), environ={"EVENTKIT_PLUGINS": ""})) as app,
    ):
        populate(app)
        for step in steps:
            before, changes = content(app), list_changes(app)
            if not attempt(app, step):
                assert (content(app), list_changes(app)) == (before, changes)


def test_person_whose_last_trace_is_removed_is_removed(app):
    WRITES["remove a person and all that points to them"](app)
    with pytest.raises(NotFoundError):
        find_person(app, "Dee")
