"""Writing down who came in: who is known is enriched and never overwritten, who is new is added."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.domain.identity import is_email
from eventkit.domain.text import fold, storable
from eventkit.services.import_results import ItemChange
from eventkit.services.known_cards import says_nothing_new
from eventkit.store.arrivals import CARD, LABEL, PERSON, POINT
from eventkit.store.people import SEARCHED, folded, with_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.exchange import IncomingPerson
    from eventkit.services.arriving_people import Arrival
    from eventkit.services.person_matching import Matching
    from eventkit.store.changes import Change

    Row = tuple[Any, ...]
    Field = tuple[str, str, str]

_FILLED = (*SEARCHED[1:], "birthday")
"""Fields that are filled where they are empty, and else left as they are; the first two are parts of the name."""
_PARTS = 2


class Writing:
    """The rows of everybody who came in, written table by table."""

    def __init__(self, app: App, change: Change, arrivals: Sequence[Arrival], matching: Matching) -> None:
        """Add who is new, and fill what is empty in the records of those who are known."""
        self._store = app.store
        self._change = change
        self._arrivals = arrivals
        self._matching = matching
        self._filled: dict[int, list[Field]] = {}
        """What each arrival, by its number, brought that was not there."""
        self._firsts: set[int] = set()
        self._cards: dict[int, tuple[str, ...]] = {}
        newcomers = matching.newcomers
        self.ids = self._add(newcomers)
        """The numbers of the people that the targets of the new have become."""
        self._known = {person for person in matching.targets if person > 0 and not matching.known[person].is_me}
        self._everybody = self._placed(newcomers)
        self._enrich()

    def person_of(self, target: int) -> int:
        """The number of the person that a target is."""
        return target if target > 0 else self.ids[target]

    def write(self, *, source: str, event: Event | None, named: Mapping[str, Event]) -> list[ItemChange]:
        """Write down everything else; one item for each arrival, ``added``, ``updated`` or ``unchanged``.

        They attend ``event``, and those that the records name, of ``named`` by slug.
        """
        self._add_points()
        self._add_labels()
        if event or named:
            self._attend(event, named)
        self._keep_cards(source)
        return [self._item(number, arrival) for number, arrival in enumerate(self._arrivals)]

    def _item(self, number: int, arrival: Arrival) -> ItemChange:
        person = self.person_of(self._matching.targets[number])
        if number in self._firsts:
            return ItemChange("added", person, arrival.person.name)
        fields = self._filled.get(number)
        if fields is None:
            return ItemChange("unchanged", person, arrival.person.name)
        return ItemChange("updated", person, arrival.person.name, tuple(field for field in fields if field[0]))

    def _brought(self, number: int, field: str = "", before: str = "", after: str = "") -> None:
        """Note that an arrival brought something; without a field, something that is not shown."""
        self._filled.setdefault(number, []).append((field, before, after))

    # --- records --------------------------------------------------------------------------------------

    def _add(self, newcomers: dict[int, list[int]]) -> dict[int, int]:
        rows = []
        for slot in newcomers.values():
            first = self._arrivals[slot[0]]
            self._firsts.add(slot[0])
            if len(slot) == 1:
                rows.append(_row(first.person, first.name))
                continue
            values = {name: getattr(first.person, name) for name in ("name", *_FILLED)}
            values["do_not_contact"] = first.person.do_not_contact
            for number in slot[1:]:
                self._fill(values, number)
            keyed = with_keys({**values, "contact": True, "is_me": False})
            rows.append(tuple([keyed[column] for column in PERSON]))
        ids = self._store.arrivals.add(self._change, "person", PERSON, rows)
        return dict(zip(newcomers, ids, strict=True))

    def _enrich(self) -> None:
        values: dict[int, dict[str, Any]] = {}
        for number, person in enumerate(self._matching.targets):
            if person in self._known:
                if person not in values:
                    known = self._matching.known[person]
                    values[person] = {name: getattr(known, name) for name in ("name", *_FILLED)}
                    values[person] |= {"do_not_contact": bool(known.do_not_contact), "contact": bool(known.contact)}
                self._fill(values[person], number)
        changed = {
            person: with_keys(new)
            for person, new in values.items()
            if any(new[name] != getattr(self._matching.known[person], name) for name in new)
        }
        self._store.arrivals.update(self._change, "person", changed)

    def _fill(self, values: dict[str, Any], number: int) -> None:
        """Fill what is empty of a record; a name that is only an address gives way, and someone listed is a contact."""
        arriving = self._arrivals[number].person
        if _is_no_name(values["name"]) and not _is_no_name(arriving.name):
            self._brought(number, "name", values["name"], arriving.name)
            values["name"] = arriving.name
        filled = _FILLED if _are_parts(arriving, values) else _FILLED[_PARTS:]
        for name in filled:
            value = getattr(arriving, name)
            if value and not values[name]:
                values[name] = value
                self._brought(number, name, "", value)
        if arriving.do_not_contact and not values["do_not_contact"]:
            values["do_not_contact"] = True
            self._brought(number, "do not contact", "", "yes")
        if not values.get("contact", True):
            values["contact"] = True
            self._brought(number)

    # --- what belongs to them -------------------------------------------------------------------------

    def _placed(self, newcomers: dict[int, list[int]]) -> list[tuple[int, Arrival, int, bool]]:
        """Each arrival but the user, with its number and the person's, and whether nothing else is of that person."""
        alone = {slot[0] for slot in newcomers.values() if len(slot) == 1}
        return [
            (number, arrival, self.person_of(target), number in alone)
            for number, (arrival, target) in enumerate(zip(self._arrivals, self._matching.targets, strict=True))
            if target < 0 or target in self._known
        ]

    def _add_points(self) -> None:
        there = self._store.arrivals.there("contact_point", "kind, normal", self._known)
        rows: list[Row] = []
        for number, arrival, person, alone in self._everybody:
            for point, normal, identifies in arrival.points:
                kind = point.kind
                if not alone:
                    if (person, kind, normal) in there:
                        continue
                    there.add((person, kind, normal))
                    self._brought(number, kind, "", point.value)
                rows.append((person, kind, point.value, normal, point.platform, point.label, identifies))
        self._store.arrivals.add(self._change, "contact_point", POINT, rows)

    def _add_labels(self) -> None:
        there: set[Row] | None = None
        rows: list[Row] = []
        for number, arrival, person, _ in self._everybody:
            tags, interests = arrival.person.tags, arrival.person.interests
            if not tags and not interests:
                continue
            if there is None:
                there = self._store.arrivals.there("label", "kind, value_key", self._known)
            for kind, values in (("tag", tags), ("interest", interests)):
                for value in values:
                    key = fold(value)
                    if key and (person, kind, key) not in there:
                        there.add((person, kind, key))
                        rows.append((person, kind, value, key))
                        self._brought(number, kind, "", value)
        self._store.arrivals.add(self._change, "label", LABEL, rows)

    def _attend(self, event: Event | None, named: Mapping[str, Event]) -> None:
        """Who is on the list of an event attends it, but for those without a role; the others where they say so."""
        there: dict[int, set[tuple[int, str]]] = {}
        rows: list[Row] = []
        for number, arrival, person, _ in self._everybody:
            roles = [(named[slug], role) for slug, role in arrival.person.roles if slug in named]
            if event and arrival.person.role:
                roles.insert(0, (event, arrival.person.role))
            for attended, told in roles:
                role = storable(told)
                if attended.id not in there:
                    there[attended.id] = self._store.people.attendances(attended.id)
                if (person, role) not in there[attended.id]:
                    there[attended.id].add((person, role))
                    rows.append((person, attended.id, role))
                    self._brought(number, attended.slug, "", role)
        self._store.arrivals.add(self._change, "attendance", ("person_id", "event_id", "role"), rows)

    def _keep_cards(self, source: str) -> None:
        """Keep the text that each came with; that of a uid takes the place of the person's former one of the source."""
        uids = {arrival.person.uid for arrival in self._arrivals if arrival.person.uid}
        kept = {
            (uid, person): card
            for uid, card, person in (self._store.arrivals.cards(source) if uids else ())
            if uid in uids
        }
        there = self._store.arrivals.there("card", "digest", self._known)
        rows: list[Row] = []
        updated: dict[int, dict[str, Any]] = {}
        for number, arrival, person, alone in self._everybody:
            arriving = arrival.person
            if alone and arriving.raw and not arriving.cards:
                rows.append((person, source, arriving.uid, arriving.digest, arriving.raw))
                continue
            if not arriving.raw or (person, arriving.digest) in there:
                continue
            if (arriving.uid, person) not in kept and self._is_known(number, arriving, person):
                continue
            for raw in arriving.cards:
                digest = f"former:{blake2b(raw.encode(errors='replace'), digest_size=16).hexdigest()}"
                if (person, digest) not in there:
                    there.add((person, digest))
                    rows.append((person, source, "", digest, raw))
            if arriving.digest:
                there.add((person, arriving.digest))
            card = kept.pop((arriving.uid, person), None) if arriving.uid else None
            if card is None:
                rows.append((person, source, arriving.uid, arriving.digest, arriving.raw))
            else:
                updated[card] = {"digest": arriving.digest, "raw": arriving.raw}
        self._store.arrivals.add(self._change, "card", CARD, rows)
        self._store.arrivals.update(self._change, "card", updated)

    def _is_known(self, number: int, arriving: IncomingPerson, person: int) -> bool:
        """Whether a card says nothing that is not known, as one from an export of this home."""
        if number in self._filled or person not in self._known:
            return False
        if person not in self._cards:
            self._cards |= self._store.outgoing.cards({person for person in self._known if person not in self._cards})
        return says_nothing_new(arriving, self._matching.known[person], self._cards.get(person, ()))


def _row(person: IncomingPerson, key: str) -> Row:
    texts = (person.name, person.given, person.family, person.organization, person.title, person.note)
    return (*texts, person.birthday, *folded(texts, key), True, person.do_not_contact, False)


def _are_parts(arriving: IncomingPerson, values: dict[str, Any]) -> bool:
    """Whether somebody's given and family names are in the name of a record, or whole where it is shortened.

    To "Ada Grace" the parts "A." and "Grace" bring nothing.
    """
    words = fold(values["name"]).replace(".", " ").split()
    parts = fold(f"{arriving.given} {arriving.family}").split()
    return all(any(part == word or (len(word) == 1 and part.startswith(word)) for word in words) for part in parts)


def _is_no_name(name: str) -> bool:
    """Whether somebody is called by an address or a number, for want of a name."""
    return is_email(name) or not any(letter.isalpha() for letter in name)
