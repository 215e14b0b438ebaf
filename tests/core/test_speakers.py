"""Speakers as people: whom an agenda names, who is doubtful, and the user's word, which goes before the source's."""

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
from eventkit.domain.speaking import is_nobody
from eventkit.domain.text import fold
from eventkit.errors import AmbiguousError, InputError, NotFoundError
from eventkit.exchange import IncomingSession, IncomingSpeaker, Reading
from eventkit.hookspecs import hookimpl
from eventkit.records import Importer
from eventkit.services.history import list_changes, undo_change
from eventkit.services.importing import import_file
from eventkit.services.lookup import find_person
from eventkit.services.people import add_person, set_me
from eventkit.services.speaker_review import (
    add_speakers,
    list_doubts,
    list_speakers,
    remove_speaker,
    settle_doubts,
)
from eventkit.services.speakers import link_speakers, programme_of

STARTS = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)


def sure(name, **more):
    return IncomingSpeaker(name=name, **more)


def doubtful(name, confidence=60, why="the end of the title", **more):
    return IncomingSpeaker(name=name, confidence=confidence, why=why, **more)


def talk(uid, *speakers, title=""):
    """A session of an hour, at nine for uid "0" and so on; without a title it is called Talk with its uid."""
    starts = STARTS + timedelta(hours=int(uid))
    return IncomingSession(uid=uid, title=title or f"Talk {uid}", starts=starts, speakers=speakers)


class Feeds:
    """A plugin whose importer reads what the test wants it to."""

    def __init__(self):
        self.sessions = {}

    @hookimpl
    def eventkit_register_importers(self):
        return [
            Importer(
                name="feed",
                kind="agenda",
                description="a feed of a test",
                sniff=lambda head, _name: 100 if head.startswith(b"feed") else 0,
                read=lambda data, _context: Reading(sessions=self.sessions[data], timezone="UTC"),
            )
        ]


def feeding(app, folder):
    """A function that imports an agenda of sessions, a newer version of the one before unless it has another name."""
    plugin = Feeds()
    app.plugins.register(plugin, "feeds")

    def bring_in(*sessions, name="agenda", **options):
        sessions = [one._replace(digest=str(one)) for one in sessions]
        path = folder / f"{name}.feed"
        path.write_text(f"feed {name} {sessions}", encoding="utf-8")
        plugin.sessions[path.read_bytes()] = sessions
        return import_file(app, str(path), event="meetup", **options)

    return bring_in


@pytest.fixture
def feed(eventkit_app, tmp_path):
    return feeding(eventkit_app, tmp_path)


@pytest.fixture
def app(eventkit_app):
    return eventkit_app


def programme(app):
    """The speakers of each session, by title."""
    return {session.title: session.speakers for session in app.store.agenda.sessions("meetup")}


def everybody(app):
    """Names of all people but me, by number."""
    from eventkit.domain.query import Query

    return {person.id: person.name for person in app.store.people.find(Query(), everybody=True)}


def questions(app):
    return [question.name for question in list_doubts(app, "meetup")[1]]


def number_of(app, name):
    return next(question.number for question in list_doubts(app, "meetup")[1] if question.name == name)


def counted(result):
    return result.added, result.updated, result.unchanged, result.removed


# --- sure ones become people ------------------------------------------------------------------------------


def test_a_speaker_is_listed_with_role_and_organisation_and_is_no_contact(app, feed):
    feed(talk("1", sure("Ada Example", organization="Example Ltd", email="ada@example.org")))
    person = find_person(app, "Ada Example")
    assert (person.contact, person.organization, person.emails) == (False, "Example Ltd", ("ada@example.org",))
    assert app.store.people.roles(person.id) == [("meetup", "speaker")]
    assert programme(app) == {"Talk 1": ("Ada Example",)}


def test_the_same_name_at_the_same_event_is_the_same_person(app, feed):
    feed(talk("1", sure("Zoë Ångström")), talk("2", sure("zoe  angstrom"), sure("Bo Example")))
    assert sorted(everybody(app).values()) == ["Bo Example", "Zoë Ångström"]


