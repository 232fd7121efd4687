"""`manage.py reset_two_factor`: let somebody in who has lost the phone and the recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from cms.two_factor.devices import forget

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Forget what a user proves the second step of the login with."""

    help = "Forgets a user's app and recovery codes, so that the password is enough at the next login."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The user."""
        parser.add_argument("user", help="User name.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Forget, and say so."""
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user called {options['user']}.")
        if not forget(user):
            self.stdout.write(f"{user} had set up nothing.")
            return
        self.stdout.write(f"{user} signs in with the password alone next time.")
