"""Fetching over HTTP: one deadline and one limit for all of it, redirects looked at one by one, nothing believed.

Imports urllib3, and is itself imported only where something is fetched.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import urllib3

from eventkit import __version__
from eventkit.domain.addresses import normal_address, same_origin, shown_address, without_user
from eventkit.errors import InputError, NetworkError
from eventkit.services.network.fetch_errors import AnsweredError, UnreachableError, as_network_error, refusal
from eventkit.services.network.inflating import inflate
from eventkit.services.network.routes import is_private, proxy_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3.response import BaseHTTPResponse

MOST_REDIRECTS = 5
_MEGABYTE = 1024 * 1024
_CONNECTING = 10
"""Seconds after which an address of a host is given up, and the next one tried."""
_AT_ONCE = 64 * 1024
_OK, _NOT_MODIFIED, _REDIRECTS = 200, 304, {301, 302, 303, 307, 308}
_LONGEST_TAG = 500
_SETTLED = timedelta(seconds=2)
"""How old a version has to be for its date to name it: the dates of HTTP tell whole seconds."""
_HEADERS = {
    "User-Agent": f"eventkit/{__version__} (+agenda importer)",
    "Accept": "text/calendar, application/xml;q=0.9, application/json;q=0.9, text/html;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of an address.

    ``address`` is where to ask again, ``final`` where the redirects ended; ``unchanged`` says that it is what
    ``etag`` and ``last_modified`` were told of, and that ``data`` is empty for it.
    """

    address: str
    final: str
    data: bytes = b""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


class Fetcher:
    """Fetches several addresses within one deadline."""

    def __init__(self, *, seconds: float, megabytes: int) -> None:
        """Start the clock."""
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._megabytes = megabytes

    def get(self, address: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Fetch an address in its normal form; raises ``NetworkError``.

        What calendar programs call webcal is asked for by https, and by http where the host has no https or the
        address has a port of its own.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        scheme, _, rest = address.partition("://")
        if scheme not in {"webcal", "webcals"}:
            return self._in_time(address, headers)
        if scheme == "webcal" and urlsplit(address).port not in {None, 443}:
            return self._in_time(normal_address(f"http://{rest}"), headers)
        try:
            return self._in_time(normal_address(f"https://{rest}"), headers)
        except UnreachableError:
            if scheme == "webcals":
                raise
            return self._in_time(normal_address(f"http://{rest}"), headers)

    def _in_time(self, address: str, headers: Mapping[str, str]) -> Fetched:
        """Fetch in a thread of its own: looking up a name, and headers that drip, heed no time-out."""
        answers: SimpleQueue[Fetched | BaseException] = SimpleQueue()

        def work() -> None:
            try:
                answers.put(self._follow(address, headers))
            except BaseException as error:  # noqa: BLE001  # raised again by who waits for the answer
                answers.put(error)

        Thread(target=work, name="fetch", daemon=True).start()
        try:
            answer = answers.get(timeout=max(self._left(), 0))
        except Empty:
            raise self._too_slow(address) from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _follow(self, address: str, headers: Mapping[str, str]) -> Fetched:
        current = address
        seen = {without_user(address)}
        while True:
            with _pool(current) as pool:
                response = self._ask(pool, current, headers, sent_to=address)
                try:
                    if response.status not in _REDIRECTS or not response.headers.get("location"):
                        return self._taken(response, address, current, conditional=bool(headers))
                    target = _redirected(current, response.headers["location"], first=address)
                finally:
                    response.close()
            if target in seen or len(seen) > MOST_REDIRECTS:
                how = "in a circle" if target in seen else f"on more than {MOST_REDIRECTS} times"
                raise _failed(address, f"leads {how}, so it was not followed")
            seen.add(target)
            current = target

    def _ask(
        self, pool: urllib3.PoolManager, address: str, headers: Mapping[str, str], *, sent_to: str
    ) -> BaseHTTPResponse:
        """Send the request, with the name and password of the first address to that host only."""
        left = self._left()
        if left <= 0:
            raise self._too_slow(sent_to)
        try:
            return pool.urlopen(
                "GET",
                without_user(address),
                headers={**_HEADERS, **headers, **_credentials(sent_to, address)},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=min(left, _CONNECTING), read=left),
            )
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise as_network_error(error, address) from error

    def _taken(self, response: BaseHTTPResponse, address: str, final: str, *, conditional: bool) -> Fetched:
        if response.status == _NOT_MODIFIED and conditional:
            return Fetched(address=address, final=final, unchanged=True)
        if response.status != _OK:
            raise AnsweredError(refusal(response, final), response.status)
        data = self._body(response, address)
        if not data.strip():
            message = f"{shown_address(final)}: answers with nothing"
            raise AnsweredError(message, response.status)
        return Fetched(
            address=address,
            final=final,
            data=data,
            etag=response.headers.get("etag", "").strip()[:_LONGEST_TAG],
            last_modified=_last_modified(response)[:_LONGEST_TAG],
        )

    def _body(self, response: BaseHTTPResponse, address: str) -> bytes:
        """The whole body, unpacked, read piece by piece so that time and size are looked at."""
        most = self._megabytes * _MEGABYTE
        told = response.headers.get("content-length", "")
        if told.isdecimal() and int(told) > most:
            raise self._too_large(address)
        pieces, size = [], 0
        try:
            while piece := response.read1(_AT_ONCE):
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    raise self._too_large(address)
                if self._left() <= 0:
                    raise self._too_slow(address)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise as_network_error(error, address) from error
        try:
            data = inflate(b"".join(pieces), response.headers.get("content-encoding", ""), most)
        except ValueError as error:
            raise _failed(address, str(error)) from error
        if data is None:
            raise self._too_large(address)
        return data

    def _left(self) -> float:
        return self._end - time.monotonic()

    def _too_slow(self, address: str) -> NetworkError:
        return _failed(
            address, f"took longer than {self._seconds:g} s; try again later (setting download.seconds allows more)"
        )

    def _too_large(self, address: str) -> NetworkError:
        return _failed(address, f"is larger than {self._megabytes} MB (setting download.megabytes allows more)")


