"""The deployable project."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Wiring only: settings, URLs, health, process entry points."""

    name = "cms"
