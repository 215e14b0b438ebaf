"""What people of this home are called to other programs: a UUID for good, made from the home's id and their number."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from eventkit.app import App

_MADE_FROM_A_NAME = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
"""A UUID of version 5 (RFC 9562 section 5.5), as all of ours are."""


def person_uids(app: App) -> Callable[[int], str]:
    """What gives the UID of a person by their number; the home gets its id where it has none."""
    return partial(_uid, UUID(app.store.home()))


def people_named_here(app: App, uids: Collection[str]) -> list[tuple[str, int]]:
    """Whom those of these UIDs mean that this home gave: UID and number; of a merged record, whom it went into."""
    wanted = {uid.casefold(): uid for uid in uids if _MADE_FROM_A_NAME.fullmatch(uid)}
    home = app.store.settings.home() if wanted else ""
    if not home:
        return []
    uid_of = partial(_uid, UUID(home))
    named = ((uid_of(number), person_id) for number, person_id in app.store.outgoing.numbers().items())
    return [(wanted[uid], person_id) for uid, person_id in named if uid in wanted]


def _uid(home: UUID, number: int) -> str:
    return f"urn:uuid:{uuid5(home, str(number))}"
