"""A preview while one types: in the panel and in a tab of its own, from another origin than the admin's."""

from __future__ import annotations

import json
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import expect

from tests.factories import ForumFactory, LinkFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WAIT = 15_000
QUERY = "query ($token: String!) { preview(token: $token) { title ... on Event { links { url } } } }"
PAGE = """<!doctype html><html lang="en"><title>Preview</title><main style="height: 4000px">
<h1 data-field="title">{title}</h1><p data-field="links">{links}</p><h2></h2></main>
<script>
  document.addEventListener('click', ({{ target }}) => {{
    const field = target.dataset?.field;
    const editor = window.parent === window ? window.opener : window.parent;
    if (field) editor.postMessage({{colloquium: {{type: 'open-field', field}}}}, '{admin}');
  }});
</script>{userbar}</html>"""


class Site(BaseHTTPRequestHandler):
    """The least site that keeps the contract of previews."""

    admin = ""

    def do_GET(self):
        arguments = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        variables = {"token": arguments.get("token", "")}
        answer = requests.post(f"{self.admin}/graphql", json={"query": QUERY, "variables": variables}, timeout=WAIT)
        preview = answer.json()["data"]["preview"]
        userbar = requests.get(f"{self.admin}/userbar/", arguments, timeout=WAIT).text
        links = escape(" ".join(link["url"] for link in preview["links"]) or "none")
        page = PAGE.format(title=escape(preview["title"]), links=links, userbar=userbar, admin=self.admin).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_arguments):
        """Says nothing."""


@pytest.fixture
def site(live_server, settings):
    """A public site at an origin of its own."""
    handler = type("SiteOfTest", (Site,), {"admin": live_server.url})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    # Saving drafts meanwhile needs a database in which one request waits for another; SQLite's in memory refuses.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
    yield settings.PUBLIC_URL
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def editor(site, home, browser, live_server, client, admin_user):  # noqa: PLR0917  # pytest hands them over by name
    """The page editor of a forum, with the preview panel open."""
    client.force_login(admin_user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    forum = ForumFactory(parent=home, title="Tides", links=[LinkFactory(url="https://example.org/tides")])
    context = browser.new_context(viewport={"width": 1600, "height": 900}, base_url=live_server.url)
    context.add_cookies([session])
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.add_init_script("addEventListener('w-unsaved:watch-edits', () => document.body.dataset.watched = '')")
    page.goto(f"/admin/pages/{forum.pk}/edit/")
    page.locator("[data-watched]").wait_for()
    page.get_by_role("button", name="Toggle preview").click()
    yield page
    context.close()


def panel(page):
    return page.frame_locator("#w-preview-iframe")


def test_the_panel_shows_what_is_typed_and_opens_the_field_that_is_clicked(editor):
    expect(panel(editor).get_by_role("heading", name="Tides")).to_be_visible(timeout=WAIT)

    editor.locator("#id_title").fill("Waves")
    expect(panel(editor).get_by_role("heading", name="Waves")).to_be_visible(timeout=WAIT)
    panel(editor).locator("[data-field=links]").click()

    expect(editor.locator("#id_links-0-url")).to_be_in_viewport()
    expect(editor.locator("#inline_child_links-0 select").first).to_be_focused()


def test_the_panel_keeps_its_place_and_has_its_content_checked(editor):
    expect(panel(editor).get_by_role("heading", name="Tides")).to_be_visible(timeout=WAIT)
    frame = next(it for it in editor.frames if "/preview/" in it.url)
    frame.evaluate("window.scrollTo(0, 700)")

    editor.locator("#id_title").fill("Waves")

    expect(panel(editor).get_by_role("heading", name="Waves")).to_be_attached(timeout=WAIT)
    editor.wait_for_function("document.querySelectorAll('#w-preview-iframe').length === 1")
    frame = next(it for it in editor.frames if "/preview/" in it.url)
    frame.wait_for_function("window.scrollY === 700", timeout=WAIT)
    editor.get_by_role("button", name="Toggle checks").click()
    expect(editor.get_by_text("Empty heading found")).to_be_visible(timeout=WAIT)


def test_a_tab_of_its_own_opens_the_field_that_is_clicked(editor):
    expect(panel(editor).get_by_role("heading", name="Tides")).to_be_visible(timeout=WAIT)

    with editor.expect_popup() as opened:
        editor.get_by_role("link", name="Preview in new tab").click()
    opened.value.locator("[data-field=title]").click()

    expect(editor.locator("#id_title")).to_be_focused()


def test_nobody_else_opens_fields(editor, site):
    expect(panel(editor).get_by_role("heading", name="Tides")).to_be_visible(timeout=WAIT)

    editor.evaluate("window.postMessage({colloquium: {type: 'open-field', field: 'title'}}, '*')")
    frame = next(it for it in editor.frames if "/preview/" in it.url)
    for field in ("unknown", 'body"], *[x="', 5, None):
        message = json.dumps({"colloquium": {"type": "open-field", "field": field}})
        frame.evaluate(f"window.parent.postMessage({message}, '*')")
    frame.evaluate("window.parent.postMessage({colloquium: {type: 'open-field', field: 'slug'}}, '*')")

    expect(editor.locator("#id_slug")).to_be_focused()
