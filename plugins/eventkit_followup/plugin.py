"""What follow-up brings to eventkit. Every command imports this module, and it imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Command, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from eventkit_followup.api import Channel


@hookimpl
def eventkit_register_commands() -> Iterable[Command]:
    """The command group ``followup``."""
    return [
        Command(
            name="followup",
            target="eventkit_followup.cli:followup",
            help="Draft a message to everyone you met, from your notes.",
            section="after",
        )
    ]


@hookimpl
def eventkit_register_hookspecs() -> Iterable[ModuleType]:
    """The hook through which channels come in."""
    from eventkit_followup import hookspecs  # as late as it can be

    return [hookspecs]


@hookimpl
def eventkit_followup_register_channels() -> Iterable[Channel]:
    """E-mail, through the same door as everybody's."""
    from eventkit_followup.eml import CHANNEL  # only where somebody is written to

    return [CHANNEL]
