"""What tables bring to eventkit. Every command imports this module: all that is heavy waits in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import hookimpl

if TYPE_CHECKING:
    from eventkit.api import Importer


@hookimpl
def eventkit_register_importers() -> list[Importer]:
    """Read people out of tables."""
    return []
