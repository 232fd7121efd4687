"""Pages of the second step: the code at login, the set-up of an app, recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import qrcode
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from django_otp import login
from qrcode.image.svg import SvgPathImage
from wagtail.users.models import UserProfile

from cms.two_factor.devices import Secret, forget, has_device, list_codes, renew_codes, set_up
from cms.two_factor.forms import CodeForm, SetUpForm
from cms.two_factor.middleware import OFF, REQUIRED, find_signing_in

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http.response import HttpResponseBase
    from django_otp.models import Device

SECRET_KEY = "two_factor_secret"  # noqa: S105  # the name of a place in the session
SHOW_KEY = "two_factor_codes_shown_next"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class StepMixin:
    """A page of the second step, in the language that the user has chosen; 404 while it is switched off."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer for a user who is let in by `admits`; others go to the first page of the admin."""
        if settings.ADMIN_TWO_FACTOR == OFF:
            raise Http404
        if self.user is None or not self.admits():
            return redirect("wagtailadmin_home")
        with translation.override(UserProfile.get_for_user(self.user).get_preferred_language()):
            response: Any = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a view stands behind
            return response.render() if hasattr(response, "render") else response

    @cached_property
    def signing_in(self) -> User | None:
        """Who has given the password and not yet a code."""
        return find_signing_in(self.request)

    @property
    def user(self) -> Any:
        """Who signs in, or is signed in; None for nobody."""
        return self.signing_in or (self.request.user if self.request.user.is_authenticated else None)

    def admits(self) -> bool:
        """Whether the page is for this user now: by itself, only when nothing is left to prove."""
        return self.signing_in is None

    def let_in(self, device: Device) -> None:
        """Let the user be somebody from now on, in a session with a new key."""
        self.request.user = self.user
        login(self.request, device)
        self.request.session.cycle_key()

    def find_next(self) -> str:
        """Where the user wanted to go, if that is a place here."""
        wanted = self.request.POST.get("next", self.request.GET.get("next", ""))
        is_ours = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return wanted if is_ours else reverse("wagtailadmin_home")


class CodeView(StepMixin, FormView):
    """Asks for the code after the password."""

    form_class = CodeForm
    template_name = "cms/two_factor/code.html"

    def admits(self) -> bool:
        """For those who are signing in."""
        return self.signing_in is not None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; who has no app yet is asked to set one up first."""
        if self.signing_in is not None and not has_device(self.signing_in):
            return redirect("two_factor_set_up")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose code it is."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Where to go next."""
        return super().get_context_data(next=self.find_next(), user_name=self.user.get_username(), **context)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Let in, and tell when the recovery codes run out."""
        self.let_in(form.device)
        left = len(list_codes(self.user))
        if left < 3:  # noqa: PLR2004  # few enough to say so
            messages.warning(self.request, _("Recovery codes that are left: %(count)s.") % {"count": left})
        return redirect(self.find_next())


class SetUpView(StepMixin, FormView):
    """Sets up an app: for those who must before they may enter, and for those who want to."""

    form_class = SetUpForm
    template_name = "cms/two_factor/set_up.html"

    def admits(self) -> bool:
        """Nobody sets up an app in place of one by which the login waits to be proved."""
        return not has_device(self.user)

    @cached_property
    def secret(self) -> Secret:
        """The secret, the same until the app is set up."""
        if SECRET_KEY not in self.request.session:
            self.request.session[SECRET_KEY] = Secret.make().key
        return Secret(self.request.session[SECRET_KEY])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose app it is, with which secret."""
        own = {"user": self.user, "secret": self.secret, "asks_password": self.signing_in is None}
        return {**super().get_form_kwargs(), **own}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The secret as a picture and in letters."""
        picture = draw(self.secret.address_for(self.user))
        return super().get_context_data(
            picture=picture, words=self.secret.words, is_required=self.signing_in is not None, **context
        )

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        """Keep the app, let in, and show the recovery codes."""
        if form.counter is None:
            raise TypeError("A valid form has its counter.")
        device = set_up(self.user, self.secret, form.counter)
        del self.request.session[SECRET_KEY]
        self.let_in(device)
        self.request.session[SHOW_KEY] = True
        return redirect("two_factor_codes")


class CodesView(StepMixin, TemplateView):
    """The recovery codes, once after they were made."""

    template_name = "cms/two_factor/codes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The codes, if it is their turn."""
        is_shown = self.request.session.pop(SHOW_KEY, False)
        return super().get_context_data(codes=list_codes(self.user) if is_shown else [], **context)


class OverviewView(StepMixin, FormView):
    """What a user has set up; new recovery codes, and the end of it, for a code."""

    form_class = CodeForm
    template_name = "cms/two_factor/overview.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose code it is."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Whether there is an app, and how many codes are left."""
        return super().get_context_data(
            is_on=has_device(self.user),
            is_required=settings.ADMIN_TWO_FACTOR == REQUIRED,
            count=len(list_codes(self.user)),
            **context,
        )

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Do what the pressed button says."""
        del form
        if "renew" in self.request.POST:
            renew_codes(self.user)
            self.request.session[SHOW_KEY] = True
            return redirect("two_factor_codes")
        forget(self.user)
        messages.success(self.request, _("Your app is forgotten."))
        return redirect("two_factor")


def draw(text: str) -> SafeString:
    """A QR code as an SVG element."""
    drawing = qrcode.make(text, image_factory=SvgPathImage)
    return mark_safe(drawing.to_string(encoding="unicode"))  # noqa: S308  # made of squares