def test_a_name_stands_once_in_a_session(app, feed):
    feed(talk("1", sure("Ada Example"), sure("ADA EXAMPLE")))
    assert programme(app) == {"Talk 1": ("Ada Example",)}


def test_the_same_uid_is_the_same_person_when_the_name_is_spelt_anew(app, feed):
    feed(talk("1", sure("Ada Example", uid="17")))
    feed(talk("1", sure("Ada Other", uid="17")), talk("2", sure("A. Other", uid="17")))
    assert list(everybody(app)) == [1]
    assert programme(app) == {"Talk 1": ("Ada Other",), "Talk 2": ("A. Other",)}


def test_somebody_only_listed_is_called_as_the_agenda_calls_them_now(app, feed):
    feed(talk("1", sure("Ada Example", uid="17")), talk("2", sure("Bo Example", uid="18")))
    bo = add_person(app, {"name": "Bo Mine"}, [ContactPoint(kind="email", value="bo@example.org")])
    feed(talk("1", sure("Ada Other", uid="17")), talk("2", sure("Bo Other", uid="18", email="bo@example.org")))
    assert everybody(app) == {1: "Ada Other", bo.id: "Bo Mine"}


def test_a_name_by_which_the_agenda_calls_a_contact_means_that_contact(app, feed):
    ada = add_person(app, {"name": "A. Example"}, [ContactPoint(kind="email", value="ada@example.org")])
    feed(talk("1", sure("Ada Example", email="ada@example.org")))
    feed(talk("1", sure("Ada Example", email="ada@example.org")), talk("2", sure("ada example")))
    assert everybody(app) == {ada.id: "A. Example"}


def test_a_uid_of_another_source_is_somebody_else(app, feed):
    feed(talk("1", sure("Ada Example", uid="17")), name="talks")
    feed(talk("5", sure("Bo Example", uid="17")), name="workshops")
    assert sorted(everybody(app).values()) == ["Ada Example", "Bo Example"]


def test_an_address_means_the_person_who_has_it(app, feed):
    ada = add_person(app, {"name": "A. Example"}, [ContactPoint(kind="email", value="ada@example.org")])
    feed(talk("1", sure("Ada Example")), talk("2", sure("Ada Example", email="Ada@Example.org")))
    assert everybody(app) == {ada.id: "A. Example"}
    assert app.store.people.roles(ada.id) == [("meetup", "speaker")]


def test_an_address_that_is_given_for_several_people_is_nobodys(app, feed):
    office = "office@example.org"
    feed(talk("1", sure("Ada Example", email=office)), talk("2", sure("Bo Sample", email=office)))
    feed(talk("1", sure("Ada Example", email=office)), talk("2", sure("Bo Sample", email=office), sure("Cy Proof")))
    assert sorted(everybody(app).values()) == ["Ada Example", "Bo Sample", "Cy Proof"]
    assert app.store.people.reached_by([ContactPoint(kind="email", value=office)]) == []


def test_a_namesake_from_elsewhere_is_somebody_else_until_they_attend(app, feed):
    elsewhere = add_person(app, {"name": "Ada Example"}, [])
    feed(talk("1", sure("Ada Example")))
    assert len(everybody(app)) == 2
    assert app.store.people.roles(elsewhere.id) == []


def test_a_contact_who_attends_is_the_speaker_of_that_name(app, feed):
    feed(talk("1"))
    ada = add_person(app, {"name": "Ada Example"}, [], event="meetup")
    feed(talk("1", sure("Ada Example", organization="Example Ltd")))
    assert everybody(app) == {ada.id: "Ada Example"}
    assert find_person(app, "Ada").organization == "Example Ltd"


def test_an_organisation_that_is_known_is_not_overwritten(app, feed):
    feed(talk("1"))
    add_person(app, {"name": "Ada Example", "organization": "Mine Ltd"}, [], event="meetup")
    feed(talk("1", sure("Ada Example", organization="Example Ltd")))
    assert find_person(app, "Ada").organization == "Mine Ltd"


def test_what_a_newer_version_adds_to_a_known_speaker_is_kept(app, feed):
    feed(talk("1", sure("Ada Example")))
    feed(talk("1", sure("Ada Example", organization="Example Ltd", email="ada@example.org")))
    person = find_person(app, "Ada")
    assert (person.organization, person.emails) == ("Example Ltd", ("ada@example.org",))


