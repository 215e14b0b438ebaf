"""Making many letters in two processes, each on a core of its own; what the second one makes is equal in every byte."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from eventkit_followup.drafts.composing import Made
from eventkit_followup.drafts.outcome import Skipped
from eventkit_followup.drafts.second_process import SecondProcess, is_possible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eventkit_followup.drafts.composing import Composer
    from eventkit_followup.drafts.selecting import Candidate

_MANY = 1_000
"""So many letters are worth it."""

_END, _TEXTS = b"\0", 5
"""What ends each of the texts that stand before a letter, and how many those are."""


def letters_to(
    composer: Composer, candidates: Sequence[Candidate], *, here: float
) -> Iterator[tuple[Made, bytes] | Skipped]:
    """The letter to each, or why there is none.

    This process makes the part ``here`` of them, the first ones, as it has other things to do with each of them. It
    also makes what the other did not, so that what is wrong is told by this one, and told once.
    """
    wanted = [candidate for candidate in candidates if not candidate.reason]
    if len(wanted) < _MANY or not is_possible() or not composer.read_all(wanted):
        yield from composer.made(candidates)
        return
    yield from composer.made([candidate for candidate in candidates if candidate.reason])
    first = int(len(wanted) * here)
    theirs = wanted[first:]
    with SecondProcess(lambda: _packed(composer.made(theirs))) as second:
        yield from composer.made(wanted[:first])
        left = iter(theirs)
        unmade: list[Candidate] = []
        for piece in second.pieces():
            key, *texts, data = piece.split(_END, _TEXTS)
            for candidate in left:
                if candidate.key.encode() == key:
                    break
                unmade.append(candidate)
            template, language, address, why = (text.decode() for text in texts)
            yield Made(candidate, template, language, address, why), data
        yield from composer.made(chain(unmade, left))


def _packed(letters: Iterable[tuple[Made, bytes] | Skipped]) -> Iterator[bytes]:
    """Each letter in one piece, with whose it is; those that could not be made are left out."""
    for letter in letters:
        if isinstance(letter, Skipped):
            continue
        made, data = letter
        texts = "".join(f"{text}\0" for text in (made.candidate.key, *made[1:]))
        if texts.count("\0") == _TEXTS:
            yield texts.encode() + data
