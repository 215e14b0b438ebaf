"""``eventkit followup templates check``: whether templates work, and what is missing for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    InputError,
    echo,
    find_event,
    find_person,
    one_line,
    pass_app,
    print_json,
    render,
    say,
    who_option,
)
from eventkit_followup.material.said import pairs_said
from eventkit_followup.templating.helping import hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App
    from eventkit_followup.templating.checking import Checked

_MANY = 3


@click.command()
@click.argument("names", metavar="[NAME]…", nargs=-1)
@click.option("--event", metavar="SLUG", help="Also against everyone met there.")
@who_option
@click.option("--channel", metavar="NAME", default="eml", show_default=True, help="How people would be reached.")
@click.option("--language", metavar="CODE", default="", help="The language for whom none is known, as de.")
@click.option("--tone", type=click.Choice(["formal", "informal"]), help="The tone for whom none is known.")
@click.option("--other", metavar="WHO", help="The third person of an introduction.")
@click.option("--set", "said", metavar="NAME=VALUE", multiple=True, help="What a template asks for; may be repeated.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def check(
    app: App,
    *,
    names: tuple[str, ...],
    event: str | None,
    who: str,
    channel: str,
    language: str,
    tone: str | None,
    other: str | None,
    said: tuple[str, ...],
    format_name: str,
) -> int:
    """Try templates against a sample, and against the people they would go to; say what is missing for whom.

    Without a NAME all of them are tried, and for each person the one that would be chosen. With --event these are
    the people met there, with --who those of a query.
    """
    from eventkit_followup.channels import find_channel
    from eventkit_followup.templating.checking import check_with_people, check_with_sample, chosen
    from eventkit_followup.templating.templates import find_template, list_templates

    found, problems = list_templates(app)
    for name in names:
        find_template(app, name)  # which says what is wrong with it, or what may have been meant
    samples = check_with_sample(app, chosen(found, names))
    people: list[Checked] = []
    for name in names or ("",) if event or who else ():
        people += check_with_people(
            app,
            found,
            event=find_event(app, event) if event else None,
            who=who,
            name=name,
            language=language,
            tone=tone or "",
            channel=channel,
            limit=find_channel(app, channel)[1].limit,
            extra=pairs_said(said),
            other=find_person(app, other) if other else None,
        )
    if names:
        problems = []
    if format_name == "json":
        print_json(
            {
                "templates": [_checked_json(one) for one in samples],
                "people": [_checked_json(one) for one in people],
                "problems": [str(problem) for problem in problems],
            }
        )
    else:
        _show(samples, people, problems)
    return InputError.exit_code if problems or not all(one.good for one in (*samples, *people)) else 0


def _checked_json(checked: Checked) -> dict[str, Any]:
    """A trial as scripts see it; the keys are a promise."""
    return {
        "template": checked.template,
        "person": checked.person.name if checked.person else None,
        "missing": list(checked.missing),
        "problem": checked.problem,
        "subject": checked.subject,
    }


def _show(samples: Sequence[Checked], people: Sequence[Checked], problems: Sequence[InputError]) -> None:
    wrong = [one for one in samples if not one.good]
    good = len(samples) - len(wrong)
    if good:
        names = ", ".join(one.template for one in samples if one.good) if good <= _MANY else f"{good} templates"
        echo(f"{names} {'works' if good == 1 else 'work'} with the sample.")
    for one in wrong:
        echo(one.problem or f"{one.template}: there is no {' and no '.join(one.missing)}")
    for problem in problems:
        echo(str(problem))
    if not people:
        return
    echo()
    columns = (
        Column("Person", lambda one: one_line(one.person.name), share=1),
        Column("Template", lambda one: one.template, whole=True),
        Column("What is missing, or wrong", _said, share=2),
    )
    lacking = [one for one in people if not one.good]
    if lacking:
        render(lacking, "table", columns=columns, as_json=vars)
        echo()
    letters = len(people) - len(lacking)
    echo(f"{letters} of {len(people)} letters can be made as things are.")
    for hint in hints({field for one in lacking for field in one.missing}):
        say(hint)


def _said(checked: Checked) -> str:
    return checked.problem or ", ".join(checked.missing)
