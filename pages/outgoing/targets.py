"""Which addresses messages may be sent to: none inside our own network, whatever a name resolves to (SSRF)."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

PORTS = frozenset({443, 8443})
"""Of public targets; others are those of services that do not expect HTTP."""

LONGEST_URL = 2000

RESERVED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
"""The special-purpose registry of IANA (RFC 6890), multicast, and the platform's own address in Azure."""

GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
RESERVED_V6 = tuple(
    ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
"""Teredo and other assignments of protocols, 6to4, and documentation. Nothing else of 2000::/3 is special."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedTargetError(ValueError):
    """Messages must not be sent to an address; the message says why, to the person who entered it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to: `addresses` are checked, in the order to try; `name` is what the certificate has to name.

    `host` is the Host header, `path` the request's target.
    """

    is_https: bool
    addresses: tuple[str, ...]
    port: int
    name: str
    host: str
    path: str


def find_target(url: str, *, is_ours: bool = False) -> Target:
    """Where messages for a URL go, resolved now; raises `RefusedTargetError`.

    URLs that are `ours` stand in the settings, and may lead anywhere.
    """
    is_checked = not (is_ours or settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS)
    parts = split(url)
    is_https = parts.scheme == "https"
    name, port = read_host(parts), parts.port or (443 if is_https else 80)
    if is_checked:
        require_public(is_https=is_https, port=port)
    addresses = resolve(name, port=port)
    if is_checked and not all(map(is_public, addresses)):
        raise RefusedTargetError(_("This name leads into a private network. Messages are sent to public addresses."))
    query = f"?{parts.query}" if parts.query else ""
    host = f"[{name}]" if ":" in name else name
    return Target(
        is_https=is_https,
        addresses=addresses,
        port=port,
        name=name,
        host=f"{host}:{parts.port}" if parts.port else host,
        path=iri_to_uri(f"{parts.path or '/'}{query}"),
    )


def split(url: str) -> SplitResult:
    """The parts of a URL that has a host, a valid port and no credentials; raises `RefusedTargetError`."""
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
        raise RefusedTargetError(_("Enter an address such as https://example.org/hooks."))
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid:
        raise RefusedTargetError(_("Enter an address such as https://example.org/hooks."))
    if "@" in parts.netloc:
        raise RefusedTargetError(_("Leave out user and password: each message is signed instead."))
    return parts


def read_host(parts: SplitResult) -> str:
    """The host as it is resolved, other scripts in Punycode; raises `RefusedTargetError`."""
    try:
        name = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except UnicodeError:
        name = ""
    if not name or "%" in name:
        raise RefusedTargetError(_("The name of the host is not valid."))
    return name


def require_public(*, is_https: bool, port: int) -> None:
    """Raises `RefusedTargetError` for a scheme or port that no public target has."""
    if not is_https:
        raise RefusedTargetError(_("The address has to begin with https://."))
    if port not in PORTS:
        raise RefusedTargetError(_("Only the ports 443 and 8443 are allowed."))


def resolve(name: str, *, port: int) -> tuple[str, ...]:
    """The addresses of a host in the order to try them; raises `RefusedTargetError` if there are none."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise RefusedTargetError(_("The name of the host is not known."))
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also behind the forms that carry an IPv4 one."""
    ip = ipaddress.ip_address(address)
    return is_public_v4(ip) if ip.version == 4 else is_public_v6(ip)  # noqa: PLR2004  # the version of the protocol


def is_public_v4(ip: IPv4Address) -> bool:
    """Whether an IPv4 address is for no special purpose."""
    return not any(ip in network for network in RESERVED_V4)


def is_public_v6(ip: IPv6Address) -> bool:
    """Whether an IPv6 address is global unicast for no special purpose, or NAT64 of a public one (RFC 6052).

    Nobody receives under 6to4, Teredo or mapped addresses: they are refused whatever they carry.
    """
    if ip in NAT64:
        return is_public_v4(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip.scope_id is None and ip in GLOBAL_V6 and not any(ip in network for network in RESERVED_V6)
