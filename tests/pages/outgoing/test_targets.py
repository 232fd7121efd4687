"""Messages go to public addresses alone, whatever form a private one is written in."""

from __future__ import annotations

import socket

import pytest

from pages.outgoing.targets import RefusedTargetError, Target, find_target, is_public

PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "168.63.129.16",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",  # noqa: S104  # an address to be refused
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.215.14",
    "::ffff:0:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::5db8:d70e",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:a00:1::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%2",
    "2606:2800:220:1::1%2",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "64:ff9b::5db8:d70e", "2a00:1450::1"]


@pytest.fixture
def names(monkeypatch):
    """What names resolve to, as the system would say; anything else is not known."""
    known = {}

    def getaddrinfo(name, port, **_options):
        if name not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[name]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def refusal(url):
    with pytest.raises(RefusedTargetError) as caught:
        find_target(url)
    return str(caught.value)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_internet_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "127.0.0.1.",
        "①②⑦.⓪.⓪.①",  # digits that IDNA makes plain
    ],
)
def test_every_way_to_write_this_machine_is_refused(host):
    assert refusal(f"https://{host}/hooks") in {
        "This name leads into a private network. Messages are sent to public addresses.",
        "The name of the host is not known.",
    }


def test_a_name_with_one_private_address_among_public_ones_is_refused(names):
    names["mixed.example.org"] = ["93.184.215.14", "10.0.0.5"]

    assert refusal("https://mixed.example.org/") == (
        "This name leads into a private network. Messages are sent to public addresses."
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "Enter an address such as https://example.org/hooks."),
        ("hooks", "Enter an address such as https://example.org/hooks."),
        ("//example.org/", "Enter an address such as https://example.org/hooks."),
        ("ftp://example.org/", "Enter an address such as https://example.org/hooks."),
        ("file:///etc/passwd", "Enter an address such as https://example.org/hooks."),
        ("https://", "Enter an address such as https://example.org/hooks."),
        ("https://example.org:99999/", "Enter an address such as https://example.org/hooks."),
        ("https://example.org:0/", "Enter an address such as https://example.org/hooks."),
        ("https://[::1/", "Enter an address such as https://example.org/hooks."),
        ("https://example.org/a b", "Enter an address such as https://example.org/hooks."),
        ("https://example.org/\r\nX: 1", "Enter an address such as https://example.org/hooks."),
        ("https://exam\tple.org/", "Enter an address such as https://example.org/hooks."),
        ("https://example.org\\@10.0.0.1/", "Enter an address such as https://example.org/hooks."),
        (f"https://example.org/{'a' * 2000}", "Enter an address such as https://example.org/hooks."),
        ("https://user:word@example.org/", "Leave out user and password: each message is signed instead."),
        ("https://example.org@10.0.0.1/", "Leave out user and password: each message is signed instead."),
        ("http://example.org/", "The address has to begin with https://."),
        ("https://example.org:22/", "Only the ports 443 and 8443 are allowed."),
        ("https://example.org:80/", "Only the ports 443 and 8443 are allowed."),
        (f"https://{'a' * 64}.org/", "The name of the host is not valid."),
        ("https://a..org/", "The name of the host is not valid."),
        ("https://[fe80::1%25eth0]/", "The name of the host is not valid."),
        ("https://unknown.example.org/", "The name of the host is not known."),
    ],
)
def test_what_is_no_target_is_refused_with_a_reason(names, url, message):
    assert refusal(url) == message


def test_a_target_is_resolved_once_with_what_the_request_needs(names):
    names["xn--bcher-kva.example.org"] = ["93.184.215.14", "93.184.215.14", "2606:2800:220:1::1"]

    assert find_target("https://Bücher.example.org:8443/höoks?key=ä#part") == Target(
        is_https=True,
        addresses=("93.184.215.14", "2606:2800:220:1::1"),
        port=8443,
        name="xn--bcher-kva.example.org",
        host="xn--bcher-kva.example.org:8443",
        path="/h%C3%B6oks?key=%C3%A4",
    )


def test_development_may_allow_private_targets(settings):
    settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS = True

    assert find_target("http://[::1]:4321") == Target(
        is_https=False, addresses=("::1",), port=4321, name="::1", host="[::1]:4321", path="/"
    )
