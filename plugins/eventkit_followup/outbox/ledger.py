"""What is put down of a letter before it is given to a server, and after: so that no letter goes out twice.

Before it the entry is taken away and put there anew as ``sending``, by whoever finds it in the state that they saw.
So an `undo` of that removes an entry, of which the plugin is told: ``keep_as_unknown`` puts it back. The result of a
letter goes into the change that begins the next one, which makes one line in the history for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import Notebook, get_people, one_line, say
from eventkit_followup.progress.entries import KIND, NOTEBOOK, State, entry_of, keep_entries, list_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from eventkit.api import App, Change, Document, Person
    from eventkit_followup.progress.entries import Entry

MAYBE_SENT = frozenset({State.SENDING, State.UNKNOWN})
"""States of which nobody knows whether the letter went out."""

CRASHED = "eventkit was stopped while a server had the letter"


class _Result(NamedTuple):
    key: str
    state: State
    problem: str
    at: datetime


class _TakenError(Exception):
    """Somebody else has the letter."""


class Ledger:
    """The state of letters that are being sent."""

    def __init__(self, app: App) -> None:
        """Nothing is written yet."""
        self._app = app
        self._result: _Result | None = None

    def begin(self, entry: Entry, person: Person, now: datetime) -> bool:
        """Put down that the letter is being sent; false where it, or the person, is no longer what was seen."""
        try:
            with self._app.change(f"send follow-up to {one_line(person.name)}") as change:
                self._write(change)
                self._check(entry, person)
                Notebook(self._app, NOTEBOOK).delete(change, KIND, entry.key)
                keep_entries(self._app, change, [entry.moved(State.SENDING, now, problem="")])
        except _TakenError:
            self.write()
            return False
        self._result = None
        return True

    def end(self, entry: Entry, state: State, now: datetime, problem: str = "") -> None:
        """Note what became of the letter; ``begin`` or ``write`` puts it down."""
        self._result = _Result(entry.key, state, problem, now)

    def write(self) -> None:
        """Put down what became of the last letter, where that is not done yet."""
        if self._result is None:
            return
        entry = self._entry(self._result.key)
        name = _name(self._app, entry) if entry else "somebody"
        word = {State.SENT: "was sent", State.REFUSED: "was refused", State.DRAFTED: "was not sent"}
        label = f"follow-up to {name} {word.get(self._result.state, 'was sent, or was not: nobody knows')}"
        with self._app.change(label) as change:
            self._write(change)
        self._result = None

    def _check(self, entry: Entry, person: Person) -> None:
        """Raise ``_TakenError`` where the letter, or whom it goes to, is not as it was when it was read."""
        now = get_people(self._app, [person.id]).get(person.id)
        if self._entry(entry.key) != entry or now is None:
            raise _TakenError
        if (now.emails, now.do_not_contact, now.is_me) != (person.emails, person.do_not_contact, person.is_me):
            raise _TakenError

    def _write(self, change: Change) -> None:
        result = self._result
        entry = self._entry(result.key) if result else None
        if result is None or entry is None or entry.state not in MAYBE_SENT:
            return  # somebody forgot them, or said themselves what became of it
        dates = dict(entry.dates)
        if result.state is not State.DRAFTED:  # it is a draft since it was written
            dates[result.state.value] = result.at.isoformat()
        done = entry._replace(state=result.state, dates=dates, problem=result.problem)
        keep_entries(self._app, change, [done])

    def _entry(self, key: str) -> Entry | None:
        document = Notebook(self._app, NOTEBOOK).get(KIND, key)
        return entry_of(document) if document else None


def take_for_unknown(app: App, entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """Put down that nobody knows what became of letters that a run left behind; returns those for which it was so."""
    wanted = {entry.key for entry in entries}
    with app.change("follow-ups that were sent, or were not: nobody knows") as change:
        left = [entry for entry in list_entries(app) if entry.key in wanted and entry.state is State.SENDING]
        unknown = [entry.moved(State.UNKNOWN, now, problem=entry.problem or CRASHED) for entry in left]
        keep_entries(app, change, unknown)
    return unknown


def keep_as_unknown(app: App, documents: Sequence[Document]) -> None:
    """After an `undo`: a letter that may be with its recipient becomes no draft again, but one nobody knows about."""
    taken = [entry_of(one) for one in documents if (one.plugin, one.kind) == (NOTEBOOK, KIND)]
    people = get_people(app, {entry.person_id for entry in taken if entry.state in MAYBE_SENT})
    lost = [entry for entry in taken if entry.state in MAYBE_SENT and entry.person_id in people]
    if not lost:
        return
    with app.change("follow-ups that no undo takes back, as they may have been sent") as change:
        for entry in lost:
            Notebook(app, NOTEBOOK).delete(change, KIND, entry.key)
        keep_entries(
            app,
            change,
            [
                entry.moved(State.UNKNOWN, app.now(), problem=entry.problem or "its sending was undone")
                for entry in lost
            ],
        )
    for entry in lost:
        name = one_line(people[entry.person_id].name)
        say(f"The letter to {name} may have been sent, which no undo takes back: it is kept as one nobody knows about.")


def _name(app: App, entry: Entry) -> str:
    person = get_people(app, [entry.person_id]).get(entry.person_id)
    return one_line(person.name) if person else "somebody"
