"""Saying what became of a follow-up: that it was sent, answered, is not wanted, or is due again.

The letters that wait are moved on. Where there is none, what was done by hand is put down as an entry without a letter,
which stands for the encounters that no letter spoke of. Making it due again takes back everything but what is out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import (
    AmbiguousError,
    InputError,
    Notebook,
    NotFoundError,
    UsageError,
    find_event,
    find_person,
    get_events,
    list_people,
    one_line,
    zone,
)
from eventkit_followup.progress.entries import KIND, NOTEBOOK, Entry, State, free_key, keep_entries
from eventkit_followup.progress.standing import DOUBTFUL, WAITING, list_standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eventkit.api import App, Change, Event, Person
    from eventkit_followup.progress.standing import Standing

_NO_EVENT = '(about no event: --event "")'

BY_HAND = "hand"
"""In the key of an entry without a letter, where else the channel stands."""

_TAKEN_BACK = DOUBTFUL | WAITING | {State.SKIPPED}
"""What can be made due again: a letter that is out cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What was done to one follow-up.

    Attributes:
        before: where it stood, after: where it stands now.
        moved: the letters that were moved on, or taken back; by_hand: whether it was put down without one.
        removed: files of drafts that were taken back and went with it.
        edited: those that stay, as they say something else now; shared: places that are not of that draft alone.

    """

    person: Person
    event: str
    before: State
    after: State
    moved: tuple[Entry, ...] = ()
    by_hand: bool = False
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is another way now."""
        return bool(self.moved) or self.by_hand


def mark_followups(
    app: App,
    state: State,
    names: Sequence[str] = (),
    *,
    who: str = "",
    event: str | None = None,
    on: str = "",
    dry_run: bool = False,
) -> list[Marked]:
    """Mark the follow-ups to people, named one by one or by a query; all in one change.

    With an event alone, those at it of which that is the next step: of letters that wait that they were sent, of sent
    ones that they were answered.

    Raises ``AmbiguousError`` where somebody has several, ``InputError`` for a letter that is out and cannot be due.
    """
    if not names and not who.strip() and event is None:
        message = "say whose: a name or a number, --who QUERY, or --event SLUG for everybody there"
        raise UsageError(message)
    at = moment_on(app, on, state)
    slug = find_event(app, event).slug if event else event
    people = {person.id: person for person in (find_person(app, name) for name in names)}
    if names and who.strip():
        fulfilling = {person.id for person in list_people(app, who, everybody=True)}
        people = {number: person for number, person in people.items() if number in fulfilling}
    elif not names:
        people = {person.id: person for person in list_people(app, who, everybody=True)}
    label = f"mark {state} {next(iter(people.values())).name}" if len(people) == 1 else f"mark follow-ups {state}"
    # The entries are read inside the change: it has the write lock, so that nothing is sent meanwhile.
    with app.change(label, dry_run=dry_run) as change:
        standings = list_standings(app)
        theirs = _by_person(standings, slug)
        plans = []
        for person in people.values():
            standing = _chosen(person, theirs.get(person.id, ()), state, named=bool(names), alone=not (names or who))
            if standing:
                plans.append(_planned(person, standing, state))
        _carry_out(app, change, plans, standings, state, at)
        after = {(standing.person_id, standing.event): standing.state for standing in list_standings(app)}
    marked = []
    for plan in plans:
        became = _take_files(plan.moving, dry_run=dry_run) if state is State.DUE else {}
        standing = plan.standing
        marked.append(
            Marked(
                person=plan.person,
                event=standing.event,
                before=standing.state,
                after=after.get((standing.person_id, standing.event), State.DUE),
                moved=plan.moving,
                by_hand=plan.by_hand,
                **became,
            )
        )
    return marked


def moment_on(app: App, text: str, state: State) -> datetime:
    """When it was: now, a date, or a time on my own clock; raises ``UsageError`` for any other, or one to come."""
    now = app.now()
    if not text:
        return now
    if state is State.DUE:
        message = "--on says when something was sent, answered or skipped; what is due is so since you met"
        raise UsageError(message)
    try:
        day = date.fromisoformat(text) if len(text) <= len("2027-05-14") else None
        moment = datetime.combine(day, time(12)) if day else datetime.fromisoformat(text)
        mine = zone(app.config.timezone)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=mine) if mine else moment.astimezone()
        if day == now.astimezone(aware.tzinfo).date():
            return now
    except (ValueError, OverflowError) as error:
        message = f"--on {text!r} is no date; give one as 2027-05-14, or 2027-05-14T10:45"
        raise UsageError(message) from error
    if aware > now:
        message = f"--on {text} is still to come"
        raise UsageError(message)
    return aware


# --- which of somebody's follow-ups -------------------------------------------------------------------


def _by_person(standings: Iterable[Standing], slug: str | None) -> dict[int, list[Standing]]:
    found: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        if slug is None or standing.event == slug:
            found[standing.person_id].append(standing)
    return found


def _chosen(
    person: Person, standings: Sequence[Standing], state: State, *, named: bool, alone: bool
) -> Standing | None:
    """The one that is meant; None where there is none, and the person was not named."""
    name = one_line(person.name)
    likely = [standing for standing in standings if (_is_next if alone else _is_likely)(standing, state)]
    already = [standing for standing in standings if standing.state is state]
    fitting = likely or (named and (already or [one for one in standings if _is_possible(one, state)]))
    if not fitting:
        if not named:
            return None
        raise _nothing(name, standings, state)
    if len(fitting) > 1 and not _are_one_letter(fitting):
        message = f"{name} has follow-ups about more than one event; name it with --event:"
        told = (f"{one.event or _NO_EVENT}  {one.state} since {one.since:%Y-%m-%d}" for one in fitting)
        raise AmbiguousError(message, tuple(told))
    return fitting[0]


