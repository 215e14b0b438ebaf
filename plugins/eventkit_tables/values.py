"""What a cell means: an address, a number, a profile, a role, a yes or a no. Each is asked for a whole cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from eventkit.api import ContactPoint, is_email, one_line
from eventkit_tables import vocabulary
from eventkit_tables.cells import split

_NOTHING = frozenset(vocabulary.NOTHING.split()) | {"not available", "k. a."}

TYPES = ("home", "work", "cell", "fax", "pager", "main", "car", "video")
"""Labels that a card has a type for, in the order in which several stand."""

_SAME_LABEL = {
    "mobile": "cell",
    "mobil": "cell",
    "iphone": "cell",
    "handy": "cell",
    "privat": "home",
    "private": "home",
    "personal": "home",
    "domicile": "home",
    "business": "work",
    "office": "work",
    "geschäftlich": "work",
    "arbeit": "work",
    "bureau": "work",
    "trabajo": "work",
    "home page": "homepage",
}
_NO_LABEL = {
    "",
    "other",
    "internet",
    "smtp",
    "ex",
    "custom",
    "andere",
    "sonstige",
    "autre",
    "otro",
    "default",
    "primary",
}
_IN_BRACKETS = re.compile(r".*<([^<>]+)>\s*")
_DIGIT = re.compile(r"\d")
_LONG_NUMBER = re.compile(r"(?:\D*\d){5}")
_ROUNDED = re.compile(r"\d+[.,]\d+E\+?\d+", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}(?:[:/]\S*)?", re.IGNORECASE)
_HANDLE = re.compile(r"[\w.@:+#-]{2,100}")
_YES_OR_NO = {
    **dict.fromkeys(vocabulary.YES.split(), True),
    **dict.fromkeys(vocabulary.NO.split(), False),
}
_MAY_NOT = (
    "unsub",
    "opted out",
    "opt out",
    "opt-out",
    "not ",
    "abgemeldet",
    "désabonn",
    "desinscr",
    "désinscr",
    "cleaned",
)
_ROLES = {
    "speaker": r"""
        speakers?|keynotes?|presenters?|referent(?:en|in|innen)?|vortragende[rn]?|redner(?:in|innen)?
        |sprecher(?:in|innen)?|orateurs?|oratrices?|intervenante?s?|conferencier(?:e|es|s)?|ponentes?|orador(?:a|es)?
    """,
    "panelist": r"panell?ists?|podiumsgast|podiumsgaste|panelistas?",
    "moderator": r"moderators?|moderator(?:in|innen|en)|moderateurs?|moderatrices?|moderador(?:a|es)?",
    "organiser": r"""
        (?:co-?)?organi[sz]ers?|orga|organi[sz]ing|organisator(?:en|in|innen)?|veranstalter(?:in|innen)?
        |organisat(?:eur|rice)s?|organizador(?:a|es)?|(?:co-?|event\ )?hosts?|gastgeber(?:in)?
    """,
    "sponsor": r"sponsor(?:en|s)?|sponsoring|patrocinador(?:a|es)?|partners?|partenaires?",
    "exhibitor": r"exhibitors?|aussteller(?:in|innen)?|exposante?s?|expositor(?:a|es)?|booth",
    "press": r"""
        press|presse|media|medien|journalists?|journalist(?:in|en|innen)|journalistes?|prensa|periodistas?
    """,
    "staff": r"staff|crew|team|mitarbeiter(?:in|innen)?|personnel|equipe|personal|equipo",
    "volunteer": r"""
        volunteers?|helfer(?:in|innen)?|freiwillige[rn]?|ehrenamtliche[rn]?|benevoles?|voluntari[oa]s?
    """,
    "attendee": r"""
        attendees?|participants?|teilnehmer(?:in|innen|nde)?|besucher(?:in|innen)?|visitors?|visiteurs?|asistentes?
        |participantes?|delegates?|guests?|gast|members?|general\ admission|regular|standard|student(?:in|en)?
    """,
}
_ROLE_WORDS = [(role, re.compile(rf"\b(?:{its})\b", re.VERBOSE)) for role, its in _ROLES.items()]
_NOT_THERE = re.compile(
    r"""\b(?:
        declined|not[ _]going|not[ _]attending|cancell?ed|cancel|refunded|rejected|deleted|void|expired|withdrawn
        |wait[ _-]?list(?:ed)?|pending(?:[ _]approval)?|invited|no[ _-]?show|unpaid
        |abgesagt|abgelehnt|storniert|warteliste|eingeladen|nimmt\ nicht\ teil
        |annulee?s?|refusee?s?|liste\ d.attente|invitee?|cancelad[oa]|rechazad[oa]|lista\ de\ espera|invitad[oa]
    )\b""",
    re.VERBOSE,
)
_SAYS_NO = {"no", "n", "nein", "non", "false", "0"}


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing to say."""
    return text.casefold() in _NOTHING


