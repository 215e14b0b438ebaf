"""People as vCards: 3.0, the version that every phone reads, or 4.0; for a file, for a folder, and for a QR code."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from eventkit.api import ExportContext, escape, fold, one_line, profile_address
from eventkit_cards.own_lines import birthday_line, escaped, name_value, note_text, point_lines
from eventkit_cards.platforms import as_handle, known_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App, Person, PersonToExport
    from eventkit_cards.own_lines import Profile


def vcard(person: Person, *, profile: Profile = known_profile, version: str = "3.0") -> str:
    """A person as a card for a QR code, unfolded; no field can add a line of its own.

    It is without tags and interests, which are for one's own eyes, and without labels in words: readers on phones do
    not know lines in groups. ``profile`` gives the address of a handle on a platform.
    """
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"N:{name_value(person)}",
        f"FN:{escaped(person.name)}",
        f"ORG:{escaped(person.organization)}" if one_line(person.organization) else "",
        f"TITLE:{escaped(person.title)}" if one_line(person.title) else "",
        *(line for point in person.contact_points for line in point_lines(point, version=version, profile=profile)),
        birthday_line(person, version),
        f"NOTE:{escape(note)}" if (note := note_text(person)) else "",
        "END:VCARD",
    ]
    return "".join(f"{line}\r\n" for line in lines if line)


def payload(app: App, person: Person) -> str:
    """The card that goes into a QR code."""
    return vcard(person, profile=partial(profile_address, app))


def vcard_file(
    person: Person,
    cards: Sequence[str] = (),
    *,
    context: ExportContext | None = None,
    version: str = "3.0",
    uid: Callable[[str], str] = lambda own: own,
    lasting: str = "",
) -> bytes:
    """A person as a card for a file, folded, with CRLF at each line end; see ``card_lines``."""
    from eventkit_cards.keeping import card_lines  # a code does without

    context = context or ExportContext(now=datetime.min, profile=known_profile, as_kept=as_handle)  # noqa: DTZ901  # no card says when it was written
    lines = card_lines(person, cards, context, version=version, uid=uid, lasting=lasting)
    return "".join(f"{fold(line)}\r\n" for line in lines).encode("utf-8", "replace")


def write_people(records: Sequence[PersonToExport], context: ExportContext, *, version: str = "3.0") -> bytes:
    """A file of cards."""
    return b"".join(card for _, card in _cards(records, context, version))


def write_people_files(
    records: Sequence[PersonToExport], context: ExportContext, *, version: str = "3.0"
) -> dict[str, bytes]:
    """A file for each card, by its name, which is made from the card's UID as in a vdir."""
    from eventkit_cards.folders import file_names  # only a folder needs it

    written = _cards(records, context, version)
    return dict(zip(file_names([uid for uid, _ in written]), (card for _, card in written), strict=True))


def _cards(records: Sequence[PersonToExport], context: ExportContext, version: str) -> list[tuple[str, bytes]]:
    """The cards, each with its UID, which no other has: two that came with the same one are told apart again."""
    taken: set[str] = set()
    written = []
    for record in records:
        given: list[str] = []

        def uid(own: str, record: PersonToExport = record, given: list[str] = given) -> str:
            given.append(own if own and own not in taken else record.uid)
            return given[0]

        cards = record.cards or ((record.raw,) if record.raw else ())
        card = vcard_file(record.person, cards, context=context, version=version, uid=uid, lasting=record.uid)
        taken.add(given[0])
        written.append((given[0], card))
    return written
