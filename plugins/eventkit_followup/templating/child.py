"""The process that renders templates which nobody vouches for, within limits of time, memory and files.

It is started with nothing of its parent's but the records of the letters: no credentials, no database. Frames go both
ways: four bytes with the length, and so many bytes; pickled records come in, and JSON goes out, so that nothing that
a template made is ever run by the parent.
"""

from __future__ import annotations

import json
import pickle
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

from eventkit_followup.templating.answers import Trouble
from eventkit_followup.templating.sandbox import Kitchen, TookTooLongError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.answers import Asks, Texts
    from eventkit_followup.templating.handing import Values
    from eventkit_followup.templating.templates import Template

SECONDS = 1.0
"""Of computing that one letter may take; most take a fiftieth of a thousandth of it."""

MEMORY = 512 * 2**20
"""Bytes that the whole process may have."""

_OPEN_FILES = 64
_OFTEN = 0.2
"""Seconds after which answers go out, however few they are: the parent sees that there is progress."""


def main() -> None:
    """Answer frames until there are no more."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to handle; it reaches both
    kitchen = Kitchen()
    templates: dict[int, Template] = {}
    _send(answers, limit())
    while frame := _read(requests):
        task: tuple[dict[int, Template], list[tuple[int, Context | Values | None]]] = pickle.loads(frame)  # noqa: S301  # from our own parent
        templates.update(task[0])
        ready: list[Texts | Trouble | Asks] = []
        begun = time.monotonic()
        for number, letter in task[1]:
            ready.append(_within_time(kitchen, templates[number], letter))
            if time.monotonic() - begun > _OFTEN:
                _send(answers, ready)
                ready, begun = [], time.monotonic()
        _send(answers, ready)


def limit() -> list[str]:
    """Limit this process as far as the machine can; what cannot be limited is returned, a word each."""
    unlimited = [] if hasattr(signal, "setitimer") else ["time"]
    if not unlimited:
        signal.signal(signal.SIGPROF, _time_is_up)
    try:
        import resource  # not on Windows

        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_AS, MEMORY),
        ):
            resource.setrlimit(what, (most, most))
    except (ImportError, OSError, ValueError):
        unlimited.append("memory")
    return unlimited


def _within_time(kitchen: Kitchen, template: Template, letter: Context | Values | None) -> Texts | Trouble | Asks:
    """What the template says for one letter; without a letter, what it asks for, or what is wrong with it."""
    timed = hasattr(signal, "setitimer")
    try:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            return kitchen.prepare(template) if letter is None else kitchen.render(template, letter)
        finally:
            if timed:
                signal.setitimer(signal.ITIMER_PROF, 0)
    except TookTooLongError:  # between two of the places that are prepared for it
        trouble = Trouble("takes too long; is there a loop that goes on and on?", str(template.file), stopped=True)
        kitchen.stop(template, trouble)
        return trouble


def _time_is_up(*_: object) -> NoReturn:
    raise TookTooLongError


def _read(stream: BinaryIO) -> bytes:
    head = stream.read(4)
    return stream.read(int.from_bytes(head, "big")) if head else b""


def _send(stream: BinaryIO, answers: object, dumps: Callable[[Any], str] = json.dumps) -> None:
    """Send answers: each a list, of two for what is asked for, of four for texts, of more for trouble."""
    data = dumps(answers).encode()
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()
