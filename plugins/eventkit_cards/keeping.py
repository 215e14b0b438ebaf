"""A person as a card again: the text of the card that they came with, and only what they changed is another.

Lines that eventkit does not understand come back as they were, in their order. So do those that it understands and
whose value the person still has, with their group, their parameters and their letters. A field that was changed
replaces its own line, a value that was removed takes its line along, and what is new stands at the end. Of several
cards the oldest is the one that is kept so; the others add what they say beyond what eventkit understands, each once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import escape, one_line
from eventkit_cards.card_texts import CardText, is_about, uid_line
from eventkit_cards.kept_values import settle_points, settle_words
from eventkit_cards.own_lines import birthday_line, escaped, name_value, note_text
from eventkit_cards.structured import raw_parts
from eventkit_cards.understanding import DO_NOT_CONTACT, LASTING_UID, WHOLE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eventkit.api import ExportContext, Person
    from eventkit_cards.understanding import Card

_ONCE = {"VERSION", "PROFILE", "PRODID", "REV", "UID", "KIND", "GENDER", "ANNIVERSARY", "BDAY", "N", "X-ABUID",
         "X-ABSHOWAS"}  # fmt: skip  # a list of names
"""What a card has once (RFC 6350 section 3.3): of several cards, the oldest says it."""

_LASTING = 16
"""A UID of so many characters is given to nobody else."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A card in the making: the oldest card's text, and what stands before and after its lines."""

    person: Person
    version: str
    base: CardText
    others: Sequence[CardText]
    context: ExportContext
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    items: int = 0
    is_derived: bool = False
    """Whether the parts of the name are made from the whole of it, which has to be said."""

    def next_item(self) -> str:
        """A group that no line has yet."""
        self.items += 1
        return f"item{self.items}"


def card_lines(
    person: Person,
    cards: Sequence[str],
    context: ExportContext,
    *,
    version: str = "3.0",
    uid: Callable[[str], str],
    lasting: str = "",
) -> list[str]:
    """The lines of a person's card, unfolded, from the texts of the cards that they came with, the oldest first.

    ``uid`` is told the UID of those cards, which may be empty, and answers with the one to write. ``lasting`` stands
    beside one that is so short that others may have it as well.
    """
    base, *others = [CardText(text, version) for text in cards] or [CardText("", version)]
    draft = Draft(person=person, version=version, base=base, others=others, context=context, items=base.highest_item())
    _settle_name(draft)
    _settle(draft, "FN", lambda card: card.text("FN"), one_line(person.name), draft.first)
    _settle(draft, "ORG", _organization, one_line(person.organization), draft.last)
    _settle(draft, "TITLE", lambda card: card.text("TITLE"), one_line(person.title), draft.last)
    settle_points(draft)
    _settle_birthday(draft)
    _settle_note(draft)
    settle_words(draft, "INTEREST", person.interests)
    settle_words(draft, "CATEGORIES", person.tags)
    if draft.is_derived:
        draft.last.append(f"{WHOLE_NAME}:derived")
    _settle_flag(draft)
    _settle_uid(draft, uid, lasting)
    written = list(base.written())
    return [
        "BEGIN:VCARD",
        base.version_line(),
        *_kind(draft),
        *draft.first,
        *written,
        *_lines_of_others(draft, written),
        *draft.last,
        "END:VCARD",
    ]


def _settle(draft: Draft, name: str, said: Callable[[Card], str], wanted: str, place: list[str]) -> None:
    """See that the line of that name says what the person has; a new one goes to its ``place``."""
    base = draft.base
    line = base.first(name)
    if said(base.card) == wanted:
        return
    text = next(
        (other.ungrouped(other.card.told_by[name]) for other in draft.others if said(other.card) == wanted),
        f"{name}:{escape(wanted)}",
    )
    if line is None:
        place.append(text)
    elif wanted:
        base.put(line, text)
    else:
        base.leave_out(line)


