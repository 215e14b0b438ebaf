"""Which drafts are to be sent, the most urgent first, and which are not, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import (
    Event,
    InputError,
    find_event,
    get_events,
    get_people,
    list_people,
    my_card,
    newest_cards,
    one_line,
)
from eventkit_followup.api import Letter, WriteContext
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.writing import message_id
from eventkit_followup.outbox.draft_files import CHANNELS, read_draft
from eventkit_followup.outbox.outgoing import read_outgoing
from eventkit_followup.outbox.pacing import zone_of
from eventkit_followup.progress.entries import State, list_entries
from eventkit_followup.progress.standing import list_standings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from eventkit.api import App, Person
    from eventkit_followup.outbox.outgoing import Outgoing
    from eventkit_followup.outbox.pacing import Where
    from eventkit_followup.progress.entries import Entry

GONE = "its file is gone; `followup mark sent`, or `mark skipped`, says what became of it"
_OUT = frozenset({State.SENDING, State.UNKNOWN, State.SENT, State.ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A draft that is to be sent, as it was when it was looked at."""

    entry: Entry
    person: Person
    event: str
    where: Where
    path: Path
    letter: Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A draft that is not sent; ``wrong`` where something has to be put right."""

    entry: Entry
    person: Person
    event: str
    reason: str
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What there is to send, the most urgent first; ``unknown`` are letters of which nobody knows whether they were."""

    ready: list[Queued] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unknown: list[Queued | LeftOut] = field(default_factory=list)


class Reader:
    """Reads drafts as they are now."""

    def __init__(self, app: App) -> None:
        """Take the application; raises ``NotFoundError`` where I have not said who I am."""
        self._app = app
        self.me = my_card(app)
        self._events = {event.id: event for event in get_events(app).values()}

    def slug(self, entry: Entry) -> str:
        """The event that a letter is about, or an empty text."""
        event = self._events.get(entry.event_id or 0)
        return event.slug if event else ""

    def read(self, entry: Entry, person: Person, card: str, now: datetime) -> Queued | LeftOut:
        """The draft as it is to be sent, or why it is not."""
        slug = self.slug(entry)
        try:
            found = read_draft(entry, self._numbers(entry, person) if entry.channel == "mbox" else ())
            if found is None:
                return LeftOut(entry=entry, person=person, event=slug, reason=GONE)
            path, data = found
            letter = read_outgoing(data, me=self.me, person=person, key=entry.key, now=now)
        except InputError as error:
            file = Path(entry.path).name
            return LeftOut(entry=entry, person=person, event=slug, reason=f"{file}: {error}", wrong=True)
        event = self._events.get(entry.event_id or 0)
        where = zone_of(person, card, event, self._app.config.timezone)
        return Queued(entry=entry, person=person, event=slug, where=where, path=path, letter=letter)

    def again(self, queued: Queued, now: datetime) -> Queued | LeftOut:
        """The same draft as it is by now."""
        found = self.read(queued.entry, queued.person, "", now)
        return replace(found, where=queued.where) if isinstance(found, Queued) else found

    def _numbers(self, entry: Entry, person: Person) -> list[str]:
        """The Message-IDs that the draft may have been written with, as either of us has many addresses."""
        slug = entry.key.partition(":")[0]
        letter = Letter(person=person, me=self.me, subject="", body="", template="", key=entry.key)
        context = WriteContext(now=self._app.now(), event=Event(id=0, slug=slug, name=""))
        mine = [mail_address(self.me, address) for address in self.me.emails]
        theirs = [mail_address(person, address) for address in person.emails]
        return [message_id(letter, one, other, context) for one in mine for other in theirs]


def queue_drafts(app: App, now: datetime, *, event: str | None = None, who: str = "") -> Queue:
    """The drafts that there are to send, to those people who fulfil the query, about the event or any."""
    reader = Reader(app)
    wanted = {person.id for person in list_people(app, who, everybody=True)} if who.strip() else None
    event_id = find_event(app, event).id if event else None
    everything = list_entries(app)
    entries = [
        entry
        for entry in everything
        if entry.channel in CHANNELS
        and entry.state in {State.DRAFTED, State.SENDING, State.UNKNOWN}
        and (wanted is None or entry.person_id in wanted)
        and (event_id is None or entry.event_id == event_id)
    ]
    people = get_people(app, {entry.person_id for entry in entries})
    cards = newest_cards(app, people.keys())
    queue = Queue()
    for entry in _by_urgency(app, entries):
        person = people.get(entry.person_id)
        if person is None:
            continue  # forgotten just now, with all that there was of them
        found = reader.read(entry, person, cards.get(person.id, ""), now)
        reason = _off_limits(entry, person, everything)
        if reason:
            found = LeftOut(entry=entry, person=person, event=reader.slug(entry), reason=reason)
        if entry.state is not State.DRAFTED:
            queue.unknown.append(found)
        elif isinstance(found, Queued):
            queue.ready.append(found)
        else:
            queue.left_out.append(found)
    return queue


def _by_urgency(app: App, entries: Sequence[Entry]) -> list[Entry]:
    ranks: dict[str, int] = {}
    for rank, standing in enumerate(list_standings(app)):
        for entry in standing.entries:
            ranks.setdefault(entry.key, rank)
    return sorted(entries, key=lambda entry: ranks.get(entry.key, len(ranks)))


def _off_limits(entry: Entry, person: Person, everything: Collection[Entry]) -> str:
    """Why nothing goes to this person now, whatever the draft says; empty where it may."""
    if person.is_me:
        return "that is you"
    if person.do_not_contact:
        return "asked not to be contacted"
    if entry.key.split(":")[1:2] == [str(person.id)]:
        return ""
    for other in everything:  # the draft came with a record that was merged into this one
        same = other.person_id == person.id and other.event_id == entry.event_id and other.key != entry.key
        if same and (other.state in _OUT or (other.state is State.DRAFTED and Path(other.path).exists())):
            name = one_line(person.name)
            return f"two records of {name} were merged, and there is another letter: {other.path}"
    return ""
