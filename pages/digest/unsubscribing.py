"""Ending the weekly mail without signing in: by the link in it, and by one click in a mail program (RFC 8058)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from wagtail.users.models import UserProfile

from pages.models import DigestPreferences

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest, HttpResponse

SALT = "pages.digest.unsubscribe"


def make_address(user: AbstractUser) -> str:
    """The absolute address that ends the mail of one user; holds for ever, for mails are read late."""
    token = Signer(salt=SALT).sign(str(user.pk))
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('digest_unsubscribe', args=[token])}"


def find_user(token: str) -> AbstractUser:
    """The user of a token; raises Http404 for one that is not ours."""
    try:
        key = Signer(salt=SALT).unsign(token)
    except BadSignature as error:
        raise Http404 from error
    user: AbstractUser = get_object_or_404(get_user_model(), pk=key)
    return user


# Mail programs post without a session: the signature is what allows it.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class UnsubscribeView(View):
    """Asks on GET, ends the mails on POST; whatever else is sent is ignored."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """A button, so that programs which follow links to look at them end nothing."""
        return self.show(request, find_user(token), is_done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """No weekly mail from now on."""
        user = find_user(token)
        DigestPreferences.objects.update_or_create(user_id=user.pk, defaults={"wants_digest": False})
        return self.show(request, user, is_done=True)

    def show(self, request: HttpRequest, user: AbstractUser, **context: Any) -> HttpResponse:
        """The page in the language of the user; it names nobody."""
        with translation.override(profile_of(user).get_preferred_language()):
            response = render(request, "pages/digest/unsubscribe.html", context)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


def profile_of(user: AbstractUser) -> UserProfile:
    """What a user has chosen for the admin, or what holds for those who have chosen nothing."""
    return getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
