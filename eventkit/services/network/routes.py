"""The way to a host: through which proxy, and whether it ends in a private network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(address: str) -> str:
    """The proxy that the environment, or the system, names for an address; empty for none.

    Read as every program reads them: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and NO_PROXY for those that need none.
    """
    parts = urlsplit(address)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def is_private(address: str) -> bool:
    """Whether an address leads to this machine, or into a network that is not everybody's.

    A proxy looks names up itself, so with one only names that are private by themselves are told.
    """
    host = urlsplit(address).hostname or ""
    try:
        return _is_private(ipaddress.ip_address(host))
    except ValueError:
        pass
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    if proxy_for(address):
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False  # it cannot be asked either
    return any(_is_private(ipaddress.ip_address(str(info[4][0]))) for info in found)


def _is_private(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return not (mapped or ip).is_global
