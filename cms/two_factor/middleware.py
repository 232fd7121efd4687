"""Until the second step is made, whoever knows the password is nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_otp.middleware import OTPMiddleware

from cms.two_factor.devices import has_device

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

OFF, OPTIONAL, REQUIRED = "off", "optional", "required"
POLICIES = (OFF, OPTIONAL, REQUIRED)


class TwoFactorMiddleware(OTPMiddleware):
    """Keeps a user who has still to give a code apart, as `request.signing_in`; `request.user` is anonymous so long.

    All that asks who somebody is follows from that: the admin leads to the login, and the login leads here to the code.
    """

    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.ADMIN_TWO_FACTOR == OFF:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead from the login to the code."""
        self._install_lazy_accessors(request)
        login = reverse("wagtailadmin_login")
        if request.path_info == login and request.method == "GET" and find_signing_in(request):
            query = urlencode({"next": request.GET.get("next", reverse("wagtailadmin_home"))})
            return redirect(f"{reverse('two_factor_code')}?{query}")
        return self.get_response(request)

    def _verify_user_sync(self, request: Any, user: Any) -> User | AnonymousUser:
        known: User | AnonymousUser = super()._verify_user_sync(request, user)
        if not known.is_authenticated or not lacks_step(known):
            return known
        request.signing_in = known
        return AnonymousUser()


def lacks_step(user: User) -> bool:
    """Whether a user known by password, and by a device if `otp_device` is one, has still to prove the second step."""
    if getattr(user, "otp_device", None) is not None:
        return False
    if has_device(user):
        return True
    return settings.ADMIN_TWO_FACTOR == REQUIRED and user.has_perm("wagtailadmin.access_admin")


def find_signing_in(request: HttpRequest) -> User | None:
    """The user who has given a password and has still to give a code."""
    if request.user.is_authenticated:
        return None
    user: User | None = getattr(request, "signing_in", None)
    return user
