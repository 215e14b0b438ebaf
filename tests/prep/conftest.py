"""An event with an agenda, put in through the store: no importer takes part in what is tested here."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventkit.exchange import IncomingSession, IncomingSpeaker

ZONE = "Europe/Zurich"


def _incoming(uid, day, clock, title, *, minutes=45, room="Hall", speakers=(), status="confirmed"):
    """A session of May 2027 as an importer would read it."""
    hour, minute = map(int, clock.split(":"))
    starts = datetime(2027, 5, day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return IncomingSession(
        uid=uid,
        title=title,
        starts=starts,
        ends=starts + timedelta(minutes=minutes),
        timezone=ZONE,
        room=room,
        speakers=tuple(IncomingSpeaker(name=name) for name in speakers),
        status=status,
    )


SESSIONS = (
    _incoming("parsers", 14, "10:30", "Parsers for humans", speakers=["Ada Example"]),
    _incoming(
        "fixtures", 14, "11:00", "Fixtures that age well", room="Library", speakers=["Bo Example", "Ada Example"]
    ),
    _incoming("closing", 15, "16:00", "Closing words", speakers=["Cy Example"]),
)


def _put_event(app, slug="pyconf", *, name="PyConf", sessions=SESSIONS):
    """Put an event, its sessions and their speakers in; returns the ids of the sessions by UID."""
    store = app.store
    with store.change(f"put {slug}") as change:
        event = store.agenda.add_event(change, slug, name, ZONE)
        source = store.agenda.put_source(change, None, event_id=event.id, location=f"/{slug}.ics", importer="ics")
        ids = store.agenda.add_sessions(change, event.id, source, sessions, ZONE)
        names = sorted({speaker.name for session in sessions for speaker in session.speakers})
        people = dict(zip(names, store.people.add(change, [{"name": name} for name in names]), strict=True))
        store.people.attend(change, event.id, [(person_id, "speaker") for person_id in people.values()])
        store.speakers.add(
            change,
            [
                (session_id, people[one.name], one.name, position, "")
                for session_id, session in zip(ids, sessions, strict=True)
                for position, one in enumerate(session.speakers)
            ],
        )
    return {session.uid: session_id for session, session_id in zip(sessions, ids, strict=True)}


@pytest.fixture
def incoming():
    """Make a session as an importer would read it."""
    return _incoming


@pytest.fixture
def put_event(eventkit_app):
    """Put an event in, the sample one or with other sessions."""
    return functools.partial(_put_event, eventkit_app)


@pytest.fixture
def event(put_event):
    """The sample event: two days in May 2027; the clock of the tests stands at its first morning."""
    return put_event()


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""
    return lambda moment: monkeypatch.setenv("EVENTKIT_NOW", moment)


@pytest.fixture
def own_template(eventkit_home):
    """Write a template of the user's own."""

    def write(text, name="conference"):
        folder = eventkit_home / "templates" / "prep"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")

    return write
