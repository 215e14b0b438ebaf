"""The names of the files in a folder of cards (vdir): one card a file, named by its UID."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z0-9_@+][A-Za-z0-9_@+.-]{0,99}")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_@+-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # by Windows
_URN = "urn:uuid:"


def file_names(uids: Iterable[str]) -> list[str]:
    """A file name for each UID: the UID itself where every system takes that for one, else with a digest of it.

    Two that differ in capitals only get different names, for systems that do not see the difference.
    """
    taken: set[str] = set()
    names = []
    for uid in uids:
        name = _name(uid)
        if name.casefold() in taken:
            name = _with_digest(name, uid)
        taken.add(name.casefold())
        names.append(f"{name}.vcf")
    return names


def _name(uid: str) -> str:
    bare = uid.removeprefix(_URN)
    if _PLAIN.fullmatch(bare) and not _RESERVED.fullmatch(bare) and not bare.endswith("."):
        return bare
    return _with_digest(_NOT_PLAIN.sub("-", bare)[:60].strip("-") or "card", uid)


def _with_digest(name: str, uid: str) -> str:
    return f"{name}-{blake2b(uid.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"
