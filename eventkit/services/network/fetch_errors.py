"""What a failed download is told as: one sentence that names the address, the reason, and what may help."""

from __future__ import annotations

from http import HTTPStatus
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from urllib3 import exceptions

from eventkit.domain.addresses import shown_address
from eventkit.domain.text import one_line
from eventkit.errors import NetworkError

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse


class UnreachableError(NetworkError):
    """No answer came: another way to the same host may give one."""


class AnsweredError(NetworkError):
    """The server answered, with something else than what was asked for: another address may do."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the status of the answer."""
        super().__init__(message)
        self.status = status


_REFUSALS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "asks for a name and password (401); give them as https://NAME:PASSWORD@… or download it "
    "in a browser and import the file",
    HTTPStatus.FORBIDDEN: "refuses programs that are no browser (403); download it in a browser and import the file",
    HTTPStatus.NOT_FOUND: "there is nothing at this address (404)",
    HTTPStatus.GONE: "there is nothing at this address any more (410)",
    HTTPStatus.TOO_MANY_REQUESTS: "was asked too often (429); try again later",
}


def refusal(response: BaseHTTPResponse, address: str) -> str:
    """The sentence for an answer that is neither content nor a redirect."""
    told = _REFUSALS.get(response.status)
    if told is None:
        reason = one_line(response.reason or "")[:60]
        status = f"{response.status} {reason}".strip()
        fault = response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        told = f"the server failed ({status}); try again later" if fault else f"the server answers {status}"
    return f"{shown_address(address)}: {told}"


def as_network_error(error: Exception, address: str) -> NetworkError:
    """The error of urllib3, or of what is below it, as one of ours."""
    if isinstance(error, exceptions.ProxyError):
        below = error.original_error.__cause__ or error.original_error
        message = f"{shown_address(address)}: the proxy that the environment names does not help: {_short(below)}"
        return UnreachableError(message)
    reason, kind = _reason(error, address)
    return kind(f"{shown_address(address)}: {reason}")


def _reason(error: Exception, address: str) -> tuple[str, type[NetworkError]]:
    host = urlsplit(address).hostname
    if isinstance(error, exceptions.SSLError):
        return _reason_of_tls(error, host)
    if isinstance(error, exceptions.ConnectTimeoutError | exceptions.NewConnectionError):
        return _reason_of_no_connection(error, host), UnreachableError
    if isinstance(error, exceptions.TimeoutError):
        return f"{host} stopped answering; try again later", NetworkError
    if "IncompleteRead" in repr(error):  # by itself, or in a ProtocolError
        return "the download was cut off; try again later", NetworkError
    if isinstance(error, exceptions.ProtocolError):
        return f"{host} hung up or does not speak HTTP: {_short(error)}", NetworkError
    return f"cannot be fetched: {_short(error)}", NetworkError


def _reason_of_no_connection(error: Exception, host: str | None) -> str:
    if isinstance(error, exceptions.NameResolutionError):
        return f"there is no host {host!r} to be found; is it spelt right, and is there a network?"
    if isinstance(error.__cause__, ConnectionRefusedError):
        return f"{host} refuses the connection"
    if isinstance(error, exceptions.NewConnectionError):  # which urllib3 counts among the time-outs too
        return f"{host} cannot be reached: {_short(error.__cause__)}"
    return f"{host} does not answer"


def _reason_of_tls(error: exceptions.SSLError, host: str | None) -> tuple[str, type[NetworkError]]:
    """A certificate that is not trusted is no reason to try without one; a host without TLS is."""
    below = error.args[0] if error.args else error
    if isinstance(below, SSLCertVerificationError):
        return f"the certificate of {host} is not trusted: {one_line(below.verify_message)}", NetworkError
    why = str(getattr(below, "reason", None) or _short(below)).replace("_", " ").lower()
    return f"{host} does not speak https there ({why})", UnreachableError


def _short(error: object) -> str:
    """The last words of an error that wraps another."""
    while isinstance(error, BaseException) and error.args and isinstance(error.args[-1], BaseException):
        error = error.args[-1]
    return one_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)[:120]
