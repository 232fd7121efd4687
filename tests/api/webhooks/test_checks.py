from __future__ import annotations

import pytest
from django.core.checks import run_checks

from api.webhooks.checks import PRIVATE_TARGETS


@pytest.mark.parametrize(("is_allowed", "found"), [(False, []), (True, [PRIVATE_TARGETS])])
def test_private_targets_are_named_before_a_deployment(settings, is_allowed, found):
    settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS = is_allowed

    messages = run_checks(tags=["security"], include_deployment_checks=True)

    assert [it for it in messages if it.id.startswith("api.")] == found
