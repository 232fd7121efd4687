"""`manage.py demo`: from an empty database to a site with sample communities."""

from __future__ import annotations

import contextlib
import io
import secrets
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from cms.settings import ENVIRONMENT
from pages import demo
from pages.demo.around import complete
from pages.models import EventPage

if TYPE_CHECKING:
    from argparse import ArgumentParser

ADMIN_NAME = "admin"


def check_port(host: str, port: int, *, variable: str) -> None:
    """Raise `CommandError` where something listens on a port: two servers would take turns at it."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        raise CommandError(f"Something listens on {host}:{port} already. Stop it, or choose another port: {variable}=…")


class Command(BaseCommand):
    """Migrate, make the first administrator, and load the sample communities once."""

    help = (
        "Migrates the database, makes an administrator if there is none, and loads the sample communities into an "
        "empty site. What editors wrote is never touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what `make run` asks for."""
        parser.add_argument(
            "--free-port", action="store_true", help="Refuse where something listens on PORT or SITE_PORT."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the steps and print the addresses."""
        if options["free_port"]:
            check_port(ENVIRONMENT.host, ENVIRONMENT.port, variable="PORT")
            check_port(ENVIRONMENT.host, ENVIRONMENT.site_port, variable="SITE_PORT")
        call_command("migrate", interactive=False, verbosity=0)
        self._place_site()
        password = self._make_administrator()
        self._load_communities()
        call_command("render_images", stdout=io.StringIO(), stderr=self.stderr)
        self._print_addresses(password)

    def _place_site(self) -> None:
        """Give a site that nobody has named yet the address it is served at."""
        host, _, port = settings.PUBLIC_URL.partition("://")[2].partition(":")
        default_port = 443 if settings.PUBLIC_URL.startswith("https:") else 80
        Site.objects.filter(is_default_site=True, hostname="localhost").update(
            hostname=host, port=int(port or default_port)
        )
        Site.clear_site_root_paths_cache()

    def _make_administrator(self) -> str | None:
        """The password of the administrator made now; None when there is one already."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return None
        password = ENVIRONMENT.admin_password or secrets.token_urlsafe(12)
        users.create_superuser(ADMIN_NAME, "admin@localhost.localdomain", password)
        return password

    def _load_communities(self) -> None:
        if EventPage.objects.exists():
            return
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            documents = demo.render(timezone.localdate(), Path(folder))
            try:
                call_command("import_documents", str(documents), publish=True, stdout=io.StringIO())
            except CommandError as error:
                raise CommandError(f"The sample communities could not be loaded: {error}") from error
            home = Site.objects.get(is_default_site=True).root_page.specific
            complete(home, today=timezone.localdate())

    def _print_addresses(self, password: str | None) -> None:
        base = settings.WAGTAILADMIN_BASE_URL
        shown = password if password is not None else "(as before; manage.py changepassword admin sets a new one)"
        site = "" if base == settings.PUBLIC_URL else f"Site     {settings.PUBLIC_URL}/\n"
        self.stdout.write(
            f"{site}"
            f"Admin    {base}/admin/   user: {ADMIN_NAME}   password: {shown}\n"
            f"GraphQL  {base}/graphql\n"
            f"Feeds    {base}/feeds/\n"
            f"Health   {base}/healthz {base}/readyz"
        )
