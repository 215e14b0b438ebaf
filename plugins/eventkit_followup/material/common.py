"""What two people have in common, by what was noted: interests, sessions, people, past events."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from eventkit_followup.material.context import CommonGround

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from eventkit.api import Encounter, Event, Person, Session
    from eventkit_followup.material.context import Occasion

_MOST = 5
"""Of each kind that a letter can speak of: more of them start no conversation."""

_WISHES = ("must", "maybe")


class Acquaintances:
    """Whom I met, sorted by what brings people together."""

    def __init__(
        self,
        *,
        me: Person,
        people: Mapping[int, Person],
        encounters: Sequence[Encounter],
        spoken: Mapping[int, set[int]],
        sessions: Mapping[int, Session],
        events: Mapping[str, Event],
        now: datetime,
    ) -> None:
        """Take everything there is, once for all letters."""
        self.people = people
        self.spoken = spoken
        self.sessions = sessions
        self.events = events
        self.today = now.date()
        self.my_interests = {interest.casefold(): interest for interest in me.interests}
        self.my_events = {*me.events, *(encounter.event for encounter in encounters)}
        self.mine = {
            number
            for number, session in sessions.items()
            if session.attended or session.interest in _WISHES or number in spoken.get(me.id, ())
        }
        self._circles: dict[Hashable, list[int]] = defaultdict(list)
        self._of: dict[int, list[Hashable]] = defaultdict(list)
        for number, person in people.items():
            if person.organization.strip():
                self._join(number, ("works", person.organization.casefold().strip()))
            for session in spoken.get(number, ()):
                self._join(number, ("speaks", session))
        for encounter in encounters:
            if encounter.note and encounter.person_id in people:
                self._join(encounter.person_id, ("met", encounter.event, encounter.at, encounter.note))

    def of(self, person: Person) -> list[Person]:
        """Whom I met and this person knows, the most surely known first."""
        order = {"met": 0, "speaks": 1, "works": 2}
        circles = sorted(self._of.get(person.id, ()), key=lambda circle: order[circle[0]])
        found: dict[int, None] = {}
        for circle in circles:
            others = (number for number in self._circles[circle] if number != person.id and number not in found)
            found.update(dict.fromkeys(islice(others, _MOST)))  # a thousand may work there
        return [self.people[number] for number in list(found)[:_MOST]]

    def _join(self, number: int, circle: Hashable) -> None:
        self._circles[circle].append(number)
        self._of[number].append(circle)


class _Later:
    """Common ground that is looked for when a template asks for it, as few do; it is handed over as what was found."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], CommonGround]) -> None:
        self._find = find
        self._found: CommonGround | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # of any of its fields
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._ground(), name)

    def __reduce__(self) -> tuple[Any, ...]:
        return _itself, (self._ground(),)

    def _ground(self) -> CommonGround:
        if self._found is None:
            self._found = self._find()
        return self._found


def later(find: Callable[[], CommonGround]) -> CommonGround:
    """The common ground that ``find`` gives, once somebody asks."""
    return cast("CommonGround", _Later(find))


def _itself(ground: CommonGround) -> CommonGround:
    return ground


def common_ground(mine: Acquaintances, person: Person, met: Iterable[Occasion], event: Event | None) -> CommonGround:
    """What somebody and I have in common, ``met`` being our encounters and ``event`` the one a letter is about."""
    met = list(met)
    met_at = {occasion.session.id for occasion in met if occasion.session}
    shared = [number for number in mine.spoken.get(person.id, ()) if number in mine.mine or number in met_at]
    sessions = sorted(
        (mine.sessions[number] for number in {*shared, *met_at} if number in mine.sessions),
        key=lambda session: session.starts.isoformat() if session.starts else "",
        reverse=True,
    )
    theirs = {*person.events, *(occasion.event.slug for occasion in met)}
    past = [
        mine.events[slug]
        for slug in theirs & mine.my_events
        if slug in mine.events and (event is None or slug != event.slug) and not _is_ahead(mine.events[slug], mine)
    ]
    return CommonGround(
        interests=tuple(
            mine.my_interests[key]
            for key in dict.fromkeys(interest.casefold() for interest in person.interests)
            if key in mine.my_interests
        )[:_MOST],
        sessions=tuple((session, mine.events[session.event]) for session in sessions[:_MOST]),
        people=tuple(mine.of(person)),
        events=tuple(sorted(past, key=lambda one: (one.starts is None, one.starts or mine.today, one.slug))[-_MOST:]),
    )


def _is_ahead(event: Event, mine: Acquaintances) -> bool:
    return event.starts is not None and event.starts > mine.today
