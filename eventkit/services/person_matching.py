"""Which person everybody is who comes in: somebody who is known, somebody earlier in the same source, or new."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit.domain.identity import Agreement, name_key
from eventkit.services.person_uids import people_named_here

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.services.arriving_people import Arrival

_CROWD = 10
"""An address that more people give than this tells nothing of any of them."""
_LASTING = 16
"""A uid of so many characters is given to nobody else; a shorter one may be the number of a row, or of an order."""


class Doubt(NamedTuple):
    """Two who may be one, as targets, and what speaks for it."""

    one: int
    other: int
    reason: str


class Matching:
    """Who everybody is. A target is the number of a person who is known, or below zero the place among the new.

    The same e-mail address, handle, international number, record of the same source (``uid``) or card with a UID that
    is known, as exports of this home have it, is the same person,
    unless the names say otherwise, as of colleagues at one telephone and of tickets that one of them ordered:

    - names that can be one person's (``domain.namesakes``: "Ada Grace" is "A. Grace" and "Grace, Ada") are one;
    - relatives, and a single word that has nothing to do with the other name, are kept apart, and told of as possible
      duplicates; names that have nothing in common are only kept apart;
    - at the address of a function (info@, team@) a name has to be the same, and not only likely to be; names in
      scripts that cannot be compared are believed to be one person's at an address, and not at a telephone;
    - a name that is nothing but the address or the handle itself says nothing, and contradicts nothing.

    Where several people are hit, the surest is taken: by uid, then e-mail address, handle, number; of several with
    the same address the one of the very same name. If the others were there before, the pair is told of as possible
    duplicates; if they only came in with the same source, they are one with the surest.
    """

    def __init__(self, app: App, arrivals: Sequence[Arrival], *, source: str, event: Event | None) -> None:
        """Match everybody who comes in, in order."""
        store = app.store
        self._arrivals = arrivals
        self._first: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        self._exact: dict[tuple[str, str], int] = {}
        digests = {arrival.person.digest for arrival in arrivals if arrival.person.digest}
        self._met = store.arrivals.cards_by_digest(digests)
        self._aliases: dict[int, int] = {}
        self._called: dict[int, list[str]] = {}
        self._slots: list[list[int]] = []
        self._believed: set[str] = set()
        self._unclear: list[tuple[int, int, str]] = []
        self.doubts: list[Doubt] = []
        owners = list(store.arrivals.owners({key for arrival in arrivals for key in arrival.keys}))
        self._listed = self._at_event(app, event, {person for _, person in owners})
        owners += self._by_uid(app, source)
        several = ((person for _, person in owners), self._met.values(), *self._listed.values())
        self.known = store.arrivals.known({person for some in several for person in some})
        for key, person in owners:
            self._owned(key, person)
        for key, person in owners:
            if key in self._others:
                self._exact.setdefault((key, self.known[person].name_key), person)
        self.targets = [self._place(number) for number in range(len(arrivals))]
        if self._aliases:
            self.targets = [self.now(target) for target in self.targets]
        self.doubts += [Doubt(owner, self.targets[number], reason) for owner, number, reason in self._unclear]

    @property
    def newcomers(self) -> dict[int, list[int]]:
        """Who is new, by target, each with the numbers of the arrivals that they are, in order."""
        return {-n: slot for n, slot in enumerate(self._slots, 1) if -n not in self._aliases}

    def now(self, target: int) -> int:
        """The target that one has become."""
        while target in self._aliases:
            target = self._aliases[target]
        return target

    def _place(self, number: int) -> int:
        arrival = self._arrivals[number]
        keys = _all_keys(arrival)
        digest = arrival.person.digest
        if digest and digest in self._met:  # the very same record once more
            target = self._met[digest]
        elif hits := self._hits(number, keys):
            target = self._surest(hits)
        else:
            target = self._namesake(arrival) if self._listed else 0
        if target == 0:
            self._slots.append([])
            target = -len(self._slots)
        if target < 0:
            self._slots[-target - 1].append(number)
        self._learn(arrival, keys, target)
        return target

    def _hits(self, number: int, keys: Iterable[str]) -> list[int]:
        """Everybody whom an arrival may be, the surest first; where the names leave it unclear, a doubt instead."""
        arrival = self._arrivals[number]
        hits: list[int] = []
        for key in keys:
            if key not in self._first:
                continue
            others = self._others.get(key, ())
            exact = self._exact.get((key, arrival.name)) if others else None
            if exact is not None:
                owners = [self.now(exact)]
            elif len(others) < _CROWD:
                owners = [self.now(owner) for owner in (self._first[key], *others)]
            else:
                continue
            if hits and any(owner in hits for owner in owners):
                continue
            found = {owner: self._agreement(arrival, owner, key) for owner in owners}
            surest = max(owners, key=found.__getitem__)
            needed = _needed(key) if found[surest] < Agreement.SAME else Agreement.SAME
            if found[surest] >= needed:
                hits.append(surest)
            elif found[surest] > Agreement.DIFFERENT and needed < Agreement.SAME:
                self._unclear.append((surest, number, f"both have {key}"))
        return hits

    def _surest(self, hits: Sequence[int]) -> int:
        """The first of those who were hit; with it those who can be one with it, or a doubt about them."""
        surest, *others = hits
        for other in others:
            if _best(self._names(surest), self._names(other)) < Agreement.POSSIBLE:
                continue
            if surest < 0 or other < 0:
                surest = self._join(surest, other)
            else:
                self.doubts.append(Doubt(surest, other, "somebody came in who has contact points of both"))
        return surest

    def _join(self, one: int, other: int) -> int:
        """Make two of whom one is new the same, and return what they are now: whoever is known, or came first."""
        kept, gone = (one, other) if one > 0 or (other < 0 and one > other) else (other, one)
        names = _spellings([*self._names(kept), *self._names(gone)])
        self._aliases[gone] = kept
        if kept < 0:
            self._slots[-kept - 1] = sorted([*self._slots[-kept - 1], *self._slots[-gone - 1]])
        self._called[kept] = names
        return kept

    def _namesake(self, arrival: Arrival) -> int:
        """The one person of that name who is only listed at the event, so that a speaker's card joins the speaker."""
        people = self._listed.get(arrival.name, ()) if self._listed else ()
        if len(people) != 1:
            return 0
        person = self.known[people[0]]
        if person.is_me:
            return 0 if arrival.keys else person.id
        if not person.contact:
            del self._listed[arrival.name]
        return 0 if person.contact else person.id

    def _learn(self, arrival: Arrival, keys: Iterable[str], target: int) -> None:
        """Know the person again by what this arrival says."""
        for key in keys:
            first = self._first.setdefault(key, target)
            if first != target and self.now(first) != target:
                self._exact.setdefault((key, self._key_of(first)), first)
                self._owned(key, target)
            if key in self._others:
                self._exact.setdefault((key, arrival.name), target)
        if arrival.person.digest:
            self._met[arrival.person.digest] = target
        if arrival.person.uid:
            self._believed.discard(arrival.person.uid)
        if target in self._called:
            self._called[target] = _spellings([*self._called[target], *_names_of(arrival)])

    def _owned(self, key: str, target: int) -> None:
        """Know that somebody has a key; of a crowd it is enough to know that it is one."""
        if self._first.setdefault(key, target) != target:
            others = self._others.setdefault(key, [])
            if len(others) < _CROWD and target not in others:
                others.append(target)

    def _by_uid(self, app: App, source: str) -> list[tuple[str, int]]:
        """Whom the records' own names mean: in their source, and from anywhere where they are made to last."""
        uids = {arrival.person.uid for arrival in self._arrivals if arrival.person.uid}
        if not uids:
            return []
        of_source = [(uid, person) for uid, _, person in app.store.arrivals.cards(source) if uid in uids]
        self._believed.update(uid for uid, _ in of_source if len(uid) >= _LASTING)
        lasting = {uid for uid in uids if len(uid) >= _LASTING}
        ours = people_named_here(app, lasting)
        self._believed.update(uid for uid, _ in ours)
        anywhere = app.store.outgoing.named(lasting)
        return [(_mark(uid), person) for uid, person in (*of_source, *ours, *anywhere)]

    # --- names ----------------------------------------------------------------------------------------

    def _agreement(self, arrival: Arrival, target: int, key: str) -> Agreement:
        """How the names go together of an arrival and of somebody, who both have a key.

        A record's lasting name is believed once without, in its own source, unless that gave it to several people.
        """
        if arrival.name == self._key_of(target):
            return Agreement.SAME
        if arrival.person.uid in self._believed and key == _mark(arrival.person.uid) and key not in self._others:
            return Agreement.SAME
        from eventkit.domain.namesakes import stands_for_no_name  # the tables of names, only for two names that differ

        others = self._names(target)
        if stands_for_no_name(arrival.person.name, key) or all(stands_for_no_name(other, key) for other in others):
            return Agreement.LIKELY
        return _best(_spellings(_names_of(arrival)), others)

    def _key_of(self, target: int) -> str:
        """The folded name that somebody goes by."""
        target = self.now(target)
        return self.known[target].name_key if target > 0 else self._arrivals[self._slots[-target - 1][0]].name

    def _names(self, target: int) -> list[str]:
        """All that somebody is called, but for what only shortens another of it."""
        if target not in self._called:
            if target > 0:
                known = self.known[target]
                self._called[target] = _spellings([known.name, _whole(known.given, known.family)])
            else:
                mine = (self._arrivals[number] for number in self._slots[-target - 1])
                self._called[target] = _spellings([name for arrival in mine for name in _names_of(arrival)])
        return self._called[target]

    def _at_event(self, app: App, event: Event | None, reached: set[int]) -> dict[str, list[int]]:
        """The people of an event by folded name, where somebody of that name comes in, and nobody with their points."""
        wanted = {arrival.name for arrival in self._arrivals} if event else set()
        attending = app.store.people.attending(event.id) if event else {}
        return {name: people for name, people in attending.items() if name in wanted and not reached & set(people)}


