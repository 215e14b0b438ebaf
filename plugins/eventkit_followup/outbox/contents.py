"""What is below the headers of a letter that goes out: as it is, or encoded so that every server takes it.

Whoever writes an ü into a draft with a text editor leaves a file that says to be ASCII and is not, and an editor that
does not break lines leaves lines longer than SMTP takes. Both are put right here.
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError
from eventkit_followup.letters.checking import LINE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

_AS_IT_IS = {"", "7bit", "8bit", "binary"}
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_OWN = "utf-8"


def content_of(headers: Mapping[str, str], body: bytes, *, eight_bit: bool) -> tuple[tuple[str, ...], bytes]:
    """The names of the MIME headers, and these with what they are about; raises ``InputError`` where that is broken.

    ``headers`` are those of MIME in the file. Without ``eight_bit`` every byte is ASCII.
    """
    from email.parser import BytesParser
    from email.policy import compat32

    if not body.strip():
        _refuse("it has no text")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
    message: Message = BytesParser(policy=compat32).parsebytes(head + b"\r\n" + body)
    if any(part.defects for part in message.walk()):
        _refuse("its parts are not as its Content-Type says")
    leaves = [part for part in message.walk() if not part.is_multipart()]
    changed = [_adapt(part, eight_bit=eight_bit) for part in leaves]
    if "mime-version" not in {name.lower() for name in headers}:
        message["MIME-Version"] = "1.0"
        changed.append(True)
    if not any(changed):
        return tuple(headers), head + b"\r\n" + body
    data = _written(message)
    if not eight_bit and not data.isascii():
        _refuse("it has letters beyond ASCII where no encoding is for them")
    return tuple(message.keys()), data


def _adapt(part: Message, *, eight_bit: bool) -> bool:
    """Have a part fit into mail; returns whether that took anything."""
    how = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    data = _bytes_of(part)
    short = max(map(len, data.split(b"\r\n")), default=0) <= LINE
    if how == "quoted-printable":
        if data.isascii() and short:
            return False
        _put(part, how, _BEYOND_ASCII.sub(lambda match: b"=%02X" % match[0][0], data))
        if not short:
            decoded = part.get_payload(decode=True)
            _put(part, how, _quoted(decoded if isinstance(decoded, bytes) else data))
        return True
    if how == "base64":
        if not data.isascii() or not short:
            _refuse("its base64 is broken")
        return False
    if how not in _AS_IT_IS:
        _refuse(f"nobody knows its Content-Transfer-Encoding {how!r}")
    named = _name_charset(part, data)
    plain = "7bit" if data.isascii() else "8bit"
    if short and (plain == "7bit" or eight_bit):
        if how == plain or (plain == "7bit" and how in {"", "8bit"}):
            return named
        _put(part, plain, data)
    elif part.get_content_maintype() == "text":
        _put(part, "quoted-printable", _quoted(data))
    else:
        lines = [b2a_base64(data[start : start + 57]) for start in range(0, len(data), 57)]
        _put(part, "base64", b"".join(lines).replace(b"\n", b"\r\n"))
    return True


def _name_charset(part: Message, data: bytes) -> bool:
    """Have a text say that it is UTF-8 where it is and says nothing, or ASCII; returns whether it had to be told."""
    if part.get_content_maintype() != "text" or data.isascii():
        return False
    charset = str(part.get_param("charset") or "us-ascii").lower()
    if charset not in {"us-ascii", "ascii", _OWN, "utf8"}:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        _refuse("its text is not in UTF-8")
    if charset in {_OWN, "utf8"}:
        return False
    if "Content-Type" not in part:
        part["Content-Type"] = "text/plain"
    part.set_param("charset", _OWN)
    return True


def _quoted(data: bytes) -> bytes:
    return b2a_qp(data, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _bytes_of(part: Message) -> bytes:
    """The part as it is in the file: the library gives bytes as they are only where it has nothing to decode."""
    named = "Content-Transfer-Encoding" in part
    how = str(part["Content-Transfer-Encoding"])
    if named:
        part.replace_header("Content-Transfer-Encoding", "8bit")
    data = part.get_payload(decode=True)
    if named:
        part.replace_header("Content-Transfer-Encoding", how)
    return data if isinstance(data, bytes) else b""


def _put(part: Message, how: str, data: bytes) -> None:
    part.set_payload(data.decode("ascii", "surrogateescape"))
    if "Content-Transfer-Encoding" in part:
        part.replace_header("Content-Transfer-Encoding", how)
    else:
        part["Content-Transfer-Encoding"] = how


def _written(message: Message) -> bytes:
    from email.generator import BytesGenerator
    from email.policy import compat32
    from io import BytesIO

    stream = BytesIO()
    policy = compat32.clone(linesep="\r\n", max_line_length=0)
    BytesGenerator(stream, mangle_from_=False, maxheaderlen=0, policy=policy).flatten(message)
    return stream.getvalue()


def _refuse(reason: str) -> NoReturn:
    raise InputError(reason)
