"""A partner's server for tests: it keeps what it is sent and answers as it is told."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 30


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """An answer: its status, headers and body. With `raw`, these bytes; with `hold`, nothing until it is set."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    hold: threading.Event | None = None


class Receiver:
    """Serves until the block ends; `replies` are given in their order, the last for ever."""

    def __init__(self, *replies, context=None, port=0):
        self.replies = list(replies) or [Reply()]
        self.received: list[Received] = []
        self.arrived = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                reply = receiver.take(Received(self.path, dict(self.headers), body))
                if reply.hold:
                    reply.hold.wait(PATIENCE)
                with contextlib.suppress(OSError):
                    self.give(reply)

            do_GET = do_POST  # noqa: N815  # the name that http.server looks for

            def give(self, reply):
                if reply.raw is not None:
                    self.wfile.write(reply.raw)
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_args):
                """Keep quiet."""

        self.server = Server(("127.0.0.1", port), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hooks?key=1"

    def take(self, received):
        with self.arrived:
            self.received.append(received)
            self.arrived.notify_all()
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def wait_for(self, count):
        """What was received, once there are so many requests."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, PATIENCE)
            return list(self.received)

    @property
    def message_ids(self):
        return [it.headers["webhook-id"] for it in self.received]

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self

    def __exit__(self, *_error):
        for reply in self.replies:
            if reply.hold:
                reply.hold.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A client that goes away is none of ours."""
