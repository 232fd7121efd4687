"""The CMS, the worker and the public site as one program: `python -m cms.serving`, which `manage.py serve` becomes.

It only waits, and so does without Django.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from cms import public_site
from cms.environment import BASE_DIR, Environment
from cms.supervision import Program, supervise

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SITE = "--no-site"


class CannotServeError(Exception):
    """The public site cannot run; the message says what to do."""


def find_programs(environment: Environment, *, has_site: bool) -> Iterator[Program]:
    """All programs, which end with this process; raises `CannotServeError`."""
    parent = ("--parent", str(os.getpid()))
    server = ("-m", "cms.server", "--host", environment.host, "--port", str(environment.port))
    yield Program("CMS", (sys.executable, *server, *parent), folder=BASE_DIR)
    yield Program("worker", (sys.executable, "manage.py", "worker", *parent), folder=BASE_DIR)
    if has_site:
        yield find_site(environment)


def find_site(environment: Environment) -> Program:
    """The server of the public site; raises `CannotServeError`."""
    if environment.site_url == environment.base_url:
        raise CannotServeError(f"PUBLIC_URL must be the address of the public site; {NO_SITE} serves the CMS alone.")
    if not public_site.BUILT.exists():
        raise CannotServeError(f"The public site is not built: make site; {NO_SITE} serves the CMS alone.")
    node = public_site.find_node()
    if node is None:
        raise CannotServeError(f"Node 24 is needed; {NO_SITE} serves the CMS alone.")
    variables = public_site.local_variables(environment, parent=os.getpid())
    return Program("public site", (node, "server.mjs"), folder=public_site.FOLDER, variables=variables)


def main() -> str | None:
    """Run all programs; the message to fail with when one has ended by itself, so that all are started again."""
    programs = find_programs(Environment.from_process(), has_site=NO_SITE not in sys.argv)
    try:
        ended = asyncio.run(supervise(list(programs)))
    except CannotServeError as error:
        return str(error)
    return ended and f"The {ended} has ended by itself, and so has everything else."


if __name__ == "__main__":
    sys.exit(main())
