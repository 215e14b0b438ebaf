"""From sources to proposals: each code that is found, with the time of its picture; what is wrong is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import InputError
from eventkit_cards.looking.process import Decoder
from eventkit_cards.scanning.moments import is_outside, moment_of
from eventkit_cards.scanning.payloads import recognise
from eventkit_cards.scanning.proposals import Scanned
from eventkit_cards.scanning.sources import look_into

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eventkit.api import App, Event
    from eventkit_cards.scanning.sources import Found, Source


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads sources for an event, or for none; ``faults`` says how much of it was bad."""

    app: App
    tell: Callable[[str], None]
    event: Event | None = None
    faults: int = 0
    found: list[Scanned] = field(default_factory=list)

    def read(self, sources: Iterable[Source | InputError]) -> None:
        """Look into each; a bad one costs itself only."""
        with Decoder() as decoder:
            for source in sources:
                try:
                    if isinstance(source, InputError):
                        raise source
                    codes = look_into(source, decoder)
                except InputError as error:
                    self.tell(f"eventkit: {error}")
                    self.faults += 1
                    continue
                if not codes:
                    self.tell(f"{source.name}: no QR code found")
                for code in codes:
                    self.take(code)

    def take(self, code: Found) -> list[Scanned]:
        """What one text holds."""
        at, at_by = None, ""
        if self.event is not None:
            at, at_by = moment_of(code.picture, code.modified, self.event, self.app.now())
            if is_outside(at, self.event) and at_by == "by the photo":
                self.tell(f"{code.name}: the photo says {at:%Y-%m-%d}, which is not at {self.event.slug}")
        new = [
            Scanned(file=code.name, text=code.text, payload=payload, at=at, at_by=at_by)
            for payload in recognise(self.app, code.text, code.name)
        ]
        for hint in dict.fromkeys(scanned.payload.hint for scanned in new):
            if hint:
                self.tell(f"{code.name}: {hint}")
        for problem in dict.fromkeys(scanned.payload.problem for scanned in new):
            if problem:
                self.tell(f"{code.name}: {problem}")
                self.faults += 1
        self.found += new
        return new
