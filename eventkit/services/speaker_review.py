"""Asking who speaks at an event, and saying so where the agenda is doubtful or wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.domain import query as query_language
from eventkit.domain.speaking import is_nobody
from eventkit.domain.text import fold, one_line
from eventkit.errors import AmbiguousError, InputError, NotFoundError
from eventkit.services.lookup import describe_session, find_event, find_session
from eventkit.services.speakers import drop_who_left
from eventkit.services.speaking_people import Speaker, Spoken, as_people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.domain.people import Person
    from eventkit.domain.speaking import Doubt, Verdict
    from eventkit.store.changes import Change
    from eventkit.store.speakers import Link

_LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class SpeakerAtEvent:
    """Somebody who speaks at an event, and in which sessions, by start."""

    person: Person
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A doubtful name at an event, with all sessions in which it is; ``number`` is the first one's."""

    number: int
    name: str
    email: str
    organization: str
    confidence: int
    why: str
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a question, and whether that was new."""

    question: Question
    speaks: bool
    new: bool


def list_speakers(app: App, event: str | None = None, query: str = "") -> tuple[Event, list[SpeakerAtEvent]]:
    """Who speaks at an event, by name; all of them, or those who fulfil a query for people."""
    found = find_event(app, event)
    sessions = {session.id: session for session in app.store.agenda.sessions(found.slug) if session.status != "gone"}
    spoken: dict[int, set[int]] = defaultdict(set)
    for session_id, links in app.store.speakers.links(found.id).items():
        for link in links if session_id in sessions else ():
            spoken[link.person_id].add(session_id)
    if query.strip():
        people = app.store.people.find(query_language.parse(query), everybody=True)
    else:
        people = sorted(app.store.people.get(list(spoken)).values(), key=lambda person: (fold(person.name), person.id))
    theirs = {
        person: tuple(session for number, session in sessions.items() if number in numbers)
        for person, numbers in spoken.items()
    }
    return found, [SpeakerAtEvent(person, theirs[person.id]) for person in people if person.id in theirs]


def list_doubts(app: App, event: str | None = None) -> tuple[Event, list[Question]]:
    """The speakers of an event who wait for the user's word, the likeliest first."""
    found = find_event(app, event)
    waiting = [doubt for doubt in app.store.speakers.doubts(found.id) if not doubt.verdict]
    sessions = app.store.agenda.sessions(found.slug) if waiting else []
    questions = [_question(doubts, sessions) for doubts in _by_name(waiting).values()]
    listed = [question for question in questions if question.sessions]
    return found, sorted(listed, key=lambda question: (-question.confidence, question.number))


def settle_doubts(
    app: App,
    *,
    yes: Collection[int] = (),
    no: Collection[int] = (),
    event: Event | None = None,
    dry_run: bool = False,
) -> list[Answer]:
    """Say of doubtful speakers, by number, whether they are ones; an answer is for all sessions with that name.

    Who is one becomes a person and is linked. A question that was answered may be answered anew. Raises
    ``NotFoundError`` for a number that no question has, and then does nothing.
    """
    numbers = [number for number in [*yes, *no] if 0 < number < _LARGEST]
    found = {doubt.id: (event_id, doubt) for event_id, doubt in app.store.speakers.doubts_numbered(numbers)}
    for number in [*yes, *no]:
        if number not in found or found[number][1].verdict in {"added", "removed"}:
            message = f"there is no doubtful speaker {number}; `eventkit speakers review` lists them"
            raise NotFoundError(message)
        if event and found[number][0] != event.id:
            message = f"number {number} ({found[number][1].name}) is not of {event.slug}"
            raise NotFoundError(message)
    answers: list[Answer] = []
    names = list(dict.fromkeys(doubt.name for _, doubt in found.values()))
    label = f"{names[0]}: {'a' if yes else 'no'} speaker" if len(names) == 1 else f"review {len(names)} speakers"
    with app.change(label, dry_run=dry_run) as change:
        for event_id in dict.fromkeys(event_id for event_id, _ in found.values()):
            of = next(known for known in app.store.agenda.events() if known.id == event_id)
            by_name = _by_name(app.store.speakers.doubts(event_id))
            speaking = app.store.speakers.counts(event_id)
            for number, (at, doubt) in found.items():
                if at == event_id:
                    alike = by_name[fold(doubt.name)]
                    answers.append(_settle(app, change, of, number, alike, "yes" if number in yes else "no"))
            drop_who_left(app, change, of, speaking)
    return answers


def add_speakers(
    app: App, what: str, names: Sequence[str], *, event: str | None = None, dry_run: bool = False
) -> tuple[Session, list[tuple[str, bool]]]:
    """Say that people speak in a session, whatever its source says now or later; their names, and which were new."""
    session = find_session(app, what, find_event(app, event) if event else None)
    cleaned = {fold(name): name for name in map(one_line, names)}
    for key, name in cleaned.items():
        if is_nobody(key):
            message = f"{name!r} is nobody's name"
            raise InputError(message)
    found = find_event(app, session.event)
    with app.change(f"{', '.join(cleaned.values())} in {session.title}", dry_run=dry_run) as change:
        there = app.store.speakers.links(found.id, [session.id]).get(session.id, [])
        known = {fold(link.name) for link in there}
        new = [key for key in cleaned if key not in known]
        first = _next(there)
        spoken = [
            Spoken(session.id, first + count, _say(app, change, found, session, cleaned[key], "added"))
            for count, key in enumerate(new)
        ]
        as_people(app, change, found, spoken)
    return session, [(name, key in new) for key, name in cleaned.items()]


