"""Texts of QR codes to people: what a code holds, and taking the cards among them in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eventkit.api import NotFoundError, ReadContext, my_card, take_in
from eventkit_cards import mecard
from eventkit_cards.plugin import sniff
from eventkit_cards.reading import read
from eventkit_cards.writing import payload as own_payload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App, Event, IncomingPerson

SOURCE = "scan"
"""Where scanned cards come from: the same card from another picture is the same card."""

_KINDS = (
    (("http://", "https://", "www."), "url"),
    (("mailto:", "matmsg:"), "email"),
    (("tel:",), "phone"),
    (("sms:", "smsto:"), "sms"),
    (("geo:",), "place"),
    (("wifi:",), "wifi"),
    (("begin:vcalendar", "begin:vevent"), "calendar"),
)
NOT_CONFIRMED = "needs --yes"
_DONE = {"added": "added", "updated": "updated", "unchanged": "unchanged"}
_PLANNED = {"added": "would add", "updated": "would update", "unchanged": "unchanged"}


@dataclass(slots=True, kw_only=True)
class Scanned:
    """A card, or another text, that a code in a picture holds, and what became of it."""

    file: str
    payload: str
    kind: str
    person: IncomingPerson | None = None
    action: str = "not a card"
    problem: str = ""


def recognise(file: str, payload: str) -> list[Scanned]:
    """What a code holds: each card in it, or the one thing that it is instead."""
    if payload[: len(mecard.PREFIX)].upper() == mecard.PREFIX:
        person = mecard.person_of(payload)
        return [_card(file, payload, "mecard", person, "" if person else "it names nobody")]
    if sniff(payload.encode(), ""):
        reading = read(payload.encode(), ReadContext(file=file))
        problem = "; ".join(f"line {found.line}: {found.reason}" for found in reading.problems)
        people = [_card(file, payload, "vcard", person, problem) for person in reading.people]
        return people or [_card(file, payload, "vcard", None, problem)]
    lowered = payload.lstrip().casefold()
    kind = next((kind for starts, kind in _KINDS if lowered.startswith(starts)), "text")
    return [Scanned(file=file, payload=payload, kind=kind)]


def take(
    app: App,
    found: Sequence[Scanned],
    *,
    pictures: int,
    event: Event | None,
    confirm: Callable[[Scanned], bool],
    dry_run: bool,
) -> None:
    """Take in the cards that are confirmed, in one change; each is told what became of it.

    ``confirm`` is asked of every card that would change something; the user's own card changes nothing.
    """
    label = f"scan {pictures} {'picture' if pictures == 1 else 'pictures'}"
    mine = _own(app)
    cards = [card for card in found if card.person is not None]
    for card in cards:
        card.action = "unchanged"
    others = [card for card in cards if card.payload != mine]
    _take_in(app, label, others, event, dry_run=True)
    if dry_run:
        return
    accepted, declined = [], False
    for card in others:
        if (card.action == "unchanged" and not declined) or confirm(card):
            accepted.append(card)
        else:  # whatever rested on this card has to be asked for as well
            card.action, declined = NOT_CONFIRMED, True
    _take_in(app, label, accepted, event, dry_run=False)


def _take_in(app: App, label: str, cards: Sequence[Scanned], event: Event | None, *, dry_run: bool) -> None:
    people = [card.person for card in cards if card.person is not None]
    if not people:
        return
    with app.store.change(label, dry_run=dry_run) as change:
        # one at a time, so that each knows those before it: the same card may be in two pictures
        items = [item for one in people for item in take_in(app, change, [one], source=SOURCE, event=event)]
    words = _PLANNED if dry_run else _DONE
    for card, item in zip(cards, items, strict=True):
        card.action = words[item.kind]


def _card(file: str, payload: str, kind: str, person: IncomingPerson | None, problem: str) -> Scanned:
    """A card; one without a UID goes by its digest, so that to scan it again changes nothing."""
    named = replace(person, uid=person.uid or person.digest) if person else None
    return Scanned(file=file, payload=payload, kind=kind, person=named, problem=problem)


def _own(app: App) -> str:
    """What the user's own code says; empty where there is none."""
    try:
        return own_payload(app, my_card(app))
    except NotFoundError:
        return ""
