"""`manage.py send_digest`: the weekly mail to editors; to be run once a week or oftener."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pages.digest.sending import Outcome, find_readers, send_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractUser
    from django.core.mail import EmailMultiAlternatives


class Command(BaseCommand):
    """Send each editor what comes next and what is missing, at most once a week."""

    help = "Mails editors what comes next and what is missing: at most once a week, and only where something is."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is sent, and to whom."""
        parser.add_argument("--dry-run", action="store_true", help="Print the mails instead of sending them.")
        parser.add_argument("--to", metavar="USER", help="Only to the user with this name.")
        parser.add_argument("--force", action="store_true", help="Also to those who got the mail of this week.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Mail one after the other, and say what came of it; fails at the end if a mail could not be sent."""
        now = timezone.now()
        outcomes: Counter[Outcome] = Counter()
        for user in find_users(options["to"]):
            outcome, mail = send_digest(user, now=now, is_forced=options["force"], is_dry=options["dry_run"])
            outcomes[outcome] += 1
            self.stdout.write(f"{user.get_username()}: {outcome}")
            if mail is not None and options["dry_run"]:
                self.show(mail)
        if outcomes[Outcome.FAILED]:
            raise CommandError(f"{outcomes[Outcome.FAILED]} could not be sent; they are tried again at the next run.")

    def show(self, mail: EmailMultiAlternatives) -> None:
        """Print what would be sent."""
        self.stdout.write(f"\nTo: {', '.join(mail.to)}\nSubject: {mail.subject}\n\n{mail.body}")


def find_users(name: str | None) -> Iterable[AbstractUser]:
    """The user with a name, else all readers; raises CommandError where nobody has the name."""
    if name is None:
        return find_readers()
    user = get_user_model().objects.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}.")
    return [user]
