"""Speakers become people: whom an agenda names for sure is listed and linked, the others wait for the user's word.

The user's word goes before the source's. What was answered of a name in one session holds there for good; in the
event's other sessions it answers for the same name as well: a "yes" once given is a person's, and a "no" is for what
is no person. A "no" is not carried on to a name that somebody at the event bears; then the user is asked again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from eventkit.domain.speaking import OWN_WORD, SPEAKS, SPEAKS_NOT, is_nobody
from eventkit.domain.text import fold, one_line, storable
from eventkit.exchange import SURE
from eventkit.services.speaking_people import Speaker, Spoken, as_people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.domain.speaking import Doubt, Verdict
    from eventkit.exchange import IncomingSession, IncomingSpeaker
    from eventkit.store.changes import Change
    from eventkit.store.speakers import Link


class Programme:
    """Who speaks where at an event, as its sources tell it and the user has it."""

    def __init__(self, doubts: Iterable[Doubt] = ()) -> None:
        """Take the doubtful speakers of the event, and the user's corrections."""
        self.doubts: dict[int, dict[str, Doubt]] = {}
        said: dict[str, set[str]] = defaultdict(set)
        for doubt in doubts:
            key = fold(doubt.name)
            self.doubts.setdefault(doubt.session_id, {})[key] = doubt
            said[doubt.verdict].add(key)
        self._yes, self._no = said["yes"] - said["no"], said["no"] - said["yes"]
        self._names: dict[str, tuple[str, str]] = {}

    def names(self, session_id: int, told: Sequence[IncomingSpeaker], stored: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names that a session has once its source told these speakers.

        These are the ``stored`` ones where nothing but their order differs, and the user had a part in that.
        """
        names = tuple(speaker.name for speaker in self.speakers(session_id, told))
        return stored if session_id in self.doubts and sorted(names) == sorted(stored) else names

    def speakers(self, session_id: int, told: Sequence[IncomingSpeaker]) -> list[Speaker]:
        """The sure speakers less those whom the user removed, and then those whom the user named or accepted."""
        answered = self.doubts.get(session_id, {})
        found: dict[str, Speaker] = {}
        for one in told:
            name, key = self.cleaned(one.name)
            known = answered.get(key)
            if key and key not in found and one.confidence >= SURE and not _ruled_out(known):
                found[key] = _speaker(one, name, key)
        if answered or (self._yes and len(found) < len(told)):
            for key, one in self.doubtful(told).items():
                if self.verdict(session_id, key) in SPEAKS:
                    name = answered[key].name if key in answered else self.cleaned(one.name)[0]
                    found.setdefault(key, _speaker(one, name, key))
            for key, doubt in answered.items():
                if doubt.verdict in SPEAKS & OWN_WORD:
                    found.setdefault(key, Speaker(doubt.name, key, doubt.email, doubt.organization))
        return list(found.values())

    def doubtful(self, told: Sequence[IncomingSpeaker]) -> dict[str, IncomingSpeaker]:
        """The speakers of a session that are not sure, by folded name; of two of a name the likelier."""
        found: dict[str, IncomingSpeaker] = {}
        sure = set()
        for one in told:
            key = self.cleaned(one.name)[1]
            if one.confidence >= SURE:
                sure.add(key)
            elif key and (key not in found or found[key].confidence < one.confidence):
                found[key] = one
        return {key: one for key, one in found.items() if key not in sure}

    def verdict(self, session_id: int, key: str, people: Collection[str] = ()) -> Verdict:
        """The user's word on a doubtful name; ``people`` are the folded names of those known to attend."""
        known = self.doubts.get(session_id, {}).get(key)
        if known is not None and known.verdict:
            return known.verdict
        if key in self._yes:
            return "yes too"
        return "no too" if key in self._no and key not in people else ""

    def cleaned(self, name: str) -> tuple[str, str]:
        """A name as it is kept, and folded; two empty texts where it is nobody's."""
        if name not in self._names:
            clean = one_line(storable(name))
            key = fold(clean)
            self._names[name] = ("", "") if is_nobody(key) else (clean, key)
        return self._names[name]


def programme_of(app: App, event: Event) -> Programme:
    """The user's word on an event's speakers, to compare and to link by."""
    return Programme(app.store.speakers.doubts(event.id))


def link_speakers(
    app: App,
    change: Change,
    event: Event,
    sessions: Iterable[tuple[int, IncomingSession]],
    known: Programme | None = None,
) -> None:
    """Link the speakers of sessions that were read, new ones and known ones alike, and keep what is doubtful.

    People are made of those who are not known yet, as listed and not as contacts. Sessions whose speakers are as
    they were stay untouched. ``known`` is the event's programme, where it is at hand.
    """
    store = app.store.speakers
    read = [(session_id, incoming.speakers) for session_id, incoming in sessions if not incoming.partial]
    known = known or programme_of(app, event)
    links = store.links(event.id, [session_id for session_id, _ in read]) if read else {}
    spoken: list[Spoken] = []
    stale: list[int] = []
    for session_id, told in read:
        speakers, there = known.speakers(session_id, told), links.get(session_id, [])
        if there:
            if same := _unchanged(speakers, there, in_order=session_id not in known.doubts):
                spoken += [Spoken(session_id, position, one, same[one.key]) for position, one in enumerate(speakers)]
                continue
            stale += [link.id for link in there]
        spoken += [Spoken(session_id, position, one) for position, one in enumerate(speakers)]
    called = as_people(app, change, event, spoken)
    store.unlink(change, stale)
    if stale:
        store.rename_listed(change, called)
    _keep_doubts(app, change, event, read, known)


def drop_who_left(app: App, change: Change, event: Event, before: Mapping[int, int]) -> None:
    """Take the role from those who spoke ``before`` (``Speakers.counts``) and have no session left."""
    still = app.store.speakers.counts(event.id)
    app.store.people.no_longer_attend(change, event.id, [person for person in before if person not in still], "speaker")


def _speaker(told: IncomingSpeaker, name: str, key: str) -> Speaker:
    organization = one_line(told.organization) if told.organization else ""
    return Speaker(name, key, told.email.strip(), organization, storable(told.uid))


def _ruled_out(doubt: Doubt | None) -> bool:
    """Whether the user said that this one does not speak in this very session."""
    return doubt is not None and doubt.verdict in SPEAKS_NOT & OWN_WORD


def _unchanged(speakers: list[Speaker], links: list[Link], *, in_order: bool) -> dict[str, int]:
    """Who speaks, by folded name, where the stored links are these speakers; otherwise nobody."""
    now, there = [(one.name, one.uid) for one in speakers], [(link.name, link.uid) for link in links]
    if not (now == there if in_order else sorted(now) == sorted(there)):
        return {}
    return {fold(link.name): link.person_id for link in links}


def _keep_doubts(
    app: App,
    change: Change,
    event: Event,
    read: Sequence[tuple[int, Sequence[IncomingSpeaker]]],
    known: Programme,
) -> None:
    """Keep the doubtful speakers of sessions that were read, and drop those that the source no longer gives.

    What the user said of a session's speakers stays. A name that is sure by now is no doubt any more.
    """
    store = app.store.speakers
    new: list[dict[str, Any]] = []
    again: dict[int, dict[str, Any]] = {}
    settled: list[int] = []
    people: Collection[str] | None = None
    for session_id, told in read:
        stored = known.doubts.get(session_id, {})
        if not stored and all(one.confidence >= SURE for one in told):
            continue
        people = app.store.people.attending(event.id) if people is None else people
        doubtful = known.doubtful(told)
        for key, doubt in stored.items():
            if doubt.verdict in OWN_WORD:
                continue
            if key in doubtful:
                again[doubt.id] = _values(doubtful[key], known.verdict(session_id, key, people))
            else:
                settled.append(doubt.id)
        for key, one in doubtful.items():
            if key not in stored:
                name = known.cleaned(one.name)[0]
                verdict = known.verdict(session_id, key, people)
                new.append({"session_id": session_id, "name": name, **_values(one, verdict)})
    store.drop_doubts(change, settled)
    store.update_doubts(change, again)
    store.add_doubts(change, new)


def _values(speaker: IncomingSpeaker, verdict: Verdict) -> dict[str, Any]:
    return {
        "email": speaker.email.strip(),
        "organization": one_line(speaker.organization),
        "confidence": speaker.confidence,
        "why": one_line(speaker.why),
        "verdict": verdict,
    }
