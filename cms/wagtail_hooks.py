"""What the deployment adds to the admin."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.two_factor.middleware import OFF


@hooks.register("register_account_menu_item")
def offer_two_factor(_request: HttpRequest) -> dict[str, str] | None:
    """The way to the second step of the login, where it is switched on."""
    if settings.ADMIN_TWO_FACTOR == OFF:
        return None
    return {
        "url": reverse("two_factor"),
        "label": _("Two-step login"),
        "help_text": _("Sign in with a code of an app beside the password."),
    }
