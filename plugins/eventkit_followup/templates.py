"""Template files: a small header, an empty line, and the text. The user's own go before the bundled ones."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError, NotFoundError

if TYPE_CHECKING:
    from eventkit.api import App

BUNDLED = Path(__file__).parent / "templates"

_KEYS = ("subject", "description", "channels")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as its file has it; the line numbers are where subject and body begin in the file."""

    name: str
    file: Path
    subject: str
    subject_line: int
    body: str
    body_line: int
    description: str = ""
    channels: tuple[str, ...] = ()

    @property
    def bundled(self) -> bool:
        """Whether it came with eventkit."""
        return self.file.parent == BUNDLED


def list_templates(app: App) -> tuple[list[Template], list[InputError]]:
    """The templates in force by name, and what is wrong with the files that are none."""
    templates, problems = [], []
    for _, file in sorted(_files(app).items()):
        try:
            templates.append(read_template(file))
        except InputError as error:
            problems.append(error)
    return templates, problems


def find_template(app: App, name: str, channel: str = "") -> Template:
    """The template of that name; raises ``InputError`` where it is broken or not made for the channel."""
    files = _files(app)
    if name not in files:
        close = difflib.get_close_matches(name, files, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there is {', '.join(sorted(files))}"
        message = f"there is no template {name!r}; {hint}"
        raise NotFoundError(message)
    template = read_template(files[name])
    if channel and template.channels and channel not in template.channels:
        made_for = ", ".join(template.channels)
        message = (
            f"{template.file}: template {name} is for {made_for}, not for {channel}; choose another with --template"
        )
        raise InputError(message)
    return template


def read_template(file: Path) -> Template:
    """Read one file; raises ``InputError`` naming the line and what is wrong with it."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        message = f"{file}: is not text in UTF-8; save it as UTF-8"
        raise InputError(message) from error
    except OSError as error:
        message = f"{file}: cannot be read: {error.strerror or error}"
        raise InputError(message) from error
    header: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            break
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if not colon or name not in _KEYS:
            _refuse(
                file,
                number,
                f"{line.strip()[:60]!r} is no part of a header: that is {', '.join(_KEYS)}, and an empty line",
            )
        if name in header:
            _refuse(file, number, f"says {name} a second time")
        header[name] = (number, value.strip())
    body_line = number + 1
    subject_line, subject = header.get("subject", (1, ""))
    if not subject:
        _refuse(file, subject_line, "a template begins with `subject: …`")
    body = "\n".join(lines[number:])
    if not body.strip():
        _refuse(file, number, "there is no text below the header and an empty line")
    return Template(
        name=file.stem,
        file=file,
        subject=subject,
        subject_line=subject_line,
        body=body,
        body_line=body_line,
        description=header.get("description", (0, ""))[1],
        channels=tuple(filter(None, (name.strip() for name in header.get("channels", (0, ""))[1].split(",")))),
    )


def _files(app: App) -> dict[str, Path]:
    """The files in force by the name of their template."""
    return {file.stem: file for folder in (BUNDLED, app.paths.templates) for file in folder.glob("*.txt")}


def _refuse(file: Path, line: int, reason: str) -> NoReturn:
    message = f"{file}, line {line}: {reason}"
    raise InputError(message)
