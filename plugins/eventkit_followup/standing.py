"""Where the follow-up to everybody stands, for each event: worked out from the encounters and the entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import all_encounters, get_events
from eventkit_followup.entries import DONE, State, list_entries

if TYPE_CHECKING:
    from eventkit.api import App, Encounter
    from eventkit_followup.entries import Entry

_RANKS = {State.UNKNOWN: 0, State.SENDING: 0, State.SENT: 5, State.ANSWERED: 6, State.SKIPPED: 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The follow-up to one person about one event.

    Attributes:
        person_id: to whom.
        event: its slug, or an empty text for letters about no event.
        encounters: all with them there, by time.
        fresh: those that no entry names: with any of them it is due.
        promised: those at which I promised something that is not kept yet.
        entries: what was done, in the order it was.

    """

    person_id: int
    event: str
    encounters: tuple[Encounter, ...] = ()
    fresh: tuple[Encounter, ...] = ()
    promised: tuple[Encounter, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def state(self) -> State:
        """Due where anything is fresh, else the state that was reached last."""
        return State.DUE if self.fresh or not self.entries else self._latest.state

    @property
    def since(self) -> str:
        """Since when, in ISO 8601: what is due is so from the first encounter that has no letter."""
        return self.fresh[0].at.isoformat() if self.fresh else self._latest.since

    @property
    def urgency(self) -> tuple[int, str]:
        """What to sort by, the most urgent first: what nobody knows, promises, what is due, what lies drafted."""
        rank = _RANKS.get(self.state)
        if rank is None:
            rank = (1 if self.promised else 3) + (self.state is not State.DUE)
        return rank, (self.promised[0].at.isoformat() if self.promised else self.since)

    @property
    def _latest(self) -> Entry:
        return max(self.entries, key=lambda entry: entry.since)


def list_standings(app: App) -> list[Standing]:
    """Everybody whom I met or wrote to, for each event; the most urgent first."""
    slugs = {event.id: event.slug for event in get_events(app).values()}
    met: dict[tuple[int, str], list[Encounter]] = defaultdict(list)
    for encounter in all_encounters(app):
        met[encounter.person_id, encounter.event].append(encounter)
    named: dict[int, list[Entry]] = defaultdict(list)
    written: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in list_entries(app):
        for number in entry.encounters:
            named[number].append(entry)
        written[entry.person_id, slugs.get(entry.event_id or 0, "")].append(entry)
    found = []
    for person_id, event in {**met, **written}:
        encounters = met.get((person_id, event), [])
        # a letter about several events counts for each of them, and stands with the last
        entries = {entry.key: entry for encounter in encounters for entry in named[encounter.id]}
        entries |= {entry.key: entry for entry in written.get((person_id, event), [])}
        found.append(
            Standing(
                person_id=person_id,
                event=event,
                encounters=tuple(encounters),
                fresh=tuple(encounter for encounter in encounters if not named[encounter.id]),
                promised=tuple(
                    encounter
                    for encounter in encounters
                    if encounter.promise and not any(entry.state in DONE for entry in named[encounter.id])
                ),
                entries=tuple(entries.values()),
            )
        )
    return sorted(found, key=lambda standing: standing.urgency)
