"""`manage.py site_environment`: what a public site that runs elsewhere has to know."""

from __future__ import annotations

import shlex
from typing import Any

from django.core.management.base import BaseCommand

from cms import public_site
from cms.settings import ENVIRONMENT


class Command(BaseCommand):
    """Print the variables as lines that a shell reads."""

    help = "Prints the environment variables, one of them secret, with which a public site elsewhere shows this CMS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print them."""
        for name, value in public_site.shared_variables(ENVIRONMENT).items():
            self.stdout.write(f"{name}={shlex.quote(value)}")
