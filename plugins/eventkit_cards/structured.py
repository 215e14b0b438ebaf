"""N and ORG, the lines with parts, as vobject reads them; by hand where vobject refuses.

vobject is shown these lines only, one card at a time. A card's texts are not asked of it: it cuts FN, TITLE,
NOTE and URL at the first comma without a backslash, which most programs write, and one broken photo would cost
the card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.api import one_line, split_unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ContentLine

NAME_PARTS = ("family", "given", "additional", "prefix", "suffix")


def read_parts(lines: Sequence[ContentLine]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The five parts of the first N that says something, and an organisation with its units from such an ORG."""
    shown = [line for line in lines if line.name in {"N", "ORG"}]
    names, organizations = _by_vobject(shown) or _by_hand(shown)
    name = next((parts for parts in names if any(parts)), ())
    organization = next((parts for parts in organizations if any(parts)), ())
    return (*name, "", "", "", "", "")[: len(NAME_PARTS)], tuple(part for part in organization if part)


def _by_vobject(lines: Sequence[ContentLine]) -> tuple[list[list[str]], list[list[str]]] | None:
    """Every N and every ORG in parts, or None where vobject refuses the lines or is known to read them wrong."""
    import vobject  # 80 ms, and only a card that is read needs it

    if any(_ends_within_an_escape(line.value) for line in lines):
        return None  # vobject adds the word "eof"
    text = "\n".join(["BEGIN:VCARD", "VERSION:3.0", *(line.plain() for line in lines), "END:VCARD", ""])
    try:
        found: Any = vobject.readOne(text).contents
        names = [[_joined(getattr(line.value, part), " ") for part in NAME_PARTS] for line in found.get("n", ())]
        organizations = [[_joined(part, ",") for part in line.value] for line in found.get("org", ())]
    except Exception:  # noqa: BLE001  # whatever vobject makes of a line, the line is still ours to read
        return None
    return names, organizations


def _by_hand(lines: Sequence[ContentLine]) -> tuple[list[list[str]], list[list[str]]]:
    parts = [(line.name, [one_line(part) for part in split_unescaped(line.value, ";")]) for line in lines]
    return [found for name, found in parts if name == "N"], [found for name, found in parts if name == "ORG"]


def _joined(part: object, comma: str) -> str:
    """A part as one text: vobject makes a list of one that has commas in it."""
    return one_line(comma.join(str(word) for word in part) if isinstance(part, list) else str(part))


def _ends_within_an_escape(value: str) -> bool:
    return (len(value) - len(value.rstrip("\\"))) % 2 == 1
