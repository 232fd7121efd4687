"""A website for tests: it answers each path as it is told, and notes what it was asked."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 30


@dataclass(frozen=True)
class Page:
    """An answer; `to_head` is the status of that to HEAD. With `hold`, nothing comes until it is set."""

    status: int = 200
    to_head: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: tuple[bytes, ...] = ()
    hold: threading.Event | None = None


class Website:
    """Serves `pages` by path until the block ends; other paths are not found."""

    def __init__(self, **pages):  # noqa: C901  # the handler belongs to one website
        self.pages = {f"/{name}": page for name, page in pages.items()}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.lock = threading.Lock()
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                with website.lock:
                    website.asked.append(f"{self.command} {self.path}")
                    website.agents.add(self.headers["User-Agent"])
                with contextlib.suppress(OSError):
                    self.give(website.pages.get(self.path, Page(404)))

            do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

            def give(self, page):
                for chunk in page.raw:
                    self.wfile.write(chunk)
                    self.wfile.flush()
                    if page.hold:
                        page.hold.wait(0.05)
                if page.raw:
                    return
                if page.hold:
                    page.hold.wait(PATIENCE)
                is_head = self.command == "HEAD"
                self.send_response(page.to_head if is_head and page.to_head else page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value.replace("{origin}", website.origin))
                if "Content-Length" not in page.headers:
                    self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                if not is_head:
                    self.wfile.write(page.body)

            def log_message(self, *_args):
                """Keep quiet."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.origin = f"http://{self.host}"

    def url(self, name):
        return f"{self.origin}/{name}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self

    def __exit__(self, *_error):
        for page in self.pages.values():
            if page.hold:
                page.hold.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A client that goes away is none of ours."""
