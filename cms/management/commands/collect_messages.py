"""`manage.py collect_messages`: bring the catalogs of translations up to date. Needs GNU gettext."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from django.core.management import call_command
from django.core.management.commands import makemessages

from cms.environment import BASE_DIR

ROOMS = ("pages", "api", "cms")
LANGUAGE = "zh_Hans"
MADE_AT = re.compile(r'^"POT-Creation-Date: .*\n', re.MULTILINE)


class Command(makemessages.Command):
    """Collect the words of each room into its catalog, and compile the catalogs."""

    help = "Collects the words of the admin into */locale/, and compiles what is translated."
    # A guess that nobody has looked at is worse than no translation.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so for each room."""
        fixed = {"locale": [LANGUAGE], "no_location": True, "no_wrap": True, "no_obsolete": True}
        for room in ROOMS:
            with contextlib.chdir(BASE_DIR / room):
                super().handle(*args, **{**options, **fixed})
                catalog = BASE_DIR / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
                catalog.write_text(MADE_AT.sub("", catalog.read_text()))
                call_command("compilemessages", locale=[LANGUAGE], verbosity=0)
