"""What a VEVENT means depends on its file too: on the venue all rooms are in, on a method, on where it came from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from eventkit_calendar.export.own_lines import PREFIX
from eventkit_calendar.places import location_lines, venue_suffix
from eventkit_calendar.speaking.conventions import Conventions, conventions_of

if TYPE_CHECKING:
    from eventkit.api import Component, ContentFile, ReadContext

_DOUBTS_NOTHING = "-//luma//"
"""A writer that calls everything tentative that one has not said to go to."""

_OWN = "-//eventkit//"
"""What eventkit wrote names the room and nothing else."""

_OWN_LINES = PREFIX.encode()


class Surroundings(NamedTuple):
    """The facts of a file that its events do not tell; ``cancelled`` and ``certain`` hold the lines of events.

    ``own`` where there may be lines of eventkit's own.
    """

    venue: str = ""
    base: str = ""
    cancelled: frozenset[int] = frozenset()
    certain: frozenset[int] = frozenset()
    conventions: Conventions = Conventions()
    own: bool = True

    def key(self) -> bytes:
        """What every digest depends on."""
        return f"{self.venue}\n{self.base}\n{self.conventions.key}\n".encode()

    def mark(self, event: Component) -> bytes:
        """What the digest of this event depends on, in at most 16 octets."""
        return b"cancelled" if event.line in self.cancelled else b"certain" if event.line in self.certain else b""


PLAIN = Surroundings()


def surroundings_of(file: ContentFile, context: ReadContext) -> Surroundings:
    """Look at a file as a whole, before its events are read."""
    cancelled: set[int] = set()
    certain: set[int] = set()
    places: Counter[bytes] = Counter()
    writers: list[str] = []
    for calendar in file.walk("VCALENDAR"):
        writer = calendar.value("PRODID").strip().lower()
        writers.append(writer)
        if calendar.value("METHOD").strip().upper() == "CANCEL":
            cancelled.update(event.line for event in calendar.walk("VEVENT"))
        if writer.startswith(_DOUBTS_NOTHING):
            certain.update(event.line for event in calendar.walk("VEVENT"))
        if not writer.startswith(_OWN):
            places.update(location_lines(calendar))
    from_web = context.file.startswith(("https://", "http://"))
    return Surroundings(
        venue=venue_suffix(places),
        base=context.file.partition("?")[0].partition("#")[0] if from_web else "",
        cancelled=frozenset(cancelled),
        certain=frozenset(certain),
        own=any(one.file.find(_OWN_LINES, one.start, one.end) >= 0 for one in file.components),
        conventions=Conventions()
        if any(
            writer.startswith(_OWN) for writer in writers
        )  # what eventkit wrote tells its speakers by lines of its own
        else conventions_of(file.components, " ".join(writers)),
    )
