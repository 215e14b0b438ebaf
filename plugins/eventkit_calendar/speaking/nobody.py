"""What stands where a name would, and says that there is none, or none yet."""

# ruff: noqa: RUF001, SIM905  # the letters that names are written with; a list of words reads better as a text

from __future__ import annotations

import re
from functools import lru_cache

from eventkit_calendar.patterns import lazily

_NOBODY = frozenset(
    "tba tbd tbc tbh nn n.n n.n. n/a na none nobody nemo unknown unbekannt various varia several multiple many "
    "everyone everybody all alle alla todos tous tutti allen anyone anybody you us we organizer organizers organiser "
    "organisers orga organisation staff team crew community speakers speaker presenter presenters moderator panel "
    "panelists host hosts guest guests attendees participants members volunteers sponsors sponsor guest anonymous "
    "anonym anonyme anónimo diverse divers verschiedene mehrere noch offen folgt gäste publikum vacant open "
    "未定 調整中 待定 미정 नहीं".split()
)
_BEGINNINGS = frozenset(
    "to various several multiple different many guest local invited all our your the more wird noch verschiedene "
    "diverse mehrere alle divers plusieurs por varios diversos diversi vari da a n n. nn nn. n.n n.n. coming not you "
    "see siehe voir nog volgt à différents vários".split()
)
"""The first words of the phrases, of those that do not begin with whatever it is that is a team."""

_NOBODY_PHRASE = lazily(
    r"^(?:to be (?:announced|determined|confirmed|decided|defined)|(?:various|several|multiple|different|many|guest"
    r"|local|invited|all|our|your|the|more) (?:speakers?|presenters?|artists?|people|authors?|hosts?"
    r"|panelists?|members?"
    r"|guests?|organi[sz]ers?|team|attendees?|participants?)|wird noch .*|noch nicht .*|(?:verschiedene|diverse|mehrere"
    r"|alle) \w+(?: \w+)?|à (?:venir|confirmer|définir|préciser)|(?:divers|plusieurs|différents) \w+|por (?:confirmar"
    r"|definir|anunciar)|(?:varios|diversos|vários|diversi|vari) \w+|da (?:confermare|definire)|a (?:confirmar|definir)"
    r"|n\.? ?n\.?|coming soon|not (?:yet )?(?:announced|known|confirmed)|you and .*|(?:see|siehe|voir) .*"
    r"|.* (?:team|crew)"
    r"|nog (?:niet )?bekend.*|volgt(?: nog)?)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # a text that may be a name is looked at in several ways
def is_nobody(text: str) -> bool:
    """Whether a text stands where a name would, and says that there is none (yet)."""
    plain = text.strip(" .?!()[]-–—*").lower()
    if not plain or plain in _NOBODY:
        return True
    beginning = next(iter(plain.split(None, 1)), "")
    if beginning not in _BEGINNINGS and " team" not in plain and " crew" not in plain:
        return False
    return _NOBODY_PHRASE().match(plain) is not None
