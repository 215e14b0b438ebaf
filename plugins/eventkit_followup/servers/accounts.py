"""A mail account: a table of ``[plugin.followup]`` in ``config.toml``; its password is never kept by eventkit."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from eventkit.api import InputError, UsageError
from eventkit_followup.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from eventkit.api import App

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_PATIENCE = 60
"""Seconds that a password command may take: it may have to ask somebody."""


class _Protocol(NamedTuple):
    """What the tables for it hold: the ports by security, its own keys, and those that have to be there."""

    ports: Mapping[str, int]
    keys: tuple[str, ...]
    needed: tuple[str, ...]


_KEYS = ("host", "port", "user", "security", "password_command")
_PROTOCOLS = {
    "imap": _Protocol({"tls": 993, "starttls": 143, "none": 143}, (*_KEYS, "folder"), ("host", "user")),
    # RFC 8314, section 3.3, prefers 465 with TLS from the start; a relay on this machine may ask for no user
    "smtp": _Protocol({"tls": 465, "starttls": 587, "none": 25}, _KEYS, ("host",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where drafts are put, or letters are sent; ``folder`` is empty where the server says which it is."""

    host: str
    port: int
    user: str = ""
    security: str = "tls"
    folder: str = ""
    password_command: str = ""
    protocol: str = "imap"

    @property
    def variable(self) -> str:
        """The environment variable for its password."""
        return f"EVENTKIT_{self.protocol.upper()}_PASSWORD"


def imap_account(app: App) -> Account:
    """The account for drafts; raises ``UsageError`` where there is none, or it says what cannot be."""
    return account_of(app, "imap")


def account_of(app: App, protocol: str, *, beside: Collection[str] = ()) -> Account:
    """The account of a table; ``beside`` are keys that somebody else reads.

    Raises ``UsageError`` where there is none, or it says what cannot be.
    """
    table = account_table(app, protocol)
    where = f"{app.paths.config / 'config.toml'}: plugin.followup.{protocol}"
    known = _PROTOCOLS[protocol]
    values = _checked({key: value for key, value in table.items() if key not in beside}, where, protocol, beside)
    security = values.get("security") or "tls"
    port = values.get("port") or known.ports[security]
    return Account(**{**values, "security": security, "port": port, "protocol": protocol})


def account_table(app: App, protocol: str) -> Mapping[str, Any]:
    """The table as it is there; raises ``UsageError`` where there is none."""
    table = settings_of(app).get(protocol, {})
    if isinstance(table, dict) and table:
        return table
    file = app.paths.config / "config.toml"
    message = f'{file}: there is no account: write [plugin.followup.{protocol}], host = "…" and user = "…" there'
    raise UsageError(message)


def _checked(table: Mapping[str, Any], where: str, protocol: str, beside: Collection[str]) -> dict[str, Any]:
    known = _PROTOCOLS[protocol]
    if "password" in table:
        variable = f"EVENTKIT_{protocol.upper()}_PASSWORD"
        _refuse(where, f"keeps no password; use password_command, a keyring, or the variable {variable}")
    for key, value in table.items():
        if key not in known.keys:
            _refuse(where, f"has no {key!r}; there is {', '.join((*known.keys, *beside))}")
        if key == "port" and not (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 16):
            _refuse(where, f"port: {value!r} is no port")
        if key != "port" and not (isinstance(value, str) and value.isprintable()):
            _refuse(where, f"{key}: {value!r} is not a text of one line")
    for key in known.needed:
        if not table.get(key):
            _refuse(where, f"needs {key}")
    security = table.get("security") or "tls"
    if security not in known.ports:
        _refuse(where, f"security: {security!r} is none of {', '.join(known.ports)}")
    if security == "none" and table["host"] not in _THIS_MACHINE:
        _refuse(where, "security: none would send the password for everybody to read; that is for this machine only")
    return dict(table)


def password_of(account: Account, environ: Mapping[str, str] = os.environ) -> str:
    """The password: of the environment, else what the command prints, else of the keyring.

    Raises ``UsageError`` where none of them has it. It is in no message, and nothing keeps it.
    """
    if environ.get(account.variable):
        return environ[account.variable]
    if account.password_command:
        return _printed(account.password_command)
    service = f"eventkit {account.protocol} {account.host}"
    try:
        keyring = import_module("keyring")  # the extra `keyring`
    except ImportError:
        found = None
    else:
        found = keyring.get_password(service, account.user)
    if not found:
        message = (
            f"{account.host} needs a password for {account.user}: set password_command in"
            f" [plugin.followup.{account.protocol}], or the variable {account.variable}, or keep it in your keyring"
            f" as `{service}`"
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