def _failed(address: str, reason: str) -> NetworkError:
    return NetworkError(f"{shown_address(address)}: {reason}")


def _pool(address: str) -> urllib3.PoolManager:
    """Connections with the certificates of the system, through the proxy of the environment where it names one."""
    from ssl import create_default_context  # honours SSL_CERT_FILE

    context = create_default_context() if address.startswith("https:") else None
    proxy = proxy_for(address)
    if not proxy:
        return urllib3.PoolManager(ssl_context=context)
    if not proxy.startswith(("http://", "https://")):
        message = f"the proxy {shown_address(proxy)}, which the environment names, is of a kind that cannot be used"
        raise NetworkError(message)
    try:
        return urllib3.ProxyManager(without_user(proxy), ssl_context=context, proxy_headers=_proxy_headers(proxy))
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        message = f"the proxy {shown_address(proxy)}, which the environment names, is no address"
        raise NetworkError(message) from error


def _proxy_headers(proxy: str) -> Mapping[str, str] | None:
    user = _user_of(proxy)
    return urllib3.make_headers(proxy_basic_auth=user) if user else None


def _credentials(of: str, to: str) -> Mapping[str, str]:
    """What the first address tells of a user, for its own host: also where that host leads from http to https."""
    user = _user_of(of)
    at_home = same_origin(of, to) or same_origin(of.replace("http://", "https://", 1), to)
    return urllib3.make_headers(basic_auth=user) if user and at_home else {}


def _user_of(address: str) -> str:
    user, at, _ = urlsplit(address).netloc.rpartition("@")
    return unquote(user) + ("" if ":" in user else ":") if at else ""


def _redirected(current: str, location: str, *, first: str) -> str:
    """Where a redirect leads; raises ``NetworkError`` where it leads out of what the user asked for."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()  # as a browser reads the bytes of a header
    location = re.sub(r"^webcals?:", "https:", location, flags=re.IGNORECASE)
    try:
        target = without_user(normal_address(urljoin(current, location)))
    except (InputError, ValueError) as error:
        raise _failed(first, f"leads to no address of the web: {error}") from error
    if target.startswith("http:") and current.startswith("https:"):
        raise _failed(first, f"leads from https to {shown_address(target)}, which is not safe, so it was not followed")
    if is_private(target) and not is_private(first):
        raise _failed(first, f"leads into a private network, to {shown_address(target)}, so it was not followed")
    return target


def _last_modified(response: BaseHTTPResponse) -> str:
    """Last-Modified, unless the answer was given so soon after it that another version may bear the same date.

    RFC 9110 section 8.8.2.2 calls such a date a weak validator. What is no date is compared as it stands.
    """
    told = response.headers.get("last-modified", "").strip()
    with suppress(ValueError, TypeError):  # no date; or one of the two without a zone
        if parsedate_to_datetime(response.headers.get("date", "")) - parsedate_to_datetime(told) < _SETTLED:
            return ""
    return told