def _settle_name(draft: Draft) -> None:
    """N, which 3.0 wants to have; where nobody told the parts of a name, they are made from the whole of it."""
    person, base, card = draft.person, draft.base, draft.base.card
    wanted = (one_line(person.given), one_line(person.family))
    line, marker = base.first("N"), card.told_by.get(WHOLE_NAME)
    if card.given_and_family == wanted:
        as_it_was = marker is None or card.text("FN") == one_line(person.name)
        if any(wanted) or (line is not None and as_it_was) or (line is None and draft.version != "3.0"):
            return
    text = f"N:{name_value(person)}"
    if any(wanted):
        telling = [other for other in draft.others if other.card.given_and_family == wanted]
        if telling:
            text = telling[0].ungrouped(telling[0].card.told_by["N"])
        elif line is not None and marker is None:  # further names, and what goes before and after them
            further = [part.replace("\r\n", "\n").replace("\n", "\\n") for part in raw_parts(line.value, ";")[2:]]
            text = "N:" + ";".join([escaped(person.family), escaped(person.given), *further])
        if marker is not None:
            base.leave_out(marker)
    elif marker is None and not person.is_me:  # my card goes to others, whom this tells nothing
        draft.is_derived = True
    if line is None:
        draft.first.append(text)
    else:
        base.put(line, text)


def _settle_birthday(draft: Draft) -> None:
    base, wanted = draft.base, one_line(draft.person.birthday)
    line = base.first("BDAY")
    if base.card.text("BDAY") == wanted:
        return
    if not wanted and line is not None:
        base.leave_out(line)
    elif line is not None:
        base.put(line, birthday_line(draft.person, draft.version))
    else:
        draft.last.append(birthday_line(draft.person, draft.version))


def _settle_note(draft: Draft) -> None:
    """NOTE; several are one note, and when that was changed, the first of them."""
    base, wanted = draft.base, note_text(draft.person)
    if base.card.note == wanted:
        return
    lines = [line for line, _ in base.card.notes] or [line for line in base.lines if line.name == "NOTE"][:1]
    if not lines and wanted:
        draft.last.append(f"NOTE:{escape(wanted)}")
    for line in lines[:1] if wanted else ():
        base.put(line, f"NOTE:{escape(wanted)}")
    for line in lines[1:] if wanted else lines:
        base.leave_out(line)


def _settle_flag(draft: Draft) -> None:
    line = draft.base.card.told_by.get(DO_NOT_CONTACT)
    said = draft.base.card.text(DO_NOT_CONTACT).casefold() == "true"
    if draft.person.do_not_contact and not said:
        draft.last.append(f"{DO_NOT_CONTACT}:true")
    if line is not None and (said is not draft.person.do_not_contact or not said):
        draft.base.leave_out(line)


def _settle_uid(draft: Draft, uid: Callable[[str], str], lasting: str) -> None:
    """UID: that of the oldest card that has one, unless another is wanted."""
    base = draft.base
    telling = [card for card in (base, *draft.others) if card.card.text("UID")]
    own = telling[0].card.text("UID") if telling else ""
    wanted = uid(own)
    line = base.first("UID")
    if 0 < len(wanted) < _LASTING and lasting and not base.card.text(LASTING_UID):
        draft.last.append(f"{LASTING_UID}:{lasting}")
    if not wanted or (telling and telling[0] is base and wanted == own):
        return
    if line is None:
        draft.last.append(uid_line(wanted, draft.version))
    else:
        base.put(line, uid_line(wanted, draft.version))


def _kind(draft: Draft) -> Iterator[str]:
    """KIND of vCard 4.0, where no card of that version leaves it unsaid."""
    base = draft.base
    told = {line.name for line in base.lines}
    if draft.version == "3.0" or base.is_of_its_version or told & {"KIND", "X-ADDRESSBOOKSERVER-KIND"}:
        return
    person = draft.person
    is_organization = person.name == person.organization and not (person.given or person.family)
    yield f"KIND:{'org' if is_organization else 'individual'}"


def _lines_of_others(draft: Draft, written: Sequence[str]) -> Iterator[str]:
    """What the other cards say beyond what eventkit understands, each once; the lines of a group stay together."""
    there = {_without_group(text) for text in written}
    for other in draft.others:
        card = other.card
        understood = {id(line) for name, line in card.told_by.items() if name != "NICKNAME"}
        understood |= {id(line) for line, _ in [*card.notes, *card.words]} | {id(line) for _, _, line in card.points}
        for line in other.lines:
            if id(line) in understood or line.name in _ONCE or is_about(line) or not line.value.strip():
                continue
            text = other.ungrouped(line)
            if text in there:
                continue
            there.add(text)
            texts = [other.ungrouped(one) for one in other.group_of(line)]
            item = f"{draft.next_item()}." if line.group else ""
            yield from (f"{item}{text}" for text in texts)


def _organization(card: Card) -> str:
    return card.organization[0] if card.organization else ""


def _without_group(text: str) -> str:
    head, dot, rest = text.partition(".")
    return rest if dot and head.replace("-", "").isalnum() else text
