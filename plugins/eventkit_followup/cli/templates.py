"""``eventkit followup templates``: which there are, what they say, a copy to change, and whether they work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    InputError,
    StoreError,
    UsageError,
    dry_run_option,
    echo,
    format_option,
    pass_app,
    render,
    say,
    slug,
    write_file,
)
from eventkit_followup.cli.templates_check import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from eventkit.api import App
    from eventkit_followup.templating.templates import Template


def _form_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--language`` and ``--tone``: which form of a template."""
    for option in (
        click.option("--tone", type=click.Choice(["formal", "informal"]), help="The form in this tone."),
        click.option("--language", metavar="CODE", default="", help="The form in this language, as de."),
    ):
        function = option(function)
    return function


@click.group()
def templates() -> None:
    """List the templates, show, copy and check them."""


templates.add_command(check)


@templates.command("list")
@format_option
@pass_app
def list_(app: App, format_name: str) -> int:
    """List the templates. Yours are NAME.txt in the folder `templates` of your settings, and go before the bundled.

    In JSON and CSV each form of a template, as in another language, has a row of its own.
    """
    from eventkit_followup.templating.templates import list_templates

    found, problems = list_templates(app)
    if format_name == "table":
        columns = (
            Column("Template", lambda forms: forms[0].name, whole=True),
            Column("From", lambda forms: ", ".join(o for o in dict.fromkeys(map(_origin, forms)) if o != "eventkit")),
            Column("Languages", _languages, whole=True, wide=True),
            Column("Chosen when", _rule),
            Column("What it is", lambda forms: forms[0].description, share=1),
        )
        render(_by_name(found), format_name, columns=columns, as_json=vars)
    else:
        render(found, format_name, columns=(), as_json=_template_json)
    for problem in problems:
        say(f"eventkit: {problem}")
    if format_name == "table":
        say("Without a word under “Chosen when” a template is used by its name only: --template NAME.")
        say(f"Your own templates go into {app.paths.templates}; `eventkit followup templates new` copies one there.")
    return InputError.exit_code if problems else 0


@templates.command()
@click.argument("name")
@_form_options
@pass_app
def show(app: App, name: str, language: str, tone: str | None) -> None:
    """Show the file of the template NAME."""
    echo(_find(app, name, language, tone).file.read_text(encoding="utf-8-sig").rstrip("\n"))


@templates.command()
@click.argument("name")
@click.option("--from", "source", metavar="TEMPLATE", default="thank-you", show_default=True, help="What to copy.")
@_form_options
@dry_run_option
@pass_app
def new(app: App, *, name: str, source: str, language: str, tone: str | None, dry_run: bool) -> None:
    """Write a copy of a template into your own, under NAME, to be changed.

    Under the name that it has, it takes the place of the one it was copied from. Under another it is used by its name.
    """
    template = _find(app, source, language, tone)
    same = name == template.name
    if same:
        name = template.form
    if any(not word or slug(word, fallback="") != word for word in name.split(".")):
        message = f"{name!r} cannot be a template's name: that is of a-z, 0-9 and hyphens, as {slug(name)!r}"
        raise UsageError(message)
    files = [(app.paths.templates / f"{name}{suffix}", file) for suffix, file in _files_of(template)]
    for target, _ in files:
        if target.exists():
            message = f"{target}: is there already; choose another name, or remove it"
            raise StoreError(message)
    for target, file in files:
        if not dry_run:
            _make_folder(target.parent)
            write_file(target, file.read_bytes() if same or file.suffix != ".txt" else _without_rule(file))
        echo(f"{'Would write' if dry_run else 'Wrote'} {target}")
    if not same and template.when is not None:
        say("It is used by its name, with --template; give it a line `when: …` to have it chosen by rule.")
    if not dry_run:
        say(f"Change it, and then: eventkit followup templates check {name}")


# --- inside ---------------------------------------------------------------------------------------------


def _find(app: App, name: str, language: str, tone: str | None) -> Template:
    """The form of a template in this language and tone, or the likeliest one."""
    from eventkit_followup.templating.choosing import Chooser, by_name
    from eventkit_followup.templating.templates import find_template, list_templates

    template = find_template(app, name)
    forms = by_name(list_templates(app)[0], name)
    fitting = [
        form
        for form in forms
        if (not language or form.language == language.lower()) and (not tone or form.tone in {"", tone})
    ]
    if not fitting:
        message = f"there is no {name} in that language and tone; there is {', '.join(form.form for form in forms)}"
        raise InputError(message)
    return Chooser(fitting).likeliest(fitting) if language or tone else template


def _without_rule(file: Path) -> bytes:
    """A template's file without the rule and the form, which are the other's."""
    head, empty, body = file.read_text(encoding="utf-8-sig").partition("\n\n")
    lines = [line for line in head.split("\n") if line.partition(":")[0].strip().lower() != "when"]
    return ("\n".join(lines) + empty + body).encode()


def _files_of(template: Template) -> list[tuple[str, Path]]:
    return [(".txt", template.file), *([(".html", template.html_file)] if template.html is not None else [])]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: the folder cannot be made: {error.strerror or error}"
        raise StoreError(message) from error


def _by_name(found: Sequence[Template]) -> list[list[Template]]:
    forms: dict[str, list[Template]] = {}
    for template in found:
        forms.setdefault(template.name, []).append(template)
    return list(forms.values())


def _origin(template: Template) -> str:
    return {"followup": "eventkit", "own": "you"}.get(template.origin, template.origin)


def _languages(forms: Sequence[Template]) -> str:
    return " ".join(dict.fromkeys(form.language or "any" for form in forms))


def _rule(forms: Sequence[Template]) -> str:
    return str(next((form.when for form in forms if form.when is not None), ""))


def _template_json(template: Template) -> dict[str, Any]:
    """A template as scripts see it; the keys are a promise."""
    return {
        "name": template.name,
        "form": template.form,
        "bundled": template.bundled,
        "from": _origin(template),
        "file": str(template.file),
        "language": template.language,
        "tone": template.tone,
        "when": None if template.when is None else str(template.when),
        "asks": [name for name, _ in template.asks],
        "channels": list(template.channels),
        "description": template.description,
    }
