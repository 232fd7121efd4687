"""The build of the site: how long it takes, and how large it is."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.public_site import FOLDER, find_node

if TYPE_CHECKING:
    from pathlib import Path

ASTRO = FOLDER / "node_modules" / "astro" / "bin" / "astro.mjs"


class CannotBuildError(Exception):
    """Node or the packages of the site are missing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Build:
    """A folder that holds all that a server of the site needs; seconds it took, and bytes of its files."""

    home: Path
    seconds: float
    size: int


def node() -> str:
    """Where Node is; raises `CannotBuildError`."""
    found = find_node()
    if found is None or not ASTRO.exists():
        raise CannotBuildError("Node 24 or frontend/node_modules is missing: make site installs both.")
    return found


def build_site(home: Path) -> Build:
    """Build into an empty folder; raises `CannotBuildError`, or `RuntimeError` with what the build says."""
    command = [node(), str(ASTRO), "build", "--silent", "--outDir", str(home / "dist")]
    started = time.monotonic()
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode:
        raise RuntimeError(f"astro build:\n{done.stdout}{done.stderr}")
    for name in ("server.mjs", "package.json"):
        shutil.copy(FOLDER / name, home)
    return Build(home, seconds, sum(path.stat().st_size for path in home.rglob("*") if path.is_file()))