def _are_one_letter(standings: Sequence[Standing]) -> bool:
    """Whether all are of one and the same letter, which speaks of several events."""
    letters = {tuple(entry.key for entry in standing.entries) for standing in standings}
    return len(letters) == 1 and not any(standing.fresh for standing in standings)


def _is_next(standing: Standing, state: State) -> bool:
    """Whether it is the next step, for somebody whom nobody named."""
    states = {
        State.SENT: {State.DRAFTED},
        State.ANSWERED: {State.SENT},
        State.SKIPPED: {State.DUE, *WAITING},
        State.DUE: {*WAITING, State.SKIPPED},
    }
    return standing.state in states[state]


def _is_likely(standing: Standing, state: State) -> bool:
    """Whether it may well be meant."""
    if state is State.ANSWERED:
        return any(entry.state is State.SENT for entry in standing.entries)
    if state is State.DUE:
        return any(entry.state in _TAKEN_BACK for entry in standing.entries)
    return bool(standing.open or standing.fresh)


def _is_possible(standing: Standing, state: State) -> bool:
    """Whether it can be meant: what was done already is corrected so."""
    return state is State.SKIPPED or (state is not State.DUE and standing.state is not State.ANSWERED)


def _nothing(name: str, standings: Sequence[Standing], state: State) -> InputError | NotFoundError:
    """Why there is nothing to mark."""
    if not standings:
        return NotFoundError(f"you have no follow-up to {name} there; `eventkit met` notes that you met")
    about = standings[0].event or "no event"
    if state is State.DUE:
        return InputError(
            f"the letter to {name} about {about} is out ({standings[0].state}), and is not made due again; "
            "it will be once you meet again, and `eventkit undo` takes back a mark that was wrong"
        )
    return InputError(f"the follow-up to {name} about {about} is {standings[0].state} already")


# --- marking it ---------------------------------------------------------------------------------------


class _Plan(NamedTuple):
    """What is to be done to one: the letters that are moved on, or taken back, and whether one is put down by hand."""

    person: Person
    standing: Standing
    moving: tuple[Entry, ...]
    by_hand: bool


def _planned(person: Person, standing: Standing, state: State) -> _Plan:
    if state is State.DUE:
        return _Plan(
            person, standing, tuple(one for one in standing.entries if one.state in _TAKEN_BACK), by_hand=False
        )
    if standing.state is state and not standing.open:
        return _Plan(person, standing, (), by_hand=False)
    moving = standing.open
    latest = standing.entry
    if state is State.ANSWERED:
        moving = tuple(entry for entry in standing.entries if entry.state is State.SENT)[-1:] or moving
    if not moving and not standing.fresh and latest:
        moving = (latest,)
    by_hand = bool(standing.fresh) and (state is State.SKIPPED or not moving)
    return _Plan(person, standing, moving, by_hand=by_hand)


def _carry_out(  # noqa: PLR0917  # what was read and decided once goes with it
    app: App, change: Change, plans: Sequence[_Plan], standings: Sequence[Standing], state: State, at: datetime
) -> None:
    if state is State.DUE:
        notebook = Notebook(app, NOTEBOOK)
        for key in dict.fromkeys(entry.key for plan in plans for entry in plan.moving):
            notebook.delete(change, KIND, key)
        return
    events = get_events(app)
    taken = {entry.key for standing in standings for entry in standing.entries}
    moved = [_moved(entry, state, at) for plan in plans for entry in plan.moving]
    made = [_by_hand(plan.standing, events, taken, state, at) for plan in plans if plan.by_hand]
    keep_entries(app, change, [*moved, *made])


def _moved(entry: Entry, state: State, at: datetime) -> Entry:
    """The entry in that state; what was answered was sent, at the latest by then."""
    if state is State.ANSWERED and State.SENT not in entry.dates:
        entry = entry.moved(State.SENT, at)
    return entry.moved(state, at, problem="")


def _by_hand(standing: Standing, events: Mapping[str, Event], taken: set[str], state: State, at: datetime) -> Entry:
    """An entry without a letter, for the encounters that none spoke of."""
    event = events.get(standing.event)
    return Entry(
        key=free_key(f"{standing.event}:{standing.person_id}:{BY_HAND}", taken),
        person_id=standing.person_id,
        event_id=event.id if event else None,
        state=state,
        encounters=tuple(encounter.id for encounter in standing.fresh),
        dates={state.value: at.isoformat()},
    )


def _take_files(entries: Iterable[Entry], *, dry_run: bool) -> dict[str, tuple[str, ...]]:
    """Remove the files of letters as they were written; returns what became of the places where letters lie.

    The letter that is drafted next would else be taken for the one that lies there. An edited one is that, in earnest.
    """
    became: dict[str, list[str]] = {"removed": [], "edited": [], "shared": []}
    for entry in entries:
        file = Path(entry.path)
        if not entry.digest:
            became["shared"] += [entry.path] if entry.path else []
        elif _is_as_written(file, entry.digest):
            became["removed"].append(entry.path)
            if not dry_run:
                file.unlink(missing_ok=True)
        elif file.exists():
            became["edited"].append(entry.path)
    return {name: tuple(places) for name, places in became.items()}


def _is_as_written(file: Path, digest: str) -> bool:
    from eventkit_followup.drafts.placing import digest_of_file  # only where a draft is taken back

    try:
        return digest == digest_of_file(file.read_bytes())
    except OSError:
        return False
