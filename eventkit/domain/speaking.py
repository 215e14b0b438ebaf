"""Who is meant by a speaker's name, and what the user's word on a doubtful one is worth."""

from __future__ import annotations

from typing import Literal, NamedTuple

Verdict = Literal["", "yes", "no", "yes too", "no too", "added", "removed"]
"""The user's word on a speaker of a session.

Empty while it is waited for. ``yes`` and ``no`` are answers to a doubt; ``yes too`` and ``no too`` follow from the
answer to the same name at the same event. ``added`` and ``removed`` are corrections by hand, of one session.
"""

SPEAKS = frozenset({"yes", "yes too", "added"})
SPEAKS_NOT = frozenset({"no", "no too", "removed"})
OWN_WORD = frozenset({"yes", "no", "added", "removed"})
"""What the user said of the very session: it stays whatever the source says later."""

_NOBODY = frozenset(
    {
        *("tba", "tbc", "tbd", "tdb", "to be announced", "to be confirmed", "to be decided", "to be defined"),
        *("to be determined", "coming soon", "n a", "na", "nn", "n n", "none", "nobody", "no one", "noone", "null"),
        *("unknown", "unknown speaker", "anonymous", "various", "various speakers", "various artists", "several"),
        *("several speakers", "multiple speakers", "speaker", "speakers", "all speakers", "all", "everyone"),
        *("everybody", "guest speaker", "mystery guest", "mystery speaker", "surprise guest", "special guest"),
        *("noch offen", "offen", "wird noch bekanntgegeben", "wird noch bekannt gegeben", "folgt", "unbekannt"),
        *("niemand", "alle", "diverse", "verschiedene", "a confirmer", "a definir", "a venir", "inconnu"),
        *("por confirmar", "por anunciar", "por definir", "da definire", "da confermare", "a confirmar", "desconocido"),
        *("nader te bepalen", "onbekend", "未定", "調整中", "待定", "미정"),
    }
)


class Doubt(NamedTuple):
    """A name that may be a speaker's, in one session; ``verdict`` is the user's word on it."""

    id: int
    session_id: int
    name: str
    email: str
    organization: str
    confidence: int
    why: str
    verdict: Verdict


def is_nobody(key: str) -> bool:
    """Whether a folded name stands for no person, as "tba" does, or has no letter in it."""
    words = " ".join(key.replace(".", " ").replace("-", " ").split())
    return bool(_NOBODY & {words, key.replace(".", "")}) or not any(character.isalpha() for character in words)