def test_my_own_record_is_left_as_i_wrote_it(app, feed):
    set_me(app, {"name": "Robin Example"}, [])
    feed(talk("1"))
    with app.change("attend") as change:
        me = app.store.people.me()
        app.store.people.attend(change, app.store.agenda.events("meetup")[0].id, [(me.id, "attendee")])
    feed(talk("1", sure("Robin Example", organization="Wrong Ltd", email="wrong@example.org")))
    assert everybody(app) == {}
    assert (app.store.people.me().organization, app.store.people.me().emails) == ("", ())


@pytest.mark.parametrize(
    "name", ["TBA", "t.b.d.", "N/A", "To be announced", "N.N.", "???", "", "42", "Speaker", "未定"]
)
def test_nobody_is_no_person(app, feed, name):
    feed(talk("1", sure(name)), talk("2", doubtful(name)))
    assert (everybody(app), questions(app)) == ({}, [])
    assert counted(feed(talk("1", sure(name)), talk("2", doubtful(name), title="New"))) == (0, 1, 1, 0)


@pytest.mark.parametrize("name", ["Ada", "N. N. Example", "Tba Example", "李明", "Nobody Example", "D'Arcy O'Toole"])
def test_a_name_is_a_persons(name):
    assert not is_nobody(fold(name))


def test_a_name_is_cleaned_and_stays_as_it_is(app, feed):
    name = " Ada\n\x1b[31m  Exam\ud800ple\u202e "
    feed(talk("1", sure(name)))
    assert programme(app) == {"Talk 1": ("Ada [31m Example",)}
    assert counted(feed(talk("1", sure(name)), talk("2"))) == (1, 0, 1, 0)


def test_who_has_no_session_left_is_no_speaker_any_more(app, feed):
    feed(talk("1", sure("Ada Example")), talk("2", sure("Bo Example")))
    feed(talk("1", sure("Cy Example")), talk("2", sure("Bo Example")))
    assert sorted(everybody(app).values()) == ["Bo Example", "Cy Example"]


# --- doubtful ones wait -----------------------------------------------------------------------------------


def test_a_doubtful_speaker_waits_and_is_no_person(app, feed):
    result = feed(talk("1", doubtful("Ada Example", organization="Example Ltd")), talk("2", sure("Bo Example")))
    assert list(everybody(app).values()) == ["Bo Example"]
    assert (questions(app), result.doubts) == (["Ada Example"], 1)


def test_a_name_in_several_sessions_is_one_question(app, feed):
    result = feed(talk("1", doubtful("Part 2")), talk("2", doubtful("part 2", 70)))
    (question,) = list_doubts(app, "meetup")[1]
    assert [session.title for session in question.sessions] == ["Talk 1", "Talk 2"]
    assert (question.name, question.confidence, result.doubts) == ("part 2", 70, 1)


def test_a_second_import_changes_nothing_whatever_was_answered(app, feed):
    sessions = [talk(str(n), doubtful(f"{name} Example")) for n, name in enumerate(["Ada", "Bo", "Cy"])]
    feed(*sessions)
    settle_doubts(app, yes=[number_of(app, "Ada Example")], no=[number_of(app, "Bo Example")])
    changes, before = list_changes(app), programme(app)
    assert counted(feed(*sessions)) == (0, 0, 3, 0)
    assert (list_changes(app), programme(app), questions(app)) == (changes, before, ["Cy Example"])


