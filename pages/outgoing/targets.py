"""Which addresses may be asked: none inside our own network, whatever a name resolves to (SSRF)."""

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
    """An address must not be asked; the message says why, to the person who entered it."""


class UnknownHostError(RefusedTargetError):
    """There is no host of that name."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Schemes and ports of public targets; other ports are those of services that do not expect HTTP."""

    schemes: frozenset[str]
    ports: frozenset[int]


MESSAGES = Doors(frozenset({"https"}), frozenset({443, 8443}))
"""Of those who are sent messages."""

WEB = Doors(frozenset({"http", "https"}), frozenset({80, 443}))
"""Of what people read."""


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
    return find_behind(url, doors=None if is_ours or settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS else MESSAGES)


def find_page_target(url: str, *, is_ours: bool = False) -> Target:
    """Where a page of the web is, resolved now; raises `RefusedTargetError`. Those that are `ours` may be anywhere."""
    return find_behind(url, doors=None if is_ours else WEB)


def find_behind(url: str, *, doors: Doors | None) -> Target:
    """Where a URL leads through doors, to public addresses alone; without any, wherever it leads.

    Raises `RefusedTargetError`.
    """
    parts = split(url)
    is_https = parts.scheme == "https"
    name, port = read_host(parts), parts.port or (443 if is_https else 80)
    if doors is not None:
        require_door(parts.scheme, port=port, doors=doors)
    addresses = resolve(name, port=port)
    if doors is not None and not all(map(is_public, addresses)):
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


def require_door(scheme: str, *, port: int, doors: Doors) -> None:
    """Raises `RefusedTargetError` for a scheme or port that no public target has."""
    if scheme not in doors.schemes:
        raise RefusedTargetError(_("The address has to begin with https://."))
    if port not in doors.ports:
        first, last = sorted(doors.ports)
        raise RefusedTargetError(
            _("Only the ports %(first)s and %(last)s are allowed.") % {"first": first, "last": last}
        )


def resolve(name: str, *, port: int) -> tuple[str, ...]:
    """The addresses of a host in the order to try them; raises `UnknownHostError` if there are none."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise UnknownHostError(_("The name of the host is not known."))
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
