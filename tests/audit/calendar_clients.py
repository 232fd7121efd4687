"""Subscribes vdirsyncer to the golden calendar over HTTP and lists what it stored with khal.

Runs with the audit's own Python; `python calendar_clients.py vdirsyncer` or `khal`. Prints a figure; ends with code 1
and the differences when a client holds something else.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import http.server
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from feed_parsers import EXPECTED, FIRST_DAY, GOLDEN, LAST_DAY, compare_events, read_text, write_event
from vdirsyncer.vobject import Item, split_collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feed_parsers import Row

TOOLS = Path(sys.executable).parent
SUBSCRIPTION = """
[general]
status_path = "{folder}/status/"

[pair feed]
a = "remote"
b = "local"
collections = null

[storage remote]
type = "http"
url = "{url}"

[storage local]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
"""
CALENDARS = """
[calendars]
[[feed]]
path = {folder}/items
readonly = True

[sqlite]
path = {folder}/khal.db

[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S
"""
ONE_DAY = dt.timedelta(days=1)
FIELDS = "{title}\t{all-day}\t{start-long-full}\t{end-long-full}"


class GoldenFiles(http.server.SimpleHTTPRequestHandler):
    """The golden feeds, without a line in the log for each request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve_golden_feeds() -> Iterator[str]:
    """The address of the golden calendar while it is served."""
    handler = functools.partial(GoldenFiles, directory=str(GOLDEN / "feeds"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/events.ics"
        finally:
            server.shutdown()


def run(folder: Path, tool: str, *arguments: str) -> str:
    """What a tool prints; raises `ValueError` with it when it fails. It finds its home in the folder."""
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "TZ": "UTC"}
    command = [str(TOOLS / tool), "--config", str(folder / tool), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{done.stdout}\n{done.stderr}")
    return done.stdout


def subscribe(folder: Path) -> str:
    """Sync twice; each event is an item of its own, and the second time nothing moves."""
    uids = sorted(Item(text).uid for text in split_collection(read_text()))
    if uids != sorted(event["uid"] for event in EXPECTED["calendar"]):
        raise ValueError(f"{len(uids)} items: {uids}")
    (folder / "items").mkdir()
    with serve_golden_feeds() as url:
        (folder / "vdirsyncer").write_text(SUBSCRIPTION.format(folder=folder, url=url), encoding="utf-8")
        run(folder, "vdirsyncer", "discover", "feed")
        run(folder, "vdirsyncer", "sync")
        first = read_items(folder)
        run(folder, "vdirsyncer", "sync")
    if len(first) != len(uids) or first != read_items(folder):
        raise ValueError(f"{len(first)} items: {sorted(first)}")
    return f"{len(first)} items, none moved by a second sync"


def read_items(folder: Path) -> dict[str, int]:
    """The names of the stored items with the times at which they were written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / "items").iterdir()}


def show(folder: Path) -> str:
    """Compare what khal lists of the stored items."""
    subscribe(folder)
    (folder / "khal").write_text(CALENDARS.format(folder=folder), encoding="utf-8")
    days = (FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    listed = run(folder, "khal", "list", "--once", "--day-format", "", "--format", FIELDS, *days)
    return compare_events(map(read_line, listed.splitlines()))


def read_line(line: str) -> Row:
    """An event of khal's list in UTC, of which the last day is included.

    It is known by its title: in a subscription, vdirsyncer gives uids of its own.
    """
    title, is_all_day, *bounds = line.split("\t")
    start, end = (dt.datetime.fromisoformat(bound).replace(tzinfo=dt.UTC) for bound in bounds)
    uid = next((event["uid"] for event in EXPECTED["calendar"] if event["title"] == title), title)
    if is_all_day == "True":
        return write_event(uid, title, start.date(), end.date() + ONE_DAY)
    return write_event(uid, title, start, end)


CLIENTS = {"vdirsyncer": subscribe, "khal": show}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        try:
            sys.stdout.write(CLIENTS[sys.argv[1]](Path(name)) + "\n")
        except ValueError as difference:
            sys.exit(str(difference))
