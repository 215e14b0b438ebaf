"""Codes that hold one way to reach somebody: ``mailto:``, ``MATMSG:``, ``tel:``, ``sms:``, and ``Name <address>``."""

from __future__ import annotations

import re
from hashlib import blake2b

from eventkit.api import ContactPoint, IncomingPerson, is_email, one_line, unescape

_MATMSG_TO = re.compile(r"(?:^MATMSG:|;)TO:((?:\\.|[^\\;])*)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"\s*\"?([^<>\"@\r\n]{2,100}?)\"?\s*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>\s*", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"[/\\:?#<>]")
_DIALLED = re.compile(r"[+\d][\d\s().*#/-]{2,40}")


def mail_in(text: str) -> str:
    """The address of a ``mailto:`` (RFC 6068), a ``MATMSG:`` or a bare one; empty where there is none."""
    from urllib.parse import parse_qs, unquote  # only a link takes it apart

    bare = text.strip()
    lowered = bare.casefold()
    if lowered.startswith("matmsg:"):
        found = _MATMSG_TO.search(bare)
        candidates = [unescape(found[1])] if found else []
    elif lowered.startswith("mailto:"):
        path, _, query = bare[7:].partition("?")
        try:
            to = parse_qs(query, max_num_fields=50).get("to", [])
        except ValueError:
            to = []
        candidates = [unquote(part) for part in path.split(",")] + [part for one in to for part in one.split(",")]
    else:
        candidates = [] if _NO_ADDRESS.search(bare) else [bare]
    return next((address for address in map(one_line, candidates) if is_email(address)), "")


def number_in(text: str) -> str:
    """The number of a ``tel:`` (RFC 3966), ``sms:`` or ``smsto:``; empty where there is none."""
    from urllib.parse import unquote

    scheme, _, rest = text.strip().partition(":")
    number = unquote(re.split(r"[;?]", rest, maxsplit=1)[0])
    if scheme.casefold() in {"sms", "smsto", "mms", "mmsto"}:
        number = number.partition(":")[0]
    number = one_line(number)
    return number if _DIALLED.fullmatch(number) else ""


def named_address(text: str) -> IncomingPerson | None:
    """The person of ``Name <address>``, None where a text is something else."""
    found = _NAMED.fullmatch(text)
    if found is None or not is_email(found[2]) or not any(letter.isalpha() for letter in found[1]):
        return None
    return person_reached_by(ContactPoint(kind="email", value=found[2]), one_line(found[1]))


def person_reached_by(point: ContactPoint, name: str = "") -> IncomingPerson:
    """Somebody of whom nothing else is known; without a name they go by the address itself."""
    digest = f"scan1:{blake2b(f'{point.kind} {point.platform} {point.value}'.encode(), digest_size=16).hexdigest()}"
    return IncomingPerson(name=name or point.value, contact_points=(point,), uid=digest, digest=digest, line=1)
