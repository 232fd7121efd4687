"""The choice of the weekly mail in the account settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from pages.digest.sending import may_read
from pages.models import DigestPreferences

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.users.models import UserProfile


class DigestForm(forms.ModelForm):
    """Whether one wants the weekly mail."""

    class Meta:
        model = DigestPreferences
        fields = ["wants_digest"]


class DigestPanel(BaseSettingsPanel):
    """The weekly mail among the notifications, for those who may edit something."""

    name = "digest"
    title = _("Weekly mail")
    tab = notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self) -> bool:
        """Whether the user would get the mail at all."""
        return may_read(self.user)

    def get_form(self) -> DigestForm:
        """The form over the user's own choice, which is stored with the first change."""
        mine = DigestPreferences.objects.filter(user_id=self.user.pk).first() or DigestPreferences(user_id=self.user.pk)
        data = self.request.POST if self.request.method == "POST" else None
        return DigestForm(data, instance=mine, prefix=self.name)


@hooks.register("register_account_settings_panel")
def offer_digest(request: HttpRequest, user: Any, profile: UserProfile) -> DigestPanel:
    """The panel."""
    return DigestPanel(request, user, profile)
