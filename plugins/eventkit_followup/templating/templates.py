"""Template files: a small header, an empty line, and the text. The user's own go before plugins', before the bundled.

A file is ``NAME.txt``, or ``NAME.LANGUAGE.TONE.txt`` for one of several forms of a template, as
``thank-you.de.formal.txt``. What its header says of language and tone goes before what its name says. A file
``NAME….html`` beside it is its HTML part. Names that begin with ``_`` are parts, for other templates to include.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import InputError, NotFoundError
from eventkit_followup.api import TemplateFolder
from eventkit_followup.templating.headers import LONGEST, TONES, Part, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import App
    from eventkit_followup.templating.headers import When

BUNDLED = Path(__file__).parents[1] / "templates"

OWN, PLUGIN = "own", "followup"
"""Where a template is from: the user's folder, this plugin; else the id of a plugin."""

_HOOK = "eventkit_followup_register_templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template as its file has it; each part knows the line of the file that it begins at.

    ``name`` is what several forms have in common, ``form`` the whole name of this one. Without a language, or a tone,
    it is for any. ``when`` is None for one that is used by name only.
    """

    name: str
    form: str
    file: Path
    origin: str
    subject: Part
    body: Part
    html: Part | None = None
    description: str = ""
    channels: tuple[str, ...] = ()
    language: str = ""
    tone: str = ""
    when: When | None = None
    asks: tuple[tuple[str, str], ...] = ()
    invitation: tuple[tuple[str, Part], ...] = ()

    @property
    def bundled(self) -> bool:
        """Whether it came with eventkit."""
        return self.origin == PLUGIN

    @property
    def html_file(self) -> Path:
        """Where its HTML part is, if it has one."""
        return self.file.with_suffix(".html")


def list_templates(app: App, name: str = "") -> tuple[list[Template], list[InputError]]:
    """The templates in force, by name, language and tone, and what is wrong with the files that are none.

    Of two of one form, the user's own is in force, else a plugin's. With a ``name``, or that of a form, no others are
    read.
    """
    templates: dict[tuple[str, str, str], Template] = {}
    problems = []
    for origin, file in _files(app):
        if name and _named(file.stem)[0] != _named(name)[0]:
            continue
        try:
            template = read_template(file, origin)
        except InputError as error:
            problems.append(error)
        else:
            templates.setdefault((template.name, template.language, template.tone), template)
    return [template for _, template in sorted(templates.items())], problems


def find_template(app: App, name: str, channel: str = "") -> Template:
    """The template of that form, or the likeliest of that name.

    Raises ``NotFoundError`` where there is none, ``InputError`` where it is broken or not made for the channel.
    """
    from eventkit_followup.templating.choosing import Chooser, by_name  # which knows templates

    broken = {file.stem: file for origin, file in reversed(list(_files(app))) if origin}
    found = by_name(list_templates(app, name)[0], name)
    if not found and name in broken:
        read_template(broken[name], OWN)  # which says what is wrong with it
    if not found:
        templates, _ = list_templates(app)
        import difflib  # only for a template that does not exist

        names = sorted({template.name for template in templates})
        close = difflib.get_close_matches(name, [*names, *(template.form for template in templates)], n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there is {', '.join(names)}"
        message = f"there is no template {name!r}; {hint}"
        raise NotFoundError(message)
    template = Chooser(found).likeliest(found)
    if channel and template.channels and channel not in template.channels:
        raise not_for(template, channel)
    return template


def not_for(template: Template, channel: str) -> InputError:
    """That a template is made for other channels."""
    made_for = ", ".join(template.channels)
    said = f"template {template.name} is for {made_for}, not for {channel}; choose another with --template"
    message = f"{template.file}: {said}"
    return InputError(message)


def read_template(file: Path, origin: str = OWN) -> Template:
    """Read one file; raises ``InputError`` naming the line and what is wrong with it."""
    header = read_header(file, _text(file))
    name, language, tone = _named(file.stem)
    html_file = file.with_suffix(".html")
    return Template(
        name=name,
        form=file.stem,
        file=file,
        origin=origin,
        subject=header.subject,
        body=header.body,
        html=Part(text=_text(html_file), line=1) if html_file.is_file() else None,
        description=header.description,
        channels=header.channels,
        language=header.language or language,
        tone=header.tone or tone,
        when=header.when,
        asks=header.asks,
        invitation=header.invitation,
    )


def _named(stem: str) -> tuple[str, str, str]:
    """Name, language and tone, as the name of a file tells them."""
    name, *rest = stem.split(".")
    tones = [word for word in rest if word in TONES]
    languages = [word for word in rest if word not in TONES]
    return name, "-".join(languages).lower(), next(iter(tones), "")


def _text(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file}: is not text in UTF-8; save it as UTF-8"
        raise InputError(message) from error
    except OSError as error:
        message = f"{file}: cannot be read: {error.strerror or error}"
        raise InputError(message) from error
    if len(text) > LONGEST:
        message = f"{file}: has more than {LONGEST:,} characters; that is no letter"
        raise InputError(message)
    return text


def _files(app: App) -> Iterator[tuple[str, Path]]:
    """Every template file with where it is from, the user's own first, then those of plugins, then the bundled."""
    contributed = app.plugins.contributions(_HOOK, TemplateFolder)
    folders = [(OWN, app.paths.templates)]
    folders += [(plugin_id, Path(folder.path)) for plugin_id, folder in contributed if plugin_id != PLUGIN]
    folders.append((PLUGIN, BUNDLED))
    for origin, folder in folders:
        for file in sorted(folder.glob("*.txt")):
            if not file.name.startswith(("_", ".")):
                yield origin, file
