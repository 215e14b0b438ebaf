"""Speakers whom the user forgot: an agenda that names them does not bring them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.forgetting import keys_of

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.exchange import IncomingSpeaker, Reading


def without_forgotten(app: App, reading: Reading, *, source: str, event: str) -> Reading:
    """What a source, located at ``source``, says of an event, without the speakers who were forgotten."""
    forgotten = app.store.forgetting
    if not forgotten.anybody():
        return reading
    told = dict.fromkeys(one for session in reading.sessions for one in session.speakers)
    marks = {one: _marks(one, source, event) for one in told}
    known = forgotten.is_forgotten(mark for several in marks.values() for mark in several)
    gone = {one for one, several in marks.items() if not known.isdisjoint(several)}
    sessions = [
        session._replace(speakers=tuple(one for one in session.speakers if one not in gone))
        if gone.intersection(session.speakers)
        else session
        for session in reading.sessions
    ]
    return reading._replace(sessions=sessions)


def _marks(speaker: IncomingSpeaker, source: str, event: str) -> list[str]:
    points = [("email", speaker.email.strip().casefold())] if speaker.email else []
    return keys_of(points=points, source=source, uid=speaker.uid, event=event, name=speaker.name)
