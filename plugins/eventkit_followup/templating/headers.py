"""The head of a template's file: `key: value` lines, an empty line, and the text below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from eventkit.api import InputError

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("subject", "description", "channels", "language", "tone", "when", "asks", "attach")
INVITATION = ("starts", "minutes", "title", "place")
"""Keys that an invitation needs: `starts` at least."""

TONES = ("formal", "informal")
LONGEST = 100_000
"""Characters that a template's file may have."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_YES, _NO = {"yes", "true"}, {"no", "false"}


class When(NamedTuple):
    """When a template is chosen by rule: all of what is said has to hold, and None says nothing."""

    roles: tuple[str, ...] = ()
    promise: bool | None = None
    known: bool | None = None
    met: bool | None = None
    weeks: int | None = None

    def __str__(self) -> str:
        """As the header has it."""
        said = [f"role={'|'.join(self.roles)}"] if self.roles else []
        for key in ("promise", "known", "met"):
            value = getattr(self, key)
            said += [] if value is None else [f"{key}={'yes' if value else 'no'}"]
        said += [] if self.weeks is None else [f"weeks={self.weeks}"]
        return ", ".join(said) or "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of template text, and the line of the file that it begins at."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands above the text; ``body`` is what stands below."""

    subject: Part
    body: Part
    description: str = ""
    channels: tuple[str, ...] = ()
    language: str = ""
    tone: str = ""
    when: When | None = None
    asks: tuple[tuple[str, str], ...] = ()
    invitation: tuple[tuple[str, Part], ...] = ()


def read_header(file: Path, text: str) -> Header:
    """The head of a file of that text; raises ``InputError`` naming the line and what is wrong with it."""
    lines = text.split("\n")
    found: dict[str, Part] = {}
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            break
        _take(file, found, line, number)
    subject = found.get("subject", Part(text="", line=1))
    if not subject.text:
        refuse(file, subject.line, "a template begins with `subject: …`")
    body = "\n".join(lines[number:])
    if not body.strip():
        refuse(file, number, "there is no text below the header and an empty line")
    return Header(
        subject=subject,
        body=Part(text=body, line=number + 1),
        description=_text(found, "description"),
        channels=_words(_text(found, "channels")),
        language=_language(file, found),
        tone=_tone(file, found),
        when=_when(file, found["when"]) if "when" in found else None,
        asks=_asks(file, found["asks"]) if "asks" in found else (),
        invitation=_invitation(file, found),
    )


def refuse(file: Path, line: int, reason: str) -> NoReturn:
    """Raise ``InputError`` for that line."""
    message = f"{file}, line {line}: {reason}"
    raise InputError(message)


def _take(file: Path, found: dict[str, Part], line: str, number: int) -> None:
    key, colon, value = line.partition(":")
    name = key.strip().lower()
    if not colon or name not in (*KEYS, *INVITATION):
        reason = f"{line.strip()[:60]!r} is no part of a header: that is {', '.join(KEYS)}, and an empty line"
        refuse(file, number, reason)
    if name in found:
        refuse(file, number, f"says {name} a second time")
    found[name] = Part(text=value.strip(), line=number)


def _text(found: dict[str, Part], key: str) -> str:
    return found[key].text if key in found else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in text.split(","))))


def _language(file: Path, found: dict[str, Part]) -> str:
    language = _text(found, "language").lower().replace("_", "-")
    if language and not _LANGUAGE.fullmatch(language):
        refuse(file, found["language"].line, f"{language!r} is no language; give one as de or pt-br")
    return language


def _tone(file: Path, found: dict[str, Part]) -> str:
    tone = _text(found, "tone").lower()
    if tone and tone not in TONES:
        refuse(file, found["tone"].line, f"a tone is formal or informal, not {tone!r}")
    return tone


def _when(file: Path, part: Part) -> When:
    """The rule, as in `role=speaker|panelist, known=no`; `always` is one without a condition."""
    values: dict[str, object] = {}
    for word in _words(part.text):
        if word == "always":
            continue
        key, _, value = (piece.strip().lower() for piece in word.partition("="))
        if key == "role" and value:
            values["roles"] = tuple(role_name(role) for role in value.split("|") if role.strip())
        elif key in {"promise", "known", "met"} and value in _YES | _NO:
            values[key] = value in _YES
        elif key == "weeks" and value.isdecimal():
            values[key] = int(value[:6])
        else:
            reason = (
                f"{word!r} is no condition; there is always, role=speaker|panelist, promise=yes, known=no, met=no, "
                "weeks=12"
            )
            refuse(file, part.line, reason)
    if not part.text:
        refuse(file, part.line, "`when:` says nothing; `always` has the template chosen where no other fits better")
    return When(**values)  # type: ignore[arg-type]  # the loop gives each key its type


def role_name(role: str) -> str:
    """A role as rules call it: lower case, British spelling."""
    return role.strip().lower().replace("organizer", "organiser")


def _asks(file: Path, part: Part) -> tuple[tuple[str, str], ...]:
    """What has to be said for each letter: `link (its address), topic`, as (name, what it is)."""
    asks = []
    for word in re.findall(r"[^,(]+(?:\([^)]*\))?", part.text):
        name, _, what = word.strip().partition("(")
        if not _NAME.fullmatch(name.strip()):
            refuse(file, part.line, f"{name.strip()!r} is no name that a template could ask for; give one as link")
        asks.append((name.strip(), what.rstrip(") ").strip()))
    return tuple(asks)


def _invitation(file: Path, found: dict[str, Part]) -> tuple[tuple[str, Part], ...]:
    """The fields of the invitation that goes with the letter, where one does."""
    attach = _text(found, "attach").lower()
    if attach and attach != "invitation":
        refuse(file, found["attach"].line, f"{attach!r} cannot be attached; there is invitation")
    given = {key: found[key] for key in INVITATION if key in found}
    if given and not attach:
        key, part = next(iter(given.items()))
        refuse(file, part.line, f"{key} belongs to an invitation; say `attach: invitation`")
    if attach and "starts" not in given:
        refuse(file, found["attach"].line, "an invitation needs `starts: …`")
    return tuple(given.items())
