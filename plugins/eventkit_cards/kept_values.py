"""Of what a person has several of, the lines of a card that stay, change, go and come: addresses, tags, interests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import name_key, one_line
from eventkit_cards.own_lines import escaped, listed, point_lines, point_value
from eventkit_cards.structured import raw_parts
from eventkit_cards.understanding import LABEL, words_of
from eventkit_cards.values import LAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ContactPoint, ContentLine
    from eventkit_cards.keeping import Draft

    Key = tuple[str, str]


def settle_points(draft: Draft) -> None:
    """See that the card has the person's contact points; two of one normal form are the same."""
    wanted: dict[Key, ContactPoint] = {}
    for point in draft.person.contact_points:
        wanted.setdefault(_key(draft, draft.context.as_kept(point)), point)
    told: dict[Key, list[tuple[ContactPoint, ContentLine]]] = {}
    for _, point, line in draft.base.card.points:
        kept = draft.context.as_kept(point)
        told.setdefault(_key(draft, kept), []).append((kept, line))
    for key, lines in told.items():
        if key in wanted:
            _settle_point(draft, wanted[key], lines)
        else:
            for _, line in lines:
                draft.base.leave_out(line)
    for key, point in wanted.items():
        if key not in told:
            draft.last += _of_another_card(draft, key, point) or _own_lines(draft, point)


def settle_words(draft: Draft, name: str, wanted: Sequence[str]) -> None:
    """See that the lines of that name have the person's words; words that fold to one are the same, as in the store."""
    keys = {_word_key(word) for word in wanted}
    told: set[str] = set()
    for line, words in draft.base.card.words:
        if line.name != name:
            continue
        # what folds to nothing, as a word of nothing but pictures, is kept by the card alone
        told.update(map(_word_key, words))
        if all(_word_key(word) in keys or not name_key(word) for word in words):
            continue
        parts = raw_parts(line.value, ",") if name == "CATEGORIES" else [line.value]
        left = [part for part in parts if _is_left(line._replace(value=part), keys)]
        if left:
            draft.base.put_value(line, ",".join(left))
        else:
            draft.base.leave_out(line)
    missing = [word for word in wanted if _word_key(word) not in told]
    if name == "CATEGORIES":
        draft.last += [f"{name}:{listed(missing)}"] if missing else []
    else:
        draft.last += [f"{name}:{escaped(word)}" for word in missing]


def _settle_point(draft: Draft, wanted: ContactPoint, lines: Sequence[tuple[ContactPoint, ContentLine]]) -> None:
    """Whether the lines of a contact point say it as the person has it; else the first of them does from now on."""
    value, label = draft.context.as_kept(wanted).value, one_line(wanted.label).casefold()
    line = lines[0][1]
    if label and all(kept.label.casefold() != label for kept, _ in lines):
        draft.base.move(line, _own_lines(draft, wanted))
    elif all(kept.value != value for kept, _ in lines):
        draft.base.put_value(line, point_value(wanted, line.name, draft.context.profile))


def _own_lines(draft: Draft, point: ContactPoint) -> list[str]:
    lines = point_lines(point, version=draft.version, profile=draft.context.profile, item=f"item{draft.items + 1}")
    if len(lines) > 1:
        draft.next_item()
    return lines


def _of_another_card(draft: Draft, key: Key, wanted: ContactPoint) -> list[str]:
    """The lines of a contact point as another card has them.

    One that is preferred there is written anew: it would go before those of the oldest card.
    """
    for other in draft.others:
        for preference, point, line in other.card.points:
            kept = draft.context.as_kept(point)
            if _key(draft, kept) != key or preference != LAST or kept.value != draft.context.as_kept(wanted).value:
                continue
            if one_line(wanted.label).casefold() not in {"", kept.label.casefold()}:
                continue
            if not line.group:
                return [other.text_of(line)]
            item = draft.next_item()
            group = [line, *(one for one in other.group_of(line)[1:] if one.name == LABEL)]
            return [f"{item}.{other.ungrouped(one)}" for one in group]
    return []


def _is_left(line: ContentLine, keys: set[str]) -> bool:
    return any(_word_key(word) in keys or not name_key(word) for word in words_of(line))


def _key(draft: Draft, point: ContactPoint) -> Key:
    return point.kind, draft.context.normal_form(point)


def _word_key(word: str) -> str:
    return name_key(word) or word