def remove_speaker(
    app: App, what: str, who: str, *, event: str | None = None, dry_run: bool = False
) -> tuple[Session, str]:
    """Say that somebody does not speak in a session, whatever its source says; ``who`` is part of a name there.

    Raises ``NotFoundError`` where nobody of that name speaks there, or more than one.
    """
    session = find_session(app, what, find_event(app, event) if event else None)
    found = find_event(app, session.event)
    waiting = [d.name for d in app.store.speakers.doubts(found.id) if d.session_id == session.id and not d.verdict]
    name = _one_of([*session.speakers, *waiting], who, session)
    with app.change(f"{name} not in {session.title}", dry_run=dry_run) as change:
        speaking = app.store.speakers.counts(found.id)
        _say(app, change, found, session, name, "removed")
        _unlink(app, change, found, [session.id], fold(name))
        drop_who_left(app, change, found, speaking)
    return session, name


def _by_name(doubts: Iterable[Doubt]) -> dict[str, list[Doubt]]:
    found: dict[str, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        found[fold(doubt.name)].append(doubt)
    return found


def _question(doubts: Sequence[Doubt], sessions: Sequence[Session]) -> Question:
    """The doubts of one name as one question, told by the likeliest; ``sessions`` are those to look in."""
    best = max(doubts, key=lambda doubt: doubt.confidence)
    ids = {doubt.session_id for doubt in doubts}
    return Question(
        number=doubts[0].id,
        name=best.name,
        email=next((doubt.email for doubt in doubts if doubt.email), ""),
        organization=next((doubt.organization for doubt in doubts if doubt.organization), ""),
        confidence=best.confidence,
        why=best.why,
        sessions=tuple(session for session in sessions if session.id in ids and session.status != "gone"),
    )


def _settle(  # noqa: PLR0917  # what is settled, and by which word
    app: App, change: Change, event: Event, number: int, alike: Sequence[Doubt], verdict: Verdict
) -> Answer:
    """Answer a question in every session where it is open, or where it had the same answer before."""
    store = app.store.speakers
    former = next(doubt.verdict for doubt in alike if doubt.id == number)
    meant = [doubt for doubt in alike if doubt.verdict in {former, "", "yes too", "no too"}]
    new = store.update_doubts(change, {doubt.id: {"verdict": verdict} for doubt in meant})
    ids = [doubt.session_id for doubt in meant]
    key = fold(meant[0].name)
    if verdict == "no":
        _unlink(app, change, event, ids, key)
    else:
        links = store.links(event.id, ids)
        spoken = []
        for doubt in meant:
            there = links.get(doubt.session_id, [])
            if key not in {fold(link.name) for link in there}:
                speaker = Speaker(doubt.name, key, doubt.email, doubt.organization)
                spoken.append(Spoken(doubt.session_id, _next(there), speaker))
        as_people(app, change, event, spoken)
    return Answer(_question(meant, app.store.agenda.sessions(ids=ids)), speaks=verdict == "yes", new=bool(new))


def _say(  # noqa: PLR0917  # who says what of whom
    app: App, change: Change, event: Event, session: Session, name: str, verdict: Verdict
) -> Speaker:
    """Keep the user's word on a name in one session, in place of a doubt or of what they said before."""
    store = app.store.speakers
    key = fold(name)
    known = [doubt for doubt in store.doubts(event.id) if doubt.session_id == session.id]
    same = next((doubt for doubt in known if fold(doubt.name) == key), None)
    if same:
        store.update_doubts(change, {same.id: {"verdict": verdict}})
        return Speaker(same.name, key, same.email, same.organization)
    row = {"session_id": session.id, "name": name, "email": "", "organization": "", "confidence": 100}
    store.add_doubts(change, [{**row, "why": "you said so", "verdict": verdict}])
    return Speaker(name, key)


def _unlink(app: App, change: Change, event: Event, session_ids: Collection[int], key: str) -> None:
    links = app.store.speakers.links(event.id, session_ids)
    named = [link.id for there in links.values() for link in there if fold(link.name) == key]
    app.store.speakers.unlink(change, named)


def _next(there: Sequence[Link]) -> int:
    """The position behind the last speaker of a session."""
    return max((link.position + 1 for link in there), default=0)


def _one_of(names: Sequence[str], who: str, session: Session) -> str:
    """The name that is meant: this one, or the only one that has these words."""
    key = fold(who)
    exact = [name for name in names if fold(name) == key]
    found = exact[:1] or [name for name in names if key and key in fold(name)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"more than one speaker of {session.title} fits {who!r}; say more of the name:"
        raise AmbiguousError(message, tuple(found))
    there = f"; there speak {', '.join(names)}" if names else ""
    message = f"nobody named {who!r} speaks in session {describe_session(session)}{there}"
    raise NotFoundError(message)
