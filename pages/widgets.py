"""Form widgets of the admin."""

from __future__ import annotations

from django import forms


class TimeZoneInput(forms.TextInput):
    """A text field that proposes the known time zones while one types."""
