"""Breaks and registration, told from the sessions that one goes to by what they are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEALS = (
    "breakfast brunch lunch lunchtime dinner buffet fika apéro pause pausen kaffeepause teepause mittagspause pauze "
    "vormittagspause nachmittagspause lunchpause lunchpauze koffiepauze theepauze frühstück mittagessen abendessen "
    "déjeuner dîner goûter pausa almuerzo comida cena merienda descanso pranzo almoço intervalo frokost kaffepaus "
    "lounas kahvitauko przerwa obiad přestávka oběd перерыв обед"
)
_CUPS = "coffee tea café cafe caffè caffe kaffee koffie kaffe snack snacks"
_ARRIVALS = "checkin einlass saalöffnung türöffnung accueil émargement inloop"
_REGISTRATIONS = (
    "registration anmeldung registrierung inscription inscriptions enregistrement registro inscripción inscripcion "
    "acreditación acreditacion registrazione accredito credenciamento registratie rejestracja registrace registrering "
    "регистрация"
)
_EASTERN = re.compile("(休憩|昼休み|昼食|ランチ|午餐|茶歇|점심)|(?:受付|签到|등록)")
"""A break or registration in languages that have no blanks between words."""

_ENDS = r"\W*$|\s*[/|&+(:,-]|\s+[\u2013\u2014]"
_AND = "and|und|et|y|e|en"
_ARRIVAL = re.compile(rf"\b(?:{_ARRIVALS.replace(' ', '|')}|check-in|badge pick-?up|doors open\w*)\b|^doors\W*$")
_REGISTRATION = re.compile(
    rf"(?<!pre)(?<!pre-)\b(?:{_REGISTRATIONS.replace(' ', '|')})"
    rf"(?={_ENDS}|\s+(?:{_AND}|open\w*|clos\w*|begins|starts|desk|des|der)\b)"
)
_MEAL = re.compile(rf"\b(?:{_MEALS.replace(' ', '|')})\b")
_BREAK = re.compile(rf"\bbreaks?(?={_ENDS}|\s+(?:and|for|with|in|at)\b|\s+\d)")
_CUP = re.compile(rf"\b(?:{_CUPS.replace(' ', '|')})(?=\W*$|\s*[/&+]|\s+(?:{_AND})\b)")
_TELLING = frozenset(f"{_MEALS} {_CUPS} {_ARRIVALS} {_REGISTRATIONS} break breaks check badge doors".split())
_WORDS = re.compile(r"[^\W\d_]+")

_SHORT_TITLE = 5
"""A break has a short title: "How coffee grounds power a data centre" is a talk."""

_SHORTER_TITLE = 4


def session_kind(title: str, categories: Iterable[str] = ()) -> str:
    """Tell ``break`` and ``registration`` from a ``session``, by a short title or by a category."""
    words = title.count(" ") + 1
    kinds = {_named(category, category.count(" ") + 1) for category in categories if category}
    if words <= _SHORT_TITLE:
        kinds.add(_named(title, words))
    return "registration" if "registration" in kinds else "break" if "break" in kinds else "session"


def _named(name: str, words: int) -> str:
    name = name.lower()
    if not name.isascii():
        eastern = _EASTERN.search(name)
        if eastern:
            return "break" if eastern[1] else "registration"
    if _TELLING.isdisjoint(_WORDS.findall(name)):
        return "session"
    if _ARRIVAL.search(name) or _REGISTRATION.search(name):
        return "registration"
    if _MEAL.search(name) or _BREAK.search(name) or (words <= _SHORTER_TITLE and _CUP.search(name)):
        return "break"
    return "session"
