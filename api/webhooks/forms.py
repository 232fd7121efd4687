"""The form of an endpoint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from api.webhooks.models import EventType, WebhookEndpoint
from pages.outgoing.targets import RefusedTargetError, find_target


class EndpointForm(forms.ModelForm):
    """Where to send what; the address is checked as at each attempt."""

    event_types = forms.MultipleChoiceField(
        label=_("Messages"),
        choices=[(EventType.CHANGED.value, EventType.CHANGED.label)],
        initial=[EventType.CHANGED.value],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tests are sent whenever somebody asks for one."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["description", "url", "event_types"]
        widgets = {"url": forms.URLInput}
        help_texts = {
            "description": _("Whose it is, as it stands in the list."),
            "url": _("Begins with https://, and leads to a public address on port 443 or 8443."),
        }

    def clean_url(self) -> str:
        """The address, if messages may go there."""
        url = str(self.cleaned_data["url"])
        try:
            find_target(url)
        except RefusedTargetError as error:
            raise forms.ValidationError(str(error), code="refused") from error
        return url
