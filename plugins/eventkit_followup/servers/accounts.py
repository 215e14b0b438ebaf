"""A mail account: the table ``[plugin.followup.imap]`` of ``config.toml``; its password is never kept by eventkit."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from eventkit.api import InputError, UsageError
from eventkit_followup.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.api import App

_KEYS = ("host", "port", "user", "security", "folder", "password_command")
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_VARIABLE = "EVENTKIT_IMAP_PASSWORD"
_PATIENCE = 60
"""Seconds that a password command may take: it may have to ask somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where drafts are put; ``folder`` is empty where the server says which it is."""

    host: str
    user: str
    port: int
    security: str = "tls"
    folder: str = ""
    password_command: str = ""


def imap_account(app: App) -> Account:
    """The account of the settings; raises ``UsageError`` where there is none, or it says what cannot be."""
    file = app.paths.config / "config.toml"
    table = settings_of(app).get("imap", {})
    if not isinstance(table, dict) or not table:
        message = f'{file}: there is no account: write [plugin.followup.imap], host = "…" and user = "…" there'
        raise UsageError(message)
    values = _checked(table, f"{file}: plugin.followup.imap")
    security = values.get("security") or "tls"
    port = values.get("port") or _PORTS[security]
    return Account(**{**values, "security": security, "port": port})


def _checked(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    if "password" in table:
        _refuse(where, f"keeps no password; use password_command, a keyring, or the variable {_VARIABLE}")
    for key, value in table.items():
        if key not in _KEYS:
            _refuse(where, f"has no {key!r}; there is {', '.join(_KEYS)}")
        if key == "port" and not (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 16):
            _refuse(where, f"port: {value!r} is no port")
        if key != "port" and not (isinstance(value, str) and value.isprintable()):
            _refuse(where, f"{key}: {value!r} is not a text of one line")
    for key in ("host", "user"):
        if not table.get(key):
            _refuse(where, f"needs {key}")
    security = table.get("security") or "tls"
    if security not in _PORTS:
        _refuse(where, f"security: {security!r} is none of {', '.join(_PORTS)}")
    if security == "none" and table["host"] not in _THIS_MACHINE:
        _refuse(where, "security: none would send the password for everybody to read; that is for this machine only")
    return dict(table)


def password_of(account: Account, environ: Mapping[str, str] = os.environ) -> str:
    """The password: of the environment, else what the command prints, else of the keyring.

    Raises ``UsageError`` where none of them has it. It is in no message, and nothing keeps it.
    """
    if environ.get(_VARIABLE):
        return environ[_VARIABLE]
    if account.password_command:
        return _printed(account.password_command)
    try:
        keyring = import_module("keyring")  # the extra `keyring`
    except ImportError:
        found = None
    else:
        found = keyring.get_password(f"eventkit imap {account.host}", account.user)
    if not found:
        message = (
            f"{account.host} needs a password for {account.user}: set password_command in [plugin.followup.imap],"
            f" or the variable {_VARIABLE}, or keep it in your keyring as `eventkit imap {account.host}`"
        )
        raise UsageError(message)
    return str(found)


def _printed(command: str) -> str:
    """The first line that a command prints; what it says to standard error goes to the terminal."""
    import shlex
    import subprocess

    try:
        ran = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, timeout=_PATIENCE, check=False)  # noqa: S603  # the user's own command, and no shell
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        message = f"password_command cannot be run: {reason}"
        raise InputError(message) from None  # a command may have a secret in it
    lines = ran.stdout.decode(errors="replace").splitlines()
    if ran.returncode or not lines or not lines[0]:
        message = f"password_command printed no password, and ended with {ran.returncode}"
        raise InputError(message)
    return lines[0]


def _refuse(where: str, reason: str) -> NoReturn:
    message = f"{where}: {reason}"
    raise UsageError(message)
