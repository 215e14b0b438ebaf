"""Building the context of each letter of a run; what many letters need is asked for once."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

from eventkit.api import (
    all_encounters,
    get_events,
    get_people,
    get_sessions,
    list_sessions,
    newest_cards,
    roles_at,
    spoken_sessions,
)
from eventkit_followup.material.common import Acquaintances, common_ground, later
from eventkit_followup.material.context import Context, Occasion
from eventkit_followup.material.languages import Languages
from eventkit_followup.templating.headers import role_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eventkit.api import App, Encounter, Event, Person, Session

_WISHES = ("must", "maybe")
_NONE: frozenset[str] = frozenset()


class Gatherer:
    """Everything that the letters of one run, on one channel, are made from.

    ``event`` is the one they are about; without one, each is about the event that we met at last. ``people`` are those
    who may be written to, by number, where they are at hand; ``encounters`` are all there are, by time, with each.
    ``extra`` is what was said for all letters, by name.
    """

    def __init__(
        self,
        app: App,
        me: Person,
        *,
        event: Event | None = None,
        people: Mapping[int, Person] | None = None,
        encounters: Mapping[int, list[Encounter]] | None = None,
        channel: str = "eml",
        limit: int | None = None,
        language: str = "",
        tone: str = "",
        other: Person | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """Take what the letters have in common; reads nothing but the settings."""
        self._app = app
        self._me = me
        self._event = event
        self._given = people
        self._met = encounters
        self._channel = channel
        self._limit = limit
        self._options = {"language": language, "tone": tone}
        self._other = other
        self._extra = tuple((extra or {}).items())
        self._now = app.now()

    def context(
        self,
        person: Person,
        fresh: Sequence[Encounter] | None = None,
        promises: Sequence[Encounter] | None = None,
        *,
        event: Event | None = None,
    ) -> Context:
        """The context of a letter to somebody.

        ``fresh`` are the encounters that no letter spoke of yet, by default all at the event; ``promises`` those at
        which something was promised that is still open, by default those of the fresh ones. ``event`` is what this
        one letter is about, where that is not the same for all.
        """
        self._know(person)
        met = tuple(map(self._occasion, self._encounters.get(person.id, ())))
        event = event or self._event or (met[-1].event if met else None)
        here = tuple([occasion for occasion in met if event and occasion.event.id == event.id])
        newly = here if fresh is None else tuple(map(self._occasion, fresh))
        promised = newly if promises is None else tuple(map(self._occasion, promises))
        latest = next((occasion.session.id for occasion in reversed(newly) if occasion.session), 0)
        talks = self._talks(person.id, event, latest)
        languages = self._languages(event)
        return Context(
            me=self._me,
            person=person,
            now=self._now,
            event=event,
            roles=self._roles_of(person.id, event, talks),
            encounters=here,
            before=tuple([occasion for occasion in met if not event or occasion.event.id != event.id]),
            fresh=newly,
            promises=tuple([occasion for occasion in promised if occasion.encounter.promise]),
            talks=talks,
            my_talks=self._talks(self._me.id, event, latest),
            common=later(lambda: common_ground(self._acquaintances, person, met, event)),
            other=self._other if self._other and self._other.id != person.id else None,
            extra=self._extra,
            languages=languages.of(person, self._cards.get(person.id, "")),
            tone=languages.tone_for(person),
            channel=self._channel,
            limit=self._limit,
            timezone=self._app.config.timezone or "UTC",
        )

    def read_all(self, events: Iterable[Event]) -> None:
        """Ask for all that letters about these events may need: after that nothing has to be read."""
        for event in events:
            self._roles_of(0, event, ())
            self._languages(event)
        _ = self._people, self._events, self._spoken, self._sessions, self._cards

    # --- inside ---------------------------------------------------------------------------------------

    def _know(self, person: Person) -> None:
        """Ask for what belongs to somebody whom I never met, and who was not at hand."""
        if person.id not in self._people:
            self._people[person.id] = person
            spoken = spoken_sessions(self._app, [person.id])
            self._sessions.update(get_sessions(self._app, spoken[person.id] - self._sessions.keys()))
            self._spoken.update(spoken)
            self._cards.update(newest_cards(self._app, [person.id]))

    def _occasion(self, encounter: Encounter) -> Occasion:
        session = self._sessions.get(encounter.session_id) if encounter.session_id else None
        return Occasion(encounter, self._events[encounter.event], session)

    def _talks(self, person_id: int, event: Event | None, met_at: int) -> tuple[Session, ...]:
        """What somebody speaks in at the event: where we met, what I was at, what I starred, and the rest by time."""
        numbers = self._spoken.get(person_id)
        if not numbers or event is None:
            return ()
        spoken = [self._sessions[number] for number in numbers if number in self._sessions]
        there = [session for session in spoken if session.event == event.slug and session.takes_place]
        return tuple(
            sorted(
                there,
                key=lambda session: (
                    session.id != met_at,
                    not session.attended,
                    session.interest not in _WISHES,
                    session.starts is None,
                    session.starts.isoformat() if session.starts else "",
                ),
            )
        )

    def _roles_of(self, person_id: int, event: Event | None, talks: Sequence[Session]) -> frozenset[str]:
        if event is None:
            return _NONE
        if event.id not in self._roles:
            names = cache(lambda roles: frozenset(map(role_name, roles)))  # of many people they are the same
            self._roles[event.id] = {number: names(roles) for number, roles in roles_at(self._app, event).items()}
        roles = self._roles[event.id].get(person_id, _NONE)
        return roles | {"speaker"} if talks else roles

    def _languages(self, event: Event | None) -> Languages:
        slug = event.slug if event else ""
        if slug not in self._spoken_there:
            sessions = list_sessions(self._app, slug, everything=True)[1] if slug else []
            self._spoken_there[slug] = Languages(self._app, sessions, **self._options)
        return self._spoken_there[slug]

    @cached_property
    def _roles(self) -> dict[int, dict[int, frozenset[str]]]:
        return {}

    @cached_property
    def _spoken_there(self) -> dict[str, Languages]:
        return {}

    @cached_property
    def _encounters(self) -> dict[int, list[Encounter]]:
        if self._met is not None:
            return dict(self._met)
        found: dict[int, list[Encounter]] = defaultdict(list)
        for encounter in all_encounters(self._app):
            found[encounter.person_id].append(encounter)
        return dict(found)

    @cached_property
    def _people(self) -> dict[int, Person]:
        """Whom I met, and whom I may write to."""
        given = self._given or {}
        return {**get_people(self._app, self._encounters.keys() - given.keys()), **given}

    @cached_property
    def _events(self) -> dict[str, Event]:
        return get_events(self._app)

    @cached_property
    def _spoken(self) -> dict[int, set[int]]:
        return spoken_sessions(self._app, {*self._people, self._me.id})

    @cached_property
    def _sessions(self) -> dict[int, Session]:
        """Where I met somebody, and where they or I speak."""
        met_at = {one.session_id for some in self._encounters.values() for one in some if one.session_id}
        return get_sessions(self._app, met_at.union(*self._spoken.values()))

    @cached_property
    def _cards(self) -> dict[int, str]:
        return newest_cards(self._app, self._people.keys())

    @cached_property
    def _acquaintances(self) -> Acquaintances:
        return Acquaintances(
            me=self._me,
            people={number: self._people[number] for number in self._encounters if number in self._people},
            encounters=[encounter for some in self._encounters.values() for encounter in some],
            spoken=self._spoken,
            sessions=self._sessions,
            events=self._events,
            now=self._now,
        )
