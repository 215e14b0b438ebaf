"""The messages of LinkedIn: a line for each, out of which those come that one wrote with.

``CONVERSATION ID, CONVERSATION TITLE, FROM, SENDER PROFILE URL, TO, RECIPIENT PROFILE URLS, DATE, SUBJECT, CONTENT``;
older exports lack the recipients' addresses. What was written stays in the file: a card may be handed on.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import ContactPoint, IncomingPerson, Problem, Reading, one_line
from eventkit_tables.cards import card

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

READER = "messages1"
"""Stands before each digest: a reader that reads more gets another name."""

_NEEDED = {"conversation id", "from", "to", "sender profile url"}
_NOBODY = {"", "linkedin member", "linkedin"}


class _Met(NamedTuple):
    line: int
    name: str
    address: str


def is_messages(headings: Sequence[str]) -> bool:
    """Whether these are the headings of LinkedIn's messages."""
    return {heading.casefold() for heading in headings} >= _NEEDED


def read_messages(
    headings: Sequence[str],
    rows: Iterable[tuple[int, list[str]]],
    problems: list[Problem],
    known: Collection[str] = frozenset(),
) -> Reading:
    """Who is in the conversations beside the user, who is in all of them; each with the address of their page."""
    place = {heading.casefold(): number for number, heading in enumerate(headings)}
    met: dict[str, _Met] = {}
    conversations: dict[str, set[str]] = {}
    for line, row in rows:
        if len(row) < len(headings):
            problems.append(Problem(line, f"has {len(row)} cells where the heading has {len(headings)}"))
            continue
        names = [(one_line(row[place["from"]]), row[place["sender profile url"]].strip())]
        others = [one_line(name) for name in row[place["to"]].split(",")]
        addresses = row[place["recipient profile urls"]].split(",") if "recipient profile urls" in place else []
        if len(addresses) != len(others):
            addresses = [""] * len(others)
        names += zip(others, map(str.strip, addresses), strict=True)
        for name, address in names:
            key = name.casefold()
            if key in _NOBODY:
                continue
            conversations.setdefault(row[place["conversation id"]], set()).add(key)
            if key not in met or (address and not met[key].address):
                met[key] = _Met(met[key].line if key in met else line, name, address)
    mine = _owner(conversations)
    people = [_person(one) for key, one in met.items() if key != mine]
    unchanged = [person.digest for person in people if person.digest in known]
    people = [person for person in people if person.digest not in known]
    return Reading(people=people, unchanged=unchanged, problems=problems)


def _owner(conversations: dict[str, set[str]]) -> str:
    """The user is in every conversation; of one conversation alone, nobody can tell."""
    counts = Counter(name for names in conversations.values() for name in names)
    in_all = [name for name, count in counts.items() if count == len(conversations)]
    return in_all[0] if len(in_all) == 1 and len(conversations) > 1 else ""


def _person(met: _Met) -> IncomingPerson:
    points = (ContactPoint(kind="url", value=met.address),) if met.address else ()
    uid = met.address or met.name
    digest = blake2b(f"{met.name}\n{met.address}".encode("utf-8", "replace"), digest_size=16).hexdigest()
    return IncomingPerson(
        name=met.name,
        contact_points=points,
        role="",
        uid=uid,
        digest=f"{READER}:{digest}",
        raw=card(met.name, uid, ()),
        line=met.line,
    )
