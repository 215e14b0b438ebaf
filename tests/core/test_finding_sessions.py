"""Finding sessions by a text: what the database passes over is never what would have fitted."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.app import create_app
from eventkit.exchange import IncomingSession
from eventkit.services.agenda import fits, list_sessions

LETTERS = st.text("aAeEsiİıſßéÉｗｉ%_\\'\" .-@+\n", max_size=6)  # noqa: RUF001  # letters that look like others, and fold
TEXTS = st.one_of(LETTERS, st.text(max_size=6))
NUMBERS = count()


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with contextlib.closing(create_app(tmp_path_factory.mktemp("home"), environ={"EVENTKIT_PLUGINS": ""})) as made:
        yield made


def agenda(app, texts):
    """The slug of an event of its own with sessions of these titles, abstracts and speakers."""
    store, starts, number = app.store, app.now(), next(NUMBERS)
    with store.change("add") as change:
        event = store.agenda.add_event(change, f"event-{number}", "Event", "UTC")
        source = store.agenda.put_source(change, None, event_id=event.id, location=f"{number}.ics")
        incoming = [
            IncomingSession(uid=str(n), title=title, abstract=abstract, starts=starts + timedelta(minutes=n))
            for n, (title, abstract, _) in enumerate(texts)
        ]
        ids = store.agenda.add_sessions(change, event.id, source, incoming, "UTC")
        people = store.people.add(change, [{"name": "Ann"} for _ in texts])
        links = [
            (session, person, name, 0, "") for session, person, (_, _, name) in zip(ids, people, texts, strict=True)
        ]
        store.speakers.add(change, links)
    return event.slug


@pytest.mark.slow
@settings(max_examples=200)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4), TEXTS)
def test_a_text_finds_every_session_that_it_fits_and_no_other(app, texts, wanted):
    event = agenda(app, texts)
    _, everything = list_sessions(app, event)
    _, found = list_sessions(app, event, text=wanted)
    assert len(everything) == len(texts)
    assert found == [session for session in everything if fits(session, text=wanted)]