@lru_cache(maxsize=512)
def label_of(text: str) -> str:
    """A label as cards have it: ``Work Fax`` is "work fax"; one of somebody's own stays as it is."""
    text = one_line(text).removeprefix("*").strip()
    folded = text.casefold()
    if folded in _NO_LABEL:
        return ""
    words = [_SAME_LABEL.get(word, word) for word in folded.split()]
    if set(words) <= set(TYPES):
        return " ".join(sorted(set(words), key=TYPES.index))
    return _SAME_LABEL.get(folded, text)


Found = tuple[list[ContactPoint], bool]
"""The contact points in a cell, and whether there is anything else in it."""


def emails(cell: str, label: str = "") -> Found:
    """The addresses in a cell, and whether there is anything else in it."""
    if is_nothing(cell):
        return [], False
    found, rest = [], False
    for part in split(cell):
        for piece in [part] if "<" in part or " " not in part else part.split():
            match = _IN_BRACKETS.fullmatch(piece)
            address = (match[1] if match else piece).strip()
            address = address[7:] if address[:7].casefold() == "mailto:" else address
            if is_email(address):
                found.append(ContactPoint(kind="email", value=address, label=label))
            else:
                rest = True
    return found, rest


def phones(cell: str, label: str = "") -> Found:
    """The numbers in a cell, and whether there is anything else in it."""
    if is_nothing(cell):
        return [], False
    if _ROUNDED.fullmatch(cell):
        return [], True  # a spreadsheet has made a floating-point number of it: the last digits are lost
    parts = split(cell)
    if len(parts) > 1 and not all(_LONG_NUMBER.match(part) for part in parts):
        parts = [one_line(cell)]  # "030 123456, ext. 7" is one number
    numbers = [part[4:].strip() if part[:4].casefold() == "tel:" else part for part in parts]
    found = [ContactPoint(kind="phone", value=number, label=label) for number in numbers if _DIGIT.search(number)]
    return found, len(found) < len(parts)


def urls(cell: str, label: str = "") -> Found:
    """The web addresses in a cell, and whether there is anything else in it."""
    if is_nothing(cell):
        return [], False
    pieces = (
        cell.split() if "://" in cell or _WEB.fullmatch(cell) else [one for part in split(cell) for one in part.split()]
    )
    pieces = [piece.rstrip(",;|") for piece in pieces if piece not in {":::", "|", ";", ","}]
    found = [ContactPoint(kind="url", value=piece, label=label) for piece in pieces if _WEB.fullmatch(piece)]
    return found, len(found) < len(pieces)


def handles(cell: str, platform: str, label: str = "") -> Found:
    """The handles on a platform in a cell, or the addresses of its pages, and whether there is anything else in it."""
    if is_nothing(cell):
        return [], False
    found, rest = [], False
    for part in split(cell):
        text = part.removeprefix(f"{platform}:").strip()
        if "/" in text and _WEB.fullmatch(text.removeprefix("@")):
            found.append(ContactPoint(kind="url", value=text.removeprefix("@"), label=label))
        elif _HANDLE.fullmatch(text) and re.search(r"\w", text):
            value = text if platform == "matrix" else text.removeprefix("@")
            found.append(ContactPoint(kind="handle", value=value, platform=platform, label=label))
        else:
            rest = True
    return found, rest


def listed_handles(cell: str) -> Found:
    """``linkedin:ada; x:ada``: handles on several platforms, as `eventkit people --format csv` writes them."""
    found, rest = [], False
    for part in split(cell):
        platform, colon, value = part.partition(":")
        if colon and platform and value:
            found.append(ContactPoint(kind="handle", value=value.strip(), platform=platform.strip()))
        else:
            rest = True
    return found, rest


@lru_cache(maxsize=2048)
def role_in(text: str) -> str:
    """The role at an event that a ticket or a badge gives; empty where it says nothing of one."""
    folded = _plain(text)
    return next((role for role, its in _ROLE_WORDS if its.search(folded)), "")


@lru_cache(maxsize=1024)
def is_absent(text: str) -> bool:
    """Whether a status says that somebody is not among those who attend."""
    folded = _plain(text)
    return folded in _SAYS_NO or _NOT_THERE.search(folded) is not None


@lru_cache(maxsize=1024)
def is_yes(text: str) -> bool:
    """Whether a cell of a column such as "Unsubscribed" says so: a date does, and whatever else is not a no."""
    folded = text.strip().casefold()
    return _YES_OR_NO.get(folded, bool(folded) and folded not in {"n/a", "null", "never", "nie"})


@lru_cache(maxsize=1024)
def is_refusal(text: str) -> bool:
    """Whether a cell of a column such as "May contact" says no."""
    folded = text.strip().casefold()
    return _YES_OR_NO.get(folded) is False or any(word in folded for word in _MAY_NOT)


def _plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.strip().lower()
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
