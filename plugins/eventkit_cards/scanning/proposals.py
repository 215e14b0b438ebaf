"""What each code would change, planned before anything is stored, and taking in what the user accepts of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eventkit.api import NotFoundError, add_encounter, my_card, take_in, tell_of_encounters
from eventkit_cards.scanning.waiting import Waiting
from eventkit_cards.writing import payload as own_payload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from eventkit.api import App, Change, Event, Met
    from eventkit_cards.scanning.payloads import Payload

SOURCE = "scan"
"""Where scanned cards come from: the same card from another picture is the same card."""

NEEDS = {"card": "needs --yes", "link": "needs --accept-links"}
LEFT_OUT = "left out"
NEEDS_EVENT = "needs --event"
_DONE = {"added": "added", "updated": "updated", "unchanged": "unchanged", "kept": "kept"}
_PLANNED = {"added": "would add", "updated": "would update", "unchanged": "unchanged", "kept": "would keep"}
_NOTHING = frozenset({"unchanged", "forgotten", NEEDS_EVENT})


@dataclass(slots=True, kw_only=True)
class Scanned:
    """What a code in a picture holds, what it would change, and what became of it.

    ``known`` is the name and number of who is enriched, ``fields`` what of them differs, before and after. ``at`` is
    when the picture was taken, and ``at_by`` how that is known; ``meets`` says that this is a new encounter.
    """

    file: str
    text: str
    payload: Payload
    at: datetime | None = None
    at_by: str = ""
    action: str = ""
    known: tuple[str, int] | None = None
    fields: tuple[tuple[str, str, str], ...] = ()
    meets: bool = False
    name: str = ""

    @property
    def changes_something(self) -> bool:
        """Whether to accept it writes anything."""
        return self.meets or self.action not in _NOTHING


@dataclass(slots=True, kw_only=True)
class Taking:
    """Codes on their way in: with an event they attend it, and where ``met`` they are met there."""

    app: App
    event: Event | None = None
    met: bool = False
    _own: str | None = None
    _me: int = 0
    _happened: list[Met] = field(default_factory=list)

    def plan(self, label: str, found: Sequence[Scanned]) -> None:
        """Tell each code what it would do, each knowing those before it; nothing is stored."""
        with self.app.change(label, dry_run=True) as change:
            for scanned in found:
                self._take(change, scanned, _PLANNED)
        self._happened.clear()

    def store(self, label: str, found: Sequence[Scanned]) -> None:
        """Take these in, in one change, and tell the plugins who was met."""
        self._happened.clear()
        with self.app.change(label) as change:
            for scanned in found:
                self._take(change, scanned, _DONE)
        tell_of_encounters(self.app, self._happened)

    def _take(self, change: Change, scanned: Scanned, words: dict[str, str]) -> None:
        payload = scanned.payload
        scanned.meets, scanned.fields, scanned.known = False, (), None
        if not payload.trust:
            scanned.action = "not a card"
        elif scanned.text == self._my_code():
            scanned.action, scanned.name = "unchanged", "you"
        elif payload.person is not None:
            self._take_person(change, scanned, words)
        elif self.event is None:
            scanned.action = NEEDS_EVENT
        else:
            self._keep(change, scanned, words)

    def _take_person(self, change: Change, scanned: Scanned, words: dict[str, str]) -> None:
        person = scanned.payload.person
        assert person is not None  # as its caller saw
        if scanned.name:
            person = replace(person, name=scanned.name)
        (item,) = take_in(self.app, change, [person], source=SOURCE, event=self.event)
        scanned.action = words.get(item.kind, item.kind)
        scanned.fields = item.fields
        if item.id and item.id == self._my_number():
            scanned.action, scanned.name = "unchanged", "you"
            return
        if item.kind in {"updated", "unchanged"}:
            scanned.known = (self.app.store.people.get([item.id])[item.id].name, item.id)
        if item.id:
            self._meet(change, scanned, item.id)

    def _keep(self, change: Change, scanned: Scanned, words: dict[str, str]) -> None:
        """Keep a badge's code with the event; one that was resolved is its person."""
        assert self.event is not None  # as its caller saw
        waiting = Waiting(self.app, self.event)
        code, new = waiting.keep(
            change, scanned.text, scanned.payload.ids, file=scanned.file, at=scanned.at if self.met else None
        )
        scanned.action = words["kept" if new else "unchanged"]
        if code.person_id:
            person = self.app.store.people.get([code.person_id]).get(code.person_id)
            if person is not None:
                scanned.known = (person.name, person.id)
                self._meet(change, scanned, person.id)

    def _meet(self, change: Change, scanned: Scanned, person_id: int) -> None:
        if not self.met or self.event is None or scanned.at is None:
            return
        met = add_encounter(self.app, change, person_id, event=self.event, at=scanned.at)
        if met is not None:
            scanned.meets = True
            self._happened.append(met)

    def _my_code(self) -> str:
        """What the user's own code says; empty where there is none."""
        if self._own is None:
            try:
                me = my_card(self.app)
            except NotFoundError:
                self._own = ""
            else:
                self._own, self._me = own_payload(self.app, me), me.id
        return self._own

    def _my_number(self) -> int:
        self._my_code()
        return self._me


def accept(taking: Taking, label: str, found: Sequence[Scanned], confirm: Callable[[Scanned], str]) -> None:
    """Store what ``confirm`` says to: it answers with an empty text, or with why not, and is asked of every change."""
    accepted: list[Scanned] = []
    declined = False
    for scanned in found:
        if not scanned.payload.trust or scanned.action == NEEDS_EVENT:
            continue
        if not scanned.changes_something and not declined:
            continue
        refusal = confirm(scanned)
        if refusal:  # whatever rested on this one has to be asked for as well
            scanned.action, scanned.meets, declined = refusal, False, True
        else:
            accepted.append(scanned)
    if accepted:
        taking.store(label, accepted)
