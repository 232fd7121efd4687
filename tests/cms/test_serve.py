"""`manage.py serve` as processes: that everything starts, and that nothing is left."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from cms import public_site
from cms.management.commands import site_environment
from cms.server import LONGEST_STOP
from cms.serving import CannotServeError, find_site
from tests.api.webhooks.worker_process import Database, committing
from tests.cms.test_environment import environment

PATIENCE = 60
MOMENT = threading.Event()


def find_free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def serving(folder):
    """The CMS and the worker, with the address of the former; killed if the test does not end them."""
    port = find_free_port()
    variables = {**Database(folder).environment, "PORT": str(port), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", "serve", "--no-site"]
    with subprocess.Popen(command, cwd=public_site.BASE_DIR, env=variables, stderr=subprocess.PIPE) as process:
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def wait_for_answer(address):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE) as response:  # noqa: S310  # ours
                return response.status
        except OSError:
            assert time.monotonic() < until
            MOMENT.wait(0.05)


def find_child(pid, *words):
    """The id of a process that another one has started, with these words in its command; None if there is none yet."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if set(words) <= set(Path(f"/proc/{child}/cmdline").read_text().split("\0")):
            return int(child)
    return None


@committing
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything(home, tmp_path, number):
    with serving(tmp_path) as (process, address):
        wait_for_answer(address)
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)

    # Standard error is at its end once all programs, which share it, are gone.
    assert (process.returncode, said) == (0, b"")


@committing
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Children are found as Linux tells them.")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_signal_while_the_server_starts_ends_everything(home, tmp_path, number, code):
    with serving(tmp_path) as (process, _):
        until = time.monotonic() + PATIENCE
        while not ((server := find_child(process.pid, "cms.server")) and find_child(server)):
            assert time.monotonic() < until
            MOMENT.wait(0.01)
        process.send_signal(number)
        asked_at = time.monotonic()
        process.communicate(timeout=PATIENCE)

    assert process.returncode == code
    assert time.monotonic() - asked_at < LONGEST_STOP / 2


@committing
def test_nothing_outlives_a_killed_supervisor(home, tmp_path):
    with serving(tmp_path) as (process, address):
        wait_for_answer(address)
        process.kill()
        _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said) == (-signal.SIGKILL, b"")


@committing
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Children are found as Linux tells them.")
def test_a_worker_that_dies_takes_the_server_with_it_and_the_command_fails(home, tmp_path):
    with serving(tmp_path) as (process, address):
        wait_for_answer(address)
        os.kill(find_child(process.pid, "worker"), signal.SIGKILL)
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert said.decode().splitlines()[-1] == "The worker (SIGKILL) has ended by itself, and so has everything else."


def test_a_site_that_cannot_run_is_said_to_the_caller(tmp_path):
    variables = {**os.environ, "PUBLIC_URL": "", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "serve"]

    done = subprocess.run(command, cwd=public_site.BASE_DIR, env=variables, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "PUBLIC_URL must be the address of the public site; --no-site serves the CMS alone.\n"


@pytest.fixture
def built(monkeypatch, tmp_path):
    """The environment in which a site can be served."""
    entry = tmp_path / "entry.mjs"
    entry.touch()
    monkeypatch.setattr(public_site, "BUILT", entry)
    return environment(PUBLIC_URL="https://example.org/", SITE_SECRET="given")


def test_the_site_is_told_where_the_cms_is_and_what_both_know(built):
    program = find_site(built)

    node, script = program.command
    assert (script, program.folder.name) == ("server.mjs", "frontend")
    assert subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.startswith("v24.")
    assert program.variables == {
        "CMS_URL": "http://localhost:8000",
        "PUBLIC_URL": "https://example.org",
        "SITE_SECRET": "given",
        "HOST": "127.0.0.1",
        "PORT": "4321",
        "CACHE_DIR": str(public_site.BASE_DIR / "var" / "site"),
        "PARENT_PID": str(os.getpid()),
    }


def test_a_site_without_an_address_of_its_own_is_not_served(built):
    with pytest.raises(CannotServeError, match="PUBLIC_URL must be the address of the public site"):
        find_site(environment())


def test_a_site_that_is_not_built_is_not_served(built, monkeypatch, tmp_path):
    monkeypatch.setattr(public_site, "BUILT", tmp_path / "missing")

    with pytest.raises(CannotServeError, match="The public site is not built"):
        find_site(built)


def test_without_the_package_node_is_looked_for_on_the_path(built, monkeypatch, tmp_path):
    monkeypatch.setattr(public_site, "find_spec", lambda _name: None)
    node = tmp_path / "node"
    node.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_site(built).command[0]
    node.unlink()

    with pytest.raises(CannotServeError, match="Node 24 is needed"):
        find_site(built)

    assert found == str(node)


def test_a_site_elsewhere_is_told_the_same(monkeypatch):
    monkeypatch.setattr(
        site_environment, "ENVIRONMENT", environment(PUBLIC_URL="https://example.org/", SITE_SECRET="given here")
    )
    output = io.StringIO()

    call_command("site_environment", stdout=output)

    assert output.getvalue().splitlines() == [
        "CMS_URL=http://localhost:8000",
        "PUBLIC_URL=https://example.org",
        "SITE_SECRET='given here'",
    ]
