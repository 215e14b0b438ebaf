"""Whether a card that comes in says anything that is not known: an export that is imported again does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.exchange import IncomingPerson
    from eventkit.store.arrivals import Known

_FIELDS = ("name", "given", "family", "organization", "title", "note", "birthday")
_SAYS_NOTHING = frozenset({"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "X-EVENTKIT-UID", "KIND"})
_READ_ONCE = frozenset({"FN", "N", "ORG", "TITLE", "BDAY"})
_READ = frozenset({"NOTE", "EMAIL", "TEL", "URL", "CATEGORIES", "INTEREST", "IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE",
                   "X-ABLABEL", "X-EVENTKIT-NAME-PARTS", "X-EVENTKIT-DO-NOT-CONTACT"})  # fmt: skip  # a list of names


def says_nothing_new(arriving: IncomingPerson, known: Known, cards: Iterable[str]) -> bool:
    """Whether all that a card says stands in the person's record, or in the cards that they came with.

    For somebody whose contact points, tags and interests are known to be there.
    """
    if any(getattr(arriving, field) not in {"", getattr(known, field)} for field in _FIELDS):
        return False
    told = {bare for card in cards for _, bare in _lines(card)}
    read: set[str] = set()
    for name, bare in _lines(arriving.raw):
        if name in _SAYS_NOTHING or name in _READ or bare in told:
            continue
        if name not in _READ_ONCE or name in read:
            return False
        read.add(name)
    return True


def _lines(card: str) -> Iterator[tuple[str, str]]:
    """The name and the text of each line of a card, without its group."""
    for text in card.split("\n"):
        head = text.partition(":")[0].partition(";")[0]
        group, dot, name = head.rpartition(".")
        yield name.strip().upper(), text[len(group) + len(dot) :]
