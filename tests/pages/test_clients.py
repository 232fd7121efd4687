"""Where a request comes from."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from pages.clients import find_address, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:8080", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", None),
        ("unknown", None),
        ("192.0.2.1.5", None),
        ("0x7f.1", None),
        ("192.0.2.1, 192.0.2.2", None),
        ("[2001:db8::1", "2001:db8::/64"),
        ("\x00", None),
        ("é" * 1000, None),
    ],
)
def test_an_address_stands_for_its_network(text, address):
    assert read_address(text) == address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1,203.0.113.9:5123", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "203.0.113.9, ", "192.0.2.1"),
        (1, "," * 10_000, "192.0.2.1"),
        (1, None, "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::/64"),
    ],
)
def test_only_trusted_proxies_say_where_a_request_comes_from(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)

    assert find_address(request) == address


def test_a_request_through_a_socket_has_no_address(settings):
    assert find_address(RequestFactory().get("/", REMOTE_ADDR="")) == ""