def test_who_is_accepted_becomes_a_person_with_what_the_source_told(app, feed):
    feed(talk("1", doubtful("Ada Example", organization="Example Ltd", email="ada@example.org")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")])
    person = find_person(app, "Ada Example")
    assert (person.contact, person.organization, person.emails) == (False, "Example Ltd", ("ada@example.org",))
    assert programme(app) == {"Talk 1": ("Ada Example",)}
    assert app.store.people.roles(person.id) == [("meetup", "speaker")]


def test_what_was_answered_is_not_asked_again_of_a_newer_version(app, feed):
    feed(talk("1", doubtful("Ada Example")), talk("2", doubtful("Part 2")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")], no=[number_of(app, "Part 2")])
    result = feed(
        talk("1", doubtful("ADA EXAMPLE", 40), title="Other"), talk("2", doubtful("Part 2", 70), title="Another")
    )
    assert counted(result) == (0, 2, 0, 0)
    assert (questions(app), programme(app)) == ([], {"Other": ("Ada Example",), "Another": ()})


def test_an_answer_holds_for_the_events_other_sessions(app, feed):
    known = [talk("1", doubtful("Ada Example")), talk("2", doubtful("Part 2"))]
    feed(*known)
    settle_doubts(app, yes=[number_of(app, "Ada Example")], no=[number_of(app, "Part 2")])
    more = [talk("3", doubtful("ada example")), talk("4", doubtful("part 2"))]
    feed(*known, *more)
    assert (questions(app), list(everybody(app).values())) == ([], ["Ada Example"])
    assert programme(app) == {"Talk 1": ("Ada Example",), "Talk 2": (), "Talk 3": ("ada example",), "Talk 4": ()}
    assert counted(feed(*known, *more, talk("5"))) == (1, 0, 4, 0)


def test_an_answer_to_another_session_goes_when_the_source_takes_the_name_away(app, feed):
    feed(talk("1", doubtful("Ada Example")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")])
    feed(talk("1", doubtful("Ada Example")), talk("2", doubtful("Ada Example")))
    feed(talk("1", doubtful("Ada Example")), talk("2"))
    assert programme(app) == {"Talk 1": ("Ada Example",), "Talk 2": ()}


def test_a_no_is_not_carried_on_to_a_name_that_somebody_at_the_event_bears(app, feed):
    feed(talk("1", doubtful("Ada Example")))
    settle_doubts(app, no=[number_of(app, "Ada Example")])
    feed(talk("1", doubtful("Ada Example")), talk("2", sure("Ada Example")), talk("3", doubtful("Ada Example")))
    (question,) = list_doubts(app, "meetup")[1]
    assert [session.title for session in question.sessions] == ["Talk 3"]
    assert programme(app) == {"Talk 1": (), "Talk 2": ("Ada Example",), "Talk 3": ()}


def test_a_doubt_that_the_source_no_longer_gives_rise_to_is_dropped(app, feed):
    feed(talk("1", doubtful("Part 2")), talk("2", doubtful("Part 3")))
    feed(talk("1"), talk("2", doubtful("Part 3")))
    assert questions(app) == ["Part 3"]


def test_the_doubts_of_a_session_that_is_gone_are_not_asked(app, feed):
    both = talk("1"), talk("2"), talk("3")
    feed(talk("0", doubtful("Part 2")), *both)
    result = feed(*both, accept_removals=True)
    assert (questions(app), result.doubts) == ([], 0)


def test_a_doubtful_speaker_who_becomes_sure_is_settled_by_that(app, feed):
    feed(talk("1", doubtful("Ada Example")))
    feed(talk("1", sure("Ada Example")))
    assert (questions(app), programme(app)) == ([], {"Talk 1": ("Ada Example",)})


def test_who_was_accepted_stays_when_the_source_names_others(app, feed):
    feed(talk("1", sure("Bo Example"), doubtful("Ada Example")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")])
    assert counted(feed(talk("1", sure("Cy Example")))) == (0, 1, 0, 0)
    assert programme(app) == {"Talk 1": ("Cy Example", "Ada Example")}
    assert sorted(everybody(app).values()) == ["Ada Example", "Cy Example"]


def test_an_accepted_speaker_is_no_difference_when_something_else_changes(app, feed):
    feed(talk("1", doubtful("Ada Example"), sure("Bo Example")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")])
    feed(talk("1", doubtful("Ada Example"), sure("Bo Example"), title="Other"))
    assert programme(app) == {"Other": ("Bo Example", "Ada Example")}
    links = app.store.speakers.links(app.store.agenda.events("meetup")[0].id)
    feed(talk("1", sure("Bo Example"), doubtful("Ada Example", 70), title="Third"))
    assert app.store.speakers.links(app.store.agenda.events("meetup")[0].id) == links


def test_an_answer_can_be_changed_for_all_sessions_that_it_was_given_for(app, feed):
    feed(talk("1", doubtful("Ada Example")), talk("2", doubtful("Ada Example")))
    number = number_of(app, "Ada Example")
    settle_doubts(app, yes=[number])
    assert programme(app) == {"Talk 1": ("Ada Example",), "Talk 2": ("Ada Example",)}
    settle_doubts(app, no=[number])
    assert (programme(app), everybody(app)) == ({"Talk 1": (), "Talk 2": ()}, {})


def test_an_import_with_doubts_is_undone_whole(app, feed):
    sessions = [talk("1", doubtful("Ada Example")), talk("2", doubtful("Part 2"))]
    feed(*sessions)
    feed(talk("1", doubtful("Bo Example")), sessions[1])
    assert questions(app) == ["Part 2", "Bo Example"]
    undo_change(app)
    assert questions(app) == ["Ada Example", "Part 2"]


def test_a_review_is_undone_whole(app, feed):
    feed(talk("1", doubtful("Ada Example")), talk("2", doubtful("Part 2")))
    settle_doubts(app, yes=[number_of(app, "Ada Example")], no=[number_of(app, "Part 2")])
    undo_change(app)
    assert (questions(app), everybody(app)) == (["Ada Example", "Part 2"], {})


# --- corrections by hand ----------------------------------------------------------------------------------


def test_who_was_added_by_hand_stays_over_imports(app, feed):
    feed(talk("1", sure("Bo Example")))
    add_speakers(app, "Talk 1", ["Ada Example"])
    assert programme(app) == {"Talk 1": ("Bo Example", "Ada Example")}
    assert counted(feed(talk("1", sure("Bo Example")), talk("2"))) == (1, 0, 1, 0)
    feed(talk("1", sure("Cy Example")), talk("2"))
    assert programme(app) == {"Talk 1": ("Cy Example", "Ada Example"), "Talk 2": ()}


def test_who_was_removed_by_hand_does_not_come_back(app, feed):
    feed(talk("1", sure("Bo Example"), sure("Ada Example")), talk("2", sure("Ada Example")))
    assert remove_speaker(app, "Talk 1", "ada")[1] == "Ada Example"
    newer = talk("1", sure("Bo Example"), sure("Ada Example"), title="Other")
    feed(newer, talk("2", sure("Ada Example")))
    assert programme(app) == {"Other": ("Bo Example",), "Talk 2": ("Ada Example",)}
    assert counted(feed(newer, talk("2", sure("Ada Example")), talk("3"))) == (1, 0, 2, 0)


def test_what_was_removed_can_be_added_again(app, feed):
    feed(talk("1", sure("Ada Example"), sure("Bo Example")))
    remove_speaker(app, "Talk 1", "Ada")
    assert list(everybody(app).values()) == ["Bo Example"]
    add_speakers(app, "Talk 1", ["ada example"])
    assert programme(app) == {"Talk 1": ("Bo Example", "Ada Example")}
    assert counted(feed(talk("1", sure("Ada Example"), sure("Bo Example")), talk("2"))) == (1, 0, 1, 0)


def test_adding_a_doubtful_speaker_answers_the_doubt(app, feed):
    feed(talk("1", doubtful("Ada Example")), talk("2", doubtful("Part 2")))
    add_speakers(app, "Talk 1", ["Ada Example"])
    remove_speaker(app, "Talk 2", "Part 2")
    assert questions(app) == []


def test_adding_nobody_is_refused(app, feed):
    feed(talk("1"))
    with pytest.raises(InputError, match="'TBA' is nobody's name"):
        add_speakers(app, "Talk 1", ["Ada Example", "TBA"])
    assert everybody(app) == {}


def test_removing_whom_a_session_does_not_have_names_those_whom_it_has(app, feed):
    feed(talk("1", sure("Ada Example"), sure("Bo Example")))
    with pytest.raises(NotFoundError, match=r"nobody named 'Cy' speaks in .*; there speak Ada Example, Bo Example"):
        remove_speaker(app, "Talk 1", "Cy")
    with pytest.raises(AmbiguousError, match="more than one speaker of Talk 1 fits 'example'"):
        remove_speaker(app, "Talk 1", "example")


# --- any sequence -----------------------------------------------------------------------------------------

SPEAKERS = st.builds(
    IncomingSpeaker,
    name=st.sampled_from(["Ada Example", "ada  example", "Bo Example", "Part 2", "TBA", "Ada Other"]),
    confidence=st.sampled_from([30, 70, 100]),
    uid=st.sampled_from(["", "17"]),
    email=st.sampled_from(["", "ada@example.org"]),
)
STEPS = st.one_of(
    st.tuples(st.just("feed"), st.lists(st.lists(SPEAKERS, max_size=3), min_size=2, max_size=3)),
    st.tuples(st.sampled_from(["yes", "no"]), st.integers(1, 6)),
    st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from(["Ada Example", "Bo Example"])),
)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=1, max_size=4))
def test_whatever_i_say_the_same_agenda_again_changes_nothing_and_every_step_can_be_undone(steps):
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(create_app(folder, environ={"EVENTKIT_PLUGINS": ""})) as app,
    ):
        bring_in = feeding(app, Path(folder))
        last = [[sure("Ada Example")], []]
        bring_in(*(talk(str(uid), *speakers) for uid, speakers in enumerate(last)))
        for kind, what in steps:
            before, known = (programme(app), questions(app), everybody(app)), len(list_changes(app))
            last = what if kind == "feed" else last
            sessions = [talk(str(uid), *speakers) for uid, speakers in enumerate(last)]
            with contextlib.suppress(NotFoundError):
                step(app, bring_in, kind, what, sessions)
            after, changes = (programme(app), questions(app), everybody(app)), list_changes(app)
            assert [said_again(app, session) for session in sessions] == [programme(app)[one.title] for one in sessions]
            bring_in(*sessions)
            assert ((programme(app), questions(app), everybody(app)), list_changes(app)) == (after, changes)
            if len(changes) > known:
                undo_change(app)
                assert (programme(app), questions(app), everybody(app)) == before
                undo_change(app, list_changes(app)[0].id)


def said_again(app, session):
    """The speakers that a session would have were it read again."""
    event = app.store.agenda.events("meetup")[0]
    stored = next(one for one in app.store.agenda.sessions("meetup") if one.uid == session.uid)
    return programme_of(app, event).names(stored.id, session.speakers, stored.speakers)


def step(app, bring_in, kind, what, sessions):
    if kind == "feed":
        bring_in(*sessions, accept_removals=True)
    elif kind == "add":
        add_speakers(app, "Talk 0", [what])
    elif kind == "remove":
        remove_speaker(app, "Talk 0", what)
    else:
        settle_doubts(app, **{kind: [what]})


# --- many -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_more_sessions_are_linked_than_a_statement_of_sqlite_takes_values(app, feed):
    feed(talk("1"))
    event = app.store.agenda.events("meetup")[0]
    source = app.store.agenda.sources(event.id)[0]
    sessions = [
        talk("2")._replace(uid=f"u{n}", speakers=(sure(f"Person A{n}", uid=f"p{n}", email=f"a{n}@example.org"),))
        for n in range(33_000)
    ]
    with app.change("many") as change:
        ids = app.store.agenda.add_sessions(change, event.id, source.id, sessions, "UTC")
        link_speakers(app, change, event, zip(ids, sessions, strict=True))
    with app.change("others") as change:
        before = app.store.speakers.counts(event.id)
        link_speakers(app, change, event, [(number, talk("2")._replace(speakers=())) for number in ids])
        app.store.people.no_longer_attend(change, event.id, list(before), "speaker")
    assert app.store.speakers.counts(event.id) == {}


def test_services_answer_with_values(app, feed):
    feed(talk("1", sure("Bo Example")), talk("2", sure("Ada Example"), sure("Bo Example")))
    event, speakers = list_speakers(app, "meetup")
    assert event.slug == "meetup"
    assert [(one.person.name, [session.uid for session in one.sessions]) for one in speakers] == [
        ("Ada Example", ["2"]),
        ("Bo Example", ["1", "2"]),
    ]
