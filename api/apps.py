"""Everything a machine reads."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The outward side: reads pages, never writes them."""

    name = "api"