def _mark(uid: str) -> str:
    return f"record {uid}"


def _all_keys(arrival: Arrival) -> tuple[str, ...]:
    uid = arrival.person.uid
    return (_mark(uid), *arrival.keys) if uid else arrival.keys


def _needed(key: str) -> Agreement:
    """How well names have to go together: best at an address that several people share, and well at one telephone."""
    from eventkit.domain.namesakes import belongs_to_a_role

    if belongs_to_a_role(key):
        return Agreement.SAME
    return Agreement.LIKELY if key.startswith("+") else Agreement.POSSIBLE


def _best(names: Iterable[str], others: Sequence[str]) -> Agreement:
    from eventkit.domain.namesakes import agreement

    return max((agreement(name, other) for name in names for other in others), default=Agreement.LIKELY)


def _names_of(arrival: Arrival) -> list[str]:
    return [arrival.person.name, _whole(arrival.person.given, arrival.person.family)]


def _whole(given: str, family: str) -> str:
    return f"{given} {family}" if given and family else ""


def _spellings(names: Iterable[str]) -> list[str]:
    """Each name once; what is shortened only where nothing else is there."""
    found = list({key: name for name in names if (key := name_key(name))}.values())
    if len(found) <= 1:
        return found
    from eventkit.domain.namesakes import is_shortened

    return [name for name in found if not is_shortened(name)] or found
