"""The worker as a process, and the database that it shares with a test."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60

committing = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Database:
    """What is committed, for other processes; SQLite's database of tests is in memory, and copied to a file."""

    def __init__(self, folder, **variables):
        values = connection.settings_dict
        self.variables = variables
        self.path = folder / "copy.sqlite3" if connection.vendor == "sqlite" else None
        self.folder = folder
        (folder / "static").mkdir()
        if self.path:
            with contextlib.closing(sqlite3.connect(self.path)) as copy:
                connection.connection.backup(copy)
            self.url = f"sqlite:///{self.path}"
        else:
            self.url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**values)

    @property
    def environment(self):
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "LOG_LEVEL": "ERROR",
            "WEBHOOKS_ALLOW_PRIVATE_TARGETS": "true",
            **self.variables,
        }

    def execute(self, sql):
        """The rows of a statement."""
        if not self.path:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        with contextlib.closing(sqlite3.connect(self.path, timeout=PATIENCE)) as copy, copy:
            return copy.execute(sql).fetchall()

    def states(self):
        return self.execute("SELECT state, attempts, claimed_until FROM api_webhookdelivery ORDER BY id")


@contextlib.contextmanager
def worker(database, *options):
    """A worker that is killed if the test does not end it."""
    command = [sys.executable, "manage.py", "worker", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=database.environment)
    with process:
        yield process
        process.kill()


def end(process):
    """What a worker says that is asked to end."""
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)
