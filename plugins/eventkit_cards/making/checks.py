"""A code is checked before it leaves home: how dense it is, how large its squares are, and whether it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import InputError
from eventkit_cards.making.sizes import GOOD_MODULE, LEAST_MODULE
from eventkit_cards.qr import EASY, LARGEST, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eventkit_cards.qr import Code

    Savings = Callable[[], Iterable[tuple[str, int]]]


@dataclass(slots=True, kw_only=True)
class Check:
    """What was found out: ``refusals`` are what only --force passes over, ``warnings`` what is worth knowing."""

    code: Code
    module: float
    """Millimetres of a module at the size of print; 0 where nothing is printed."""

    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """As what the code is not read any more: scaled down, blurred, tilted."""


def enforce(checks: Iterable[Check], say: Callable[[str], None], *, force: bool) -> None:
    """Tell what the checks warn of, each thing once.

    Raises ``InputError`` for the first refusal, unless by force, which makes a warning of it.
    """
    checks = list(checks)
    refusals = dict.fromkeys(text for found in checks for text in found.refusals)
    if refusals and not force:
        message = f"{next(iter(refusals))}; --force writes it all the same"
        raise InputError(message)
    for text in dict.fromkeys([*refusals, *(text for found in checks for text in found.warnings)]):
        say(f"warning: {text}")


def check(code: Code, *, module: float = 0.0, unread: Iterable[str] = (), savings: Savings = tuple) -> Check:
    """Judge a code of so many millimetres a module; ``savings`` tell what could be left out, and the bytes then."""
    found = Check(code=code, module=module, unread=list(unread))
    size = len(code.data)
    if not found.unread and _is_enough(code, module, size, code.version):
        return found
    words = _advice(code, module, savings)
    advice, other_advice = (f"; {words}", f", or {words}") if words else ("", "")
    if found.unread:
        when = "" if "as it is" in found.unread else f" when it is {' or '.join(found.unread)}"
        found.refusals.append(f"{code.what} is not read back{when}{advice}")
    if code.version > LARGEST:
        found.refusals.append(
            f"{size:,} bytes make a code of version {code.version}, and phones read up to {LARGEST} reliably{advice}"
        )
    elif module and module < LEAST_MODULE:
        found.refusals.append(
            f"{_squares(module)}, and under {LEAST_MODULE} mm phones do not read them: {_larger(code)}{other_advice}"
        )
    elif module and module < GOOD_MODULE:
        found.warnings.append(
            f"{_squares(module)}, and {GOOD_MODULE} mm are read with ease: {_larger(code)}{other_advice}"
        )
    elif size > EASY:
        found.warnings.append(
            f"{size:,} bytes make a dense code (version {code.version}); print it large{other_advice}"
        )
    return found


def _squares(module: float) -> str:
    return f"its squares would measure {module:.2f} mm"


def _larger(code: Code) -> str:
    return f"print it {-(-code.width * GOOD_MODULE // 1):.0f} mm wide"


def _advice(code: Code, module: float, savings: Savings) -> str:
    """What to leave out, and what that saves: the first thing that is enough, else what makes the code smallest."""
    best = ("", len(code.data), code.version)
    for words, size in savings():
        version = version_of(size, with_logo=code.logo is not None)
        enough = _is_enough(code, module, size, version)
        if enough or version < best[2]:
            best = (words, size, version)
        if enough:
            break
    words, size, version = best
    smaller = f": that makes {size:,} bytes, version {version} instead of {code.version}"
    return f"leave out {words}{smaller}" if words else ""


def _is_enough(code: Code, module: float, size: int, version: int) -> bool:
    width = 4 * version + 25
    return size <= EASY and (not module or module * code.width / width >= GOOD_MODULE)
