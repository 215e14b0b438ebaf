"""In which language, and tone, somebody is written to.

The language is the first of these: a tag of theirs, as ``lang:de``; the ``LANG`` of their card (RFC 6350 section
6.4.4), the preferred one first; what ``--language`` says; the language that most sessions of the event are in; the
setting ``plugin.followup.language``; English. Where there is no template in one, the next is taken. The tone is that of
a tag, as ``tone:formal``; what ``--tone`` says; the setting ``plugin.followup.tone``; informal.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from eventkit.api import InputError, UsageError, parse_line
from eventkit_followup.settings import settings_of, text_setting
from eventkit_followup.templating.headers import TONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.api import App, Person, Session

_TAG = re.compile(r"(?:lang|language)[:=]\s*(.+)", re.IGNORECASE)
_TONE = re.compile(r"tone[:=]\s*(formal|informal)", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_LINE = re.compile(r"^(?:[\w-]+\.)?LANG[;:].*$", re.IGNORECASE | re.MULTILINE)
_NAMES = {
    "en": "english englisch anglais inglés ingles",
    "de": "german deutsch allemand alemán aleman",
    "fr": "french französisch franzoesisch français francais francés frances",
    "es": "spanish spanisch espagnol español espanol castellano",
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split()}
_LEAST = 50
"""The preference (RFC 6350 section 5.3) of a language that says none."""


class Languages:
    """The languages and the tone for one run."""

    def __init__(self, app: App, sessions: Iterable[Session] = (), *, language: str = "", tone: str = "") -> None:
        """Take what the options say; raises ``UsageError`` for no language, ``InputError`` for such a setting."""
        settings = settings_of(app)
        if language and not language_code(language):
            message = f"--language: {language!r} is no language; give one as de or pt-br"
            raise UsageError(message)
        chosen = text_setting(app, "language", settings)
        self._tone = tone or text_setting(app, "tone", settings) or "informal"
        if (chosen and not language_code(chosen)) or self._tone not in TONES:
            file = app.paths.config / "config.toml"
            message = f"{file}: plugin.followup needs a language as de, and the tone formal or informal"
            raise InputError(message)
        codes = (language_code(language), _most_spoken(sessions), language_code(chosen), "en")
        self._fallbacks = tuple(dict.fromkeys(filter(None, codes)))

    def of(self, person: Person, card: str = "") -> tuple[str, ...]:
        """The languages that somebody can be written to in, the best first."""
        if not (person.tags or card):
            return self._fallbacks
        return tuple(dict.fromkeys((*_own(person, card), *self._fallbacks)))

    def tone_for(self, person: Person) -> str:
        """The tone for somebody."""
        if not person.tags:
            return self._tone
        tags = filter(None, (_TONE.fullmatch(tag.strip()) for tag in person.tags))
        return next((tag[1].lower() for tag in tags), self._tone)


def language_code(text: str) -> str:
    """The code of a language, by its code or its name; empty where it is none that we know."""
    told = text.strip().lower().replace("_", "-")
    return _BY_NAME.get(told) or (told if _CODE.fullmatch(told) else "")


def _own(person: Person, card: str) -> Sequence[str]:
    tagged = [language_code(found[1]) for found in map(_TAG.fullmatch, person.tags) if found]
    return [code for code in (*tagged, *(_of_card(card) if card else ())) if code]


def _of_card(card: str) -> list[str]:
    """The languages of a card, by preference."""
    found = []
    for text in _LINE.findall(card):
        line = parse_line(text.strip().encode())
        if line is not None:
            preferred = line.param("PREF") or ""
            found.append((int(preferred) if preferred.isdecimal() else _LEAST, language_code(line.value)))
    return [code for _, code in sorted(found, key=lambda pair: pair[0])]


def _most_spoken(sessions: Iterable[Session]) -> str:
    """The language that more than half of an agenda's talks say they are in; one that names a few is no sign."""
    talks = (session for session in sessions if session.kind == "session")
    told = Counter(language_code(talk.language).partition("-")[0] for talk in talks)
    [(code, count)] = told.most_common(1) or [("", 0)]
    return code if count * 2 > told.total() else ""
