"""What a heading says: which field of a person a column holds, of which kind, and which of several."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from eventkit_tables import vocabulary

FIRST_HEADINGS = ("uid", "name", "given", "family", "organization", "title", "birthday", "do_not_contact")
"""What the heading of our own tables begins with; by these they are known."""

UNKNOWN = "column: "
"""Stands in our own tables before the heading of an unknown column that would be read as a field."""

_EXACT = re.compile(r"exact_(email|phone|url|handle)(?:_(\d{1,3}))?(_label)?(?::(.*))?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LABEL_WORDS = {"label", "type", "typ", "tipo", "service", "etiquette"}
_ONE_WORD = {"email", "emails", "emailadresse", "website", "websites", "webpage", "webseite", "homepage"} | {
    *("linkedin", "github", "gitlab", "tiktok", "youtube", "facebook", "whatsapp", "bluesky", "keybase")
}
"""What is written in one word and in two."""


class Meaning(NamedTuple):
    """A field, with the label, the platform and the number that the heading gives; ``weak`` where others go before.

    ``own`` says that the heading names who is there, as in "Attendee email"; ``speaks`` that it names who speaks.
    """

    field: str
    label: str = ""
    platform: str = ""
    number: int = 1
    weak: bool = False
    own: bool = False
    speaks: bool = False


def words(heading: str) -> list[str]:
    """The words of a heading: lower case, without accents or punctuation, with ``email`` as one word."""
    text = unicodedata.normalize("NFKD", _CAMEL.sub(" ", heading).replace("#", " number ").casefold())
    found = _WORD.findall("".join(mark for mark in text if not unicodedata.combining(mark)))
    joined: list[str] = []
    for word in found:
        if joined and joined[-1] + word in _ONE_WORD:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def meaning(heading: str) -> Meaning | None:
    """What a column of that heading holds; None where nobody can tell from the heading."""
    if match := _EXACT.fullmatch(heading):
        return _exact(match)
    told = words(heading)
    if not told or heading.startswith(UNKNOWN):
        return None
    of, colon, part = heading.strip().rstrip(":?").rpartition(":")
    if colon and of and (whole := meaning(of)) is not None and whole.field == "name":
        its = meaning(part)  # "Attendee name: Given name"
        return its._replace(own=whole.own, speaks=whole.speaks) if its else None
    own = bool(_OWN.intersection(told))
    speaks = bool(_SPEAKS.intersection(told))
    if len(told) == 1 and told[0] in _ALONE:
        return Meaning("name", own=own, speaks=speaks)
    number = next((int(word) for word in told if word.isdecimal() and len(word) <= 2), 1)  # noqa: PLR2004  # no year
    numbered_place = len(told) > 2 and told[0] in _ADDRESS and told[1].isdecimal()  # noqa: PLR2004  # "Address 1 - City"
    told = [word for word in told if not word.isdecimal()]
    found = _phrase(told) or _phrase([word for word in told if word not in _FILLERS and word not in _SPEAKS])
    if found is None:
        bare = [word for word in told if word not in _FILLERS and word not in _SPEAKS]
        found = _label_column(bare) or _platform(bare) or _point(bare) or _place(bare)
    if found is None:
        return None
    if found.field.startswith("address ") and not numbered_place:
        number = 1  # what is numbered is a line of the street
    return found._replace(number=number, own=own, speaks=speaks)


def is_calendar(heading: str) -> bool:
    """Whether agendas have a column of that heading."""
    return " ".join(words(heading)) in _calendar()


def is_shared(heading: str, field: str) -> bool:
    """Whether the heading is one that means the field, or another one, as "Title" does."""
    return " ".join(word for word in words(heading) if word not in _FILLERS) in _phrases(vocabulary.SHARED[field])


def is_german_title(heading: str) -> bool:
    """Whether the heading is "Titel", which is what stands before a name rather than what somebody does."""
    return words(heading) == ["titel"]


def is_reply(heading: str) -> bool:
    """Whether the column holds who said that they come to a meeting."""
    return "rsvp" in words(heading)


def phrase_of(heading: str) -> str:
    """The words of a heading as one text: equal for headings that differ in case and punctuation only."""
    return " ".join(words(heading))


# --- inside ---------------------------------------------------------------------------------------------

_FILLERS = frozenset(vocabulary.FILLERS.split())
_OWN = frozenset(vocabulary.OWN.split())
_ALONE = frozenset(vocabulary.ALONE.split())
_SPEAKS = frozenset(vocabulary.SPEAKS.split())
_ADDRESS = {"address", "adresse"}


def _exact(match: re.Match[str]) -> Meaning:
    """A column of our own tables whose cells are taken as they stand, as ``exact_handle_2:matrix``."""
    field = f"{'label of ' if match[3] else ''}exact {match[1]}"
    return Meaning(field, platform=match[4] or "", number=int(match[2] or 1))


def _phrase(told: list[str]) -> Meaning | None:
    return _texts().get(" ".join(told)) if told else None


def _label_column(told: list[str]) -> Meaning | None:
    """``E-mail 1 - Type``: which of several the column beside it holds."""
    *kind, last = told or [""]
    if last not in _LABEL_WORDS or not kind:
        return None
    if kind == ["im"]:
        return Meaning("label of im")
    if len(kind) == 1 and kind[0] in _ADDRESS:
        return Meaning("label of address")
    point = _platform(kind) or _point(kind)
    return Meaning(f"label of {point.field}", label=point.label, platform=point.platform) if point else None


def _platform(told: list[str]) -> Meaning | None:
    """``LinkedIn profile URL``: handles on a platform, or the addresses of its pages."""
    if told in (["im"], ["im", "value"]):
        return Meaning("im")
    names = {_platforms()[word] for word in told if word in _platforms()}
    rest = [word for word in told if word not in _platforms() and word not in _PLATFORM_NOISE]
    return Meaning("handle", platform=names.pop()) if len(names) == 1 and not rest else None


def _point(told: list[str]) -> Meaning | None:
    """``Business Fax``, ``E-mail 2 Address``: an address, a number or a page with its label."""
    labels = [_labels()[word] for word in told if word in _labels()]
    for kind, its in _points().items():
        named = its.intersection(told)
        if not named and not (kind == "phone" and any(label in vocabulary.SAYS_PHONE for label in labels)):
            continue
        rest = [word for word in told if word not in its and word not in _labels() and word not in _noise()[kind]]
        if rest == ["company"] and kind != "phone":  # a company's number is everybody's
            rest, labels = [], [*labels, "work"]
        if not rest:
            order = list(vocabulary.LABELS)
            kinds = sorted({label for label in labels if label}, key=order.index)
            return Meaning(kind, label=" ".join(kinds))
    return None


def _place(told: list[str]) -> Meaning | None:
    """``Home City``: a part of a postal address, with its label."""
    labels = {_labels()[word] for word in told if word in _labels()}
    rest = " ".join(word for word in told if word not in _labels() and word != "value")
    part = _places().get(rest) or _places().get(rest.removeprefix("address "))
    if part is None or len(labels - {""}) > 1:
        return None
    return Meaning(f"address {part}", label=next(iter(labels - {""}), ""))


@cache
def _texts() -> dict[str, Meaning]:
    """Fields by phrase, and by the phrase without the words that say nothing."""
    found: dict[str, Meaning] = {}
    for name, phrases in vocabulary.TEXTS.items():
        field = name.removeprefix("weak ")
        said = Meaning(field, weak=field != name)
        for phrase in _phrases(phrases):
            found.setdefault(phrase, said)
    for phrase, said in list(found.items()):
        bare = " ".join(word for word in phrase.split() if word not in _FILLERS)
        if bare and " " in bare:
            found.setdefault(bare, said)
    return found


@cache
def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


@cache
def _calendar() -> frozenset[str]:
    return _phrases(vocabulary.CALENDAR)


@cache
def _platforms() -> dict[str, str]:
    return {word: name for name, its in vocabulary.PLATFORMS.items() for word in its.split()}


@cache
def _points() -> dict[str, frozenset[str]]:
    return {kind: frozenset(its.split()) for kind, its in vocabulary.POINTS.items()}


@cache
def _noise() -> dict[str, frozenset[str]]:
    return {kind: frozenset(its.split()) for kind, its in vocabulary.NOISE.items()}


@cache
def _labels() -> dict[str, str]:
    return {word: label for label, its in vocabulary.LABELS.items() for word in its.split()}


@cache
def _places() -> dict[str, str]:
    return {phrase: part for part, phrases in vocabulary.PLACES.items() for phrase in _phrases(phrases)}


_PLATFORM_NOISE = frozenset(vocabulary.PLATFORM_NOISE.split())
