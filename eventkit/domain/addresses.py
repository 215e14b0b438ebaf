"""Web addresses: which texts are one, their normal form, what of them may be shown, and what they are called."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from eventkit.errors import InputError

SCHEMES = ("http", "https", "webcal", "webcals")
"""The last two are what calendar programs call the first two."""

_PORTS = {"http": 80, "https": 443}
_KEPT = "%/:@!$&'()*+,;=~"

_USER = re.compile(r"(?<=://)[^/?#\s]*@")
_SECRET_FIELD = re.compile(
    r"(?<=[?&;])((?:[\w-]*(?:token|key|secret|signature|password|auth)|sig|pass|pwd|ak|sid)=)[^&;#]+", re.IGNORECASE
)
_SECRET_PART = re.compile(r"(?<=/)(?:private-[^/?#]+|[0-9a-f]{24,})(?=[/?#]|$)", re.IGNORECASE)

_NO_NAME = re.compile(r".{0,2}|\d+|[0-9a-f]{24,}|private-.*")  # two letters are a language
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS_NOTHING = """
    schedule schedules export exports all basic public private calendar calendars cal ical ics icalendar feed
    feeds event events index download downloads agenda agendas program programs programme timetable sessions talk
    talks fahrplan frab xml json api get full conference conferences
"""  # words, between blanks


def normal_address(text: str) -> str:
    """The address in the form by which it is known again; raises ``InputError`` for one that cannot be fetched.

    The host is in lower case and in ASCII (IDNA), a port that goes without saying and a fragment are left out,
    and what an address may not contain is encoded (RFC 3986, section 6.2).
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError as error:
        message = f"{shown_address(text)}: is no web address: {error}"
        raise InputError(message) from error
    if parts.scheme not in SCHEMES:
        message = f"{shown_address(text)}: is fetched by {parts.scheme}; only http, https and webcal can be"
        raise InputError(message)
    if not host or re.search(r"[\s%<>\"]", host):
        message = f"{shown_address(text)}: names no host; an address is like https://example.org/agenda.ics"
        raise InputError(message)
    user, at, _ = parts.netloc.rpartition("@")
    netloc = user + at + (f"[{host}]" if ":" in host else host)
    if port is not None and port != _PORTS.get(parts.scheme):
        netloc += f":{port}"
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe="?" + _KEPT)
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def without_user(address: str) -> str:
    """The address without a name and password."""
    return _USER.sub("", address)


def with_user_of(asked: str, address: str) -> str:
    """The address with the name and password of another one of the same origin."""
    user, at, _ = urlsplit(asked).netloc.rpartition("@")
    if not at or "@" in urlsplit(address).netloc or not same_origin(asked, address):
        return address
    return address.replace("://", f"://{user}@", 1)


def shown_address(address: str) -> str:
    """The address as it may be shown: without a name and password, and with "…" where it has a token."""
    return _SECRET_PART.sub("…", _SECRET_FIELD.sub(r"\1…", without_user(address.strip())))


def short_address(address: str) -> str:
    """Host and path, for a list."""
    parts = urlsplit(shown_address(address))
    return parts.netloc + parts.path.rstrip("/")


def name_in(address: str) -> str:
    """What the thing at an address may be called: the last part of its path that says something, else the host."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    label = host if re.fullmatch(r"[\d.:]*", host) else re.sub(r"^\w\w\.(?=.+\.)", "", host).partition(".")[0]
    for part in reversed(unquote(parts.path).split("/")):
        word = part.partition(".")[0].casefold()
        if _YEAR.fullmatch(word):
            return f"{label}-{word}"
        if word not in _SAYS_NOTHING.split() and not _NO_NAME.fullmatch(word):
            return word
    return label


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses have scheme, host and port in common (RFC 6454)."""
    return _origin(one) == _origin(other)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without www."""
    return _host(one).removeprefix("www.") == _host(other).removeprefix("www.")


def _origin(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
