from __future__ import annotations

import pytest
from django.test import Client

from tests.api.previews.editing import make_editor


@pytest.fixture
def editor(home):
    """Somebody who may change and add all pages."""
    return make_editor(home.get_parent())


@pytest.fixture
def admin(editor):
    """The editor's browser."""
    client = Client()
    client.force_login(editor)
    return client
