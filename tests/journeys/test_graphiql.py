"""GraphiQL in the browser of somebody who may use the admin."""

from __future__ import annotations

import pytest

from tests.factories import ForumFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WAIT = 15_000


def test_graphiql_asks_the_public_endpoint(home, browser, live_server, client, admin_user):
    ForumFactory(parent=home, title="Forum on Tides")
    ForumFactory(parent=home, title="A draft", published=False)
    client.force_login(admin_user)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(WAIT)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    page.goto("/admin/graphiql/")
    page.locator(".graphiql-query-editor .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("{ events { nodes { title } } }")
    page.get_by_role("button", name="Execute query").click()
    answer = page.locator(".result-window")
    answer.get_by_text("Forum on Tides").wait_for()

    assert "A draft" not in answer.inner_text()
    assert refused == []
