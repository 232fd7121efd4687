"""What `manage.py check --deploy` says of webhooks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  # Django's name

PRIVATE_TARGETS = Warning(
    "Webhooks may be sent into private networks.",
    hint="Leave out WEBHOOKS_ALLOW_PRIVATE_TARGETS: whoever may add webhooks can reach services of this network.",
    id="api.W001",
)


@register(Tags.security, deploy=True)
def check_targets(**_kwargs: Any) -> list[CheckMessage]:
    """Private targets are for development."""
    return [PRIVATE_TARGETS] if settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS else []
