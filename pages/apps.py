"""The content."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """What editors write, what it means, and how old documents come in."""

    name = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the content, and what happens when a page is saved or translated."""
        from pages import system_checks  # noqa: F401, PLC0415  # models can be imported only now
        from pages.attention import receivers  # noqa: F401, PLC0415  # the same
        from pages.roles import translations  # noqa: F401, PLC0415  # the same
