"""`manage.py serve`: the CMS, the worker and the public site as one program."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from cms.environment import BASE_DIR
from cms.serving import NO_SITE

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Serve until SIGTERM or SIGINT; requests under way are answered first."""

    help = "Runs the server of the CMS, the worker and the public site until one of them ends, or until SIGTERM."
    # The processes it starts check the system themselves.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to leave out."""
        parser.add_argument(NO_SITE, action="store_true", help="Run no public site.")

    def handle(self, *_args: Any, no_site: bool, **_options: Any) -> None:
        """Become the process that starts all programs and waits for them."""
        os.chdir(BASE_DIR)
        options = [NO_SITE] if no_site else []
        os.execv(sys.executable, [sys.executable, "-m", "cms.serving", *options])  # noqa: S606  # this very Python
