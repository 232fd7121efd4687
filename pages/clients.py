"""The network address that a request comes from, as counters of requests tell clients apart."""

from __future__ import annotations

import functools
import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

NETWORK_BITS = 64
"""What one subscriber has of IPv6 (RFC 6177); each of its addresses would else be a client of its own."""


def find_address(request: HttpRequest) -> str:
    """The network address that a request comes from; of IPv6, the network.

    Each trusted proxy adds the address it was asked from to the end of X-Forwarded-For; what stands before these
    entries is the client's own invention.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    if proxies:
        entries = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", proxies)
        if len(entries) >= proxies:
            return read_address(entries[-proxies].strip()) or read_address(remote) or remote
    return read_address(remote) or remote


@functools.lru_cache(maxsize=1024)
def read_address(text: str) -> str | None:
    """The network that stands for a client's address, with or without a port; None for anything else."""
    host = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), NETWORK_BITS), strict=False))
