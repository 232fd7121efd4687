"""Scratch databases full of invented events."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.bench.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
OF_THE_MACHINE = {"CACHE_URL", "CMS_URL", "PUBLIC_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "TRUSTED_PROXIES"}
"""Variables that would measure something else than what `make run` serves."""


class NoDatabaseServerError(Exception):
    """PostgreSQL does not answer at the address in `BENCH_DATABASE_URL`."""


def server_address() -> str:
    """Where scratch databases are made."""
    return os.environ.get("BENCH_DATABASE_URL") or DATABASE_SERVER


@dataclass(frozen=True, slots=True)
class Database:
    """A scratch database."""

    name: str

    @property
    def url(self) -> str:
        """Its address."""
        return urlsplit(server_address())._replace(path=f"/{self.name}").geturl()


@contextlib.contextmanager
def database(purpose: str, *, template: str = "template0") -> Iterator[Database]:
    """A copy of another database, an empty one by default, dropped at the end; raises `NoDatabaseServerError`."""
    made = Database(f"colloquium_bench_{purpose}_{os.getpid()}")
    name = sql.Identifier(made.name)
    execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))
    try:
        yield made
    finally:
        execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def execute(statement: sql.Composable) -> None:
    """Run a statement outside of transactions."""
    try:
        with psycopg.connect(server_address(), autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement)
    except psycopg.OperationalError as error:
        raise NoDatabaseServerError(
            f"PostgreSQL does not answer at {server_address()}: {error}"
            "Set BENCH_DATABASE_URL to a server on which databases may be made."
        ) from error


def environment_of(url: str, folder: Path) -> dict[str, str]:
    """The environment of commands and servers over a scratch database and an empty folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_MACHINE}
    (folder / "static").mkdir()
    return {
        **inherited,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "GRAPHQL_POINTS_PER_MINUTE": "0",
        "LOG_LEVEL": "WARNING",
    }


def fill(environment: dict[str, str], count: int) -> dict[str, float]:
    """Store `count` events with their documents and pictures; gives the seconds of each step."""
    steps = {
        "events": ("generate_events", f"--count={count}"),
        "documents": ("render_pages",),
        "calendar": ("ledger", "reconcile"),
        "pictures": ("render_images",),
    }
    seconds = {name: manage(environment, *command) for name, command in steps.items()}
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return seconds


def manage(environment: dict[str, str], *command: str) -> float:
    """Run a command of the project; gives the seconds it took, raises `RuntimeError` with its output."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)}:\n{done.stdout}{done.stderr}")
    return time.monotonic() - started
