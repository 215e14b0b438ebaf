"""Ctrl-C while letters go out: the one that a server has is waited for, so that what is put down of it is true."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING, Self

from eventkit.api import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

_STEP = 0.5
"""Seconds after which whoever waits looks at the clock again: a machine may have slept."""


class Interrupting:
    """While it is open, the first Ctrl-C ends the run at the next ``check``; the second one ends it at once."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._asked = self._waiting = False
        self._former: object = None

    def __enter__(self) -> Self:
        """Listen, where this is the thread that hears of it."""
        if threading.current_thread() is threading.main_thread():
            self._former = signal.signal(signal.SIGINT, self._told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave it as it was."""
        if callable(self._former) or isinstance(self._former, int):
            signal.signal(signal.SIGINT, self._former)

    def check(self) -> None:
        """Raise ``KeyboardInterrupt`` where it was asked for."""
        if self._asked:
            raise KeyboardInterrupt

    def wait(self, until: Callable[[], float]) -> None:
        """Sleep while there are seconds left; Ctrl-C ends that at once."""
        self._waiting = True
        try:
            self.check()
            while (left := until()) > 0:
                time.sleep(min(left, _STEP))
        finally:
            self._waiting = False

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked or self._waiting:
            self._asked = True
            raise KeyboardInterrupt
        self._asked = True
        say("Stopping after this letter; Ctrl-C once more stops at once.")
