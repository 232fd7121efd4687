"""A request over a real socket: to the address that was checked, once, and never for ever."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from dataclasses import replace

import pytest

from api.webhooks.sending import Answer, send
from pages.outgoing.requests import Fault
from pages.outgoing.targets import Target
from tests.api.webhooks.receiver import Receiver, Reply

SOON = 0.5


def target_of(receiver, **changes):
    target = Target(
        is_https=False,
        addresses=("127.0.0.1",),
        port=receiver.port,
        name="partner.test",
        host=f"partner.test:{receiver.port}",
        path="/hooks?key=1",
    )
    return replace(target, **changes)


def post(target, **options):
    """An answer without its time."""
    return replace(send(target, body=b'{"a":1}', headers={"webhook-id": "msg_1"}, **options), milliseconds=0)


@pytest.fixture
def never():
    """Something that is waited for until the test ends."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate and key for `partner.test`."""
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=partner.test"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    try:
        subprocess.run(
            [*command, "-addext", "subjectAltName=DNS:partner.test", *files], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("no openssl")
    return folder


@pytest.fixture
def secure_receiver(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with Receiver(context=context) as running:
        yield running


def test_a_message_arrives_as_it_stands():
    with Receiver(Reply(202, body=b"thanks")) as receiver:
        answer = post(target_of(receiver))

    [received] = receiver.received
    assert answer == Answer(0, status=202, excerpt="thanks")
    assert (received.path, received.body) == ("/hooks?key=1", b'{"a":1}')
    assert received.headers == {
        "Host": f"partner.test:{receiver.port}",
        "Accept-Encoding": "identity",
        "Content-Length": "7",
        "User-Agent": received.headers["User-Agent"],
        "webhook-id": "msg_1",
    }


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with Receiver() as elsewhere, Receiver(Reply(status, {"Location": elsewhere.url})) as receiver:
        answer = post(target_of(receiver))

    assert answer == Answer(0, status=status, fault=Fault.STATUS)
    assert elsewhere.received == []


def test_the_proxy_of_the_environment_is_not_used(monkeypatch):
    with Receiver() as proxy, Receiver() as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        post(target_of(receiver))

    assert (len(proxy.received), len(receiver.received)) == (0, 1)


@pytest.mark.parametrize(
    ("header", "seconds"), [("120", 120), ("0", 0), ("-1", None), ("1e3", None), ("9" * 30, None), ("soon", None)]
)
def test_seconds_of_retry_after_are_read(header, seconds):
    with Receiver(Reply(503, {"Retry-After": header})) as receiver:
        answer = post(target_of(receiver))

    assert answer == Answer(0, status=503, fault=Fault.STATUS, retry_after=seconds)


def test_of_a_long_answer_only_the_beginning_is_read():
    with Receiver(Reply(500, body=b"\x00<b>\xff\n" + b"a" * 50_000_000)) as receiver:
        answer = post(target_of(receiver))

    assert answer == Answer(0, status=500, fault=Fault.STATUS, excerpt=" <b>\ufffd\n" + "a" * 494)


def test_a_compressed_answer_is_not_unpacked():
    bomb = b"\x1f\x8b\x08" + b"0" * 100
    with Receiver(Reply(200, {"Content-Encoding": "gzip"}, bomb)) as receiver:
        answer = post(target_of(receiver))

    assert (answer.status, answer.excerpt) == (
        200,
        "\x1f\ufffd\x08".replace("\x1f", " ").replace("\x08", " ") + "0" * 100,
    )


def test_a_receiver_that_says_nothing_is_left(never):
    with Receiver(Reply(hold=never)) as receiver:
        begun = time.monotonic()
        answer = post(target_of(receiver), timeout=SOON)

    assert answer == Answer(0, fault=Fault.TIMEOUT)
    assert time.monotonic() - begun < 5


def drip(listener, data, stop):
    """Answer one request with a byte now and then, so that no single wait is long."""
    connection, _ = listener.accept()
    with connection:
        for byte in data:
            if stop.wait(0.05):
                return
            try:
                connection.send(bytes([byte]))
            except OSError:
                return


@pytest.fixture
def dripping(never):
    """Starts a server that answers byte by byte; gives its port."""
    threads, listeners = [], []

    def start(data):
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=drip, args=[listener, data, never])
        thread.start()
        threads.append(thread)
        listeners.append(listener)
        return listener.getsockname()[1]

    yield start
    never.set()
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize("timeout", [SOON, 2])
def test_a_receiver_that_answers_byte_by_byte_is_left_in_time(dripping, timeout):
    port = dripping(b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 1000)
    target = Target(is_https=False, addresses=("127.0.0.1",), port=port, name="a", host="a", path="/")
    begun = time.monotonic()

    answer = post(target, timeout=timeout)

    assert answer == Answer(0, fault=Fault.TIMEOUT)
    assert time.monotonic() - begun < 5


def test_a_status_counts_although_the_rest_of_the_answer_is_late(dripping):
    port = dripping(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 1000)
    target = Target(is_https=False, addresses=("127.0.0.1",), port=port, name="a", host="a", path="/")

    begun = time.monotonic()

    answer = post(target, timeout=2)

    assert (answer.status, answer.fault) == (200, None)
    assert time.monotonic() - begun < 5


def test_nobody_listening_is_a_fault():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    target = Target(is_https=False, addresses=("127.0.0.1",), port=port, name="a", host="a", path="/")

    assert post(target) == Answer(0, fault=Fault.CONNECTION)


def test_the_next_address_is_tried_where_the_first_does_not_answer():
    with Receiver() as receiver:
        answer = post(target_of(receiver, addresses=("127.0.0.2", "127.0.0.1")))

    assert answer == Answer(0, status=204)


@pytest.mark.parametrize(
    "raw", [b"hello\r\n\r\n", b"", b"HTTP/1.1 two\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200]
)
def test_what_is_not_http_is_a_fault(raw):
    with Receiver(Reply(raw=raw)) as receiver:
        answer = post(target_of(receiver))

    assert answer.status is None
    assert answer.fault in {Fault.PROTOCOL, Fault.CONNECTION}


def test_a_certificate_has_to_be_for_the_name_and_not_the_address(secure_receiver, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))

    named = post(target_of(secure_receiver, is_https=True))
    other = post(target_of(secure_receiver, is_https=True, name="other.test"))

    assert (named, other) == (Answer(0, status=204), Answer(0, fault=Fault.TLS))
    assert len(secure_receiver.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_receiver):
    assert post(target_of(secure_receiver, is_https=True)) == Answer(0, fault=Fault.TLS)
    assert secure_receiver.received == []


def test_a_handshake_without_end_is_left_in_time(dripping):
    port = dripping(b"\x16" * 1000)
    target = Target(is_https=True, addresses=("127.0.0.1",), port=port, name="a", host="a", path="/")
    begun = time.monotonic()

    answer = post(target, timeout=SOON)

    assert answer.fault in {Fault.TIMEOUT, Fault.TLS}
    assert time.monotonic() - begun < 5
