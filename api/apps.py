"""Everything a machine reads."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The outward side: reads pages, never writes them."""

    name = "api"

    def ready(self) -> None:
        """Listen to changes of the content and to whoever wants to preview it; add our checks."""
        import_module("api.receivers")
        import_module("api.previews.showing")
        import_module("api.webhooks.checks")
