"""BIZCARD, the card of DoCoMo's phones: ``BIZCARD:N:Jane;X:Doe;T:Engineer;C:Acme;A:Street 1;B:+1…;E:jane@…;;``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_cards.mecard import fields_of, person_with

if TYPE_CHECKING:
    from eventkit.api import IncomingPerson

PREFIX = "BIZCARD:"
_AS_IN_MECARD = {"T": "TITLE", "C": "ORG", "A": "ADR", "E": "EMAIL", "B": "TEL", "M": "TEL", "F": "FAX"}


def person_of(text: str) -> IncomingPerson | None:
    """The person that a BIZCARD is of, or None where it has nothing to call them by."""
    fields = fields_of(text[len(PREFIX) :])
    given, family = (fields.get(name, [""])[0].strip() for name in ("N", "X"))
    told: dict[str, list[str]] = {"N": [f"{family},{given}" if family and given else family or given]}
    for name, values in fields.items():
        if name not in {"N", "X"}:
            told.setdefault(_AS_IN_MECARD.get(name, name), []).extend(values)
    return person_with(told, text, "bizcard1")
