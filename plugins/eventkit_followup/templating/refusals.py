"""Sentences about letters that cannot be rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import InputError, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.answers import Trouble
    from eventkit_followup.templating.templates import Template


class MissingFieldsError(InputError):
    """A template writes what there is none of; ``fields`` are all that is missing, as ``person.title``."""

    def __init__(self, message: str, fields: tuple[str, ...]) -> None:
        """Keep the names."""
        super().__init__(message)
        self.fields = fields


def refusal(template: Template, context: Context | None, trouble: Trouble) -> InputError:
    """A sentence about what went wrong."""
    person = one_line(context.person.name) if context else ""
    if trouble.missing:
        return MissingFieldsError(_needs(template, person, trouble.missing), trouble.missing)
    file = trouble.file or str(template.file)
    place = f"{file}, line {trouble.line}" if trouble.line else file
    whose = "" if trouble.broken or trouble.stopped or not person else f" (in the letter to {person})"
    return InputError(f"{place}: {trouble.reason}{whose}")


def _needs(template: Template, person: str, missing: Sequence[str]) -> str:
    mine = [name for name in missing if name.startswith("me.")]
    asked = [name for name in missing if name.startswith("extra.")]
    theirs = [name for name in missing if name not in mine and name not in asked]
    needs = []
    if theirs:
        needs.append(f"{_listed(theirs)}, and {person} has none")
    if mine:
        needs.append(f"{_listed(mine)}, and your own record has none")
    if asked:
        options = " ".join(f"--set {name.removeprefix('extra.')}=…" for name in asked)
        needs.append(f"{_listed(asked)}; say it with {options}")
    return f"template {template.name} needs " + "; and ".join(needs)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
