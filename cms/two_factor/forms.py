"""The forms of the second step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.two_factor.devices import Secret, TooManyAttemptsError, find_proof

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django_otp.models import Device
    from django_otp.oath import TOTP

CODE_INPUT = forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"})
WRONG = _("This code is not right. Codes change every half minute: take the one that the app shows now.")
WAIT = _("Too many wrong codes. Wait a moment, then try again with a new code; the wait doubles each time.")


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(label=_("Code"), max_length=40, widget=CODE_INPUT)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device: Device | None = None

    def clean_code(self) -> str:
        """The code, which is used up now."""
        code = str(self.cleaned_data["code"])
        try:
            self.device = find_proof(self.user, code)
        except TooManyAttemptsError as error:
            raise forms.ValidationError(WAIT, code="wait") from error
        if self.device is None:
            raise forms.ValidationError(WRONG, code="wrong")
        return code


class SetUpForm(forms.Form):
    """The first code of an app that was set up with a secret; and the password, of those who are signed in already."""

    code = forms.CharField(label=_("Code that the app shows"), max_length=40, widget=CODE_INPUT)
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, secret: Secret, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret
        self.counter: TOTP | None = None
        if not asks_password:
            del self.fields["password"]

    def clean_code(self) -> str:
        """The code, if the app counts as it should."""
        code = str(self.cleaned_data["code"]).replace(" ", "")
        self.counter = self.secret.proves(code)
        if self.counter is None:
            raise forms.ValidationError(WRONG, code="wrong")
        return code

    def clean_password(self) -> str:
        """The password, if it is the user's."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="password")
        return password
