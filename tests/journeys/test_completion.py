"""A speaker fills in a talk in a browser without scripts, and the editor accepts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from pages.completion.tokens import make_address
from pages.models import CompletionLink, TalkPage
from tests.conftest import find_home
from tests.factories import ContributionFactory, PersonFactory, SeriesFactory, TalkFactory
from tests.pages.completion.conftest import make_picture, make_slides

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WAIT = 15_000


@pytest.fixture
def link(live_server, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    editor = User.objects.create_superuser("edda", "edda@example.org", "x")
    person = PersonFactory(name="Ana Silva")
    series = SeriesFactory(parent=find_home())
    talk = TalkFactory(parent=series, title="Old title", contributions=[ContributionFactory(person=person)])
    return CompletionLink.objects.create(
        talk=talk, person=person, asked_by=editor, expires_at=timezone.now() + dt.timedelta(days=1)
    )


def upload(file, content_type):
    return {"name": file.name, "mimeType": content_type, "buffer": file.read()}


def test_a_speaker_fills_in_and_an_editor_accepts(browser, live_server, link):
    speaker = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    speaker.goto(make_address(link))
    speaker.get_by_label("Title", exact=True).fill("New title")
    speaker.get_by_label("ORCID iD").fill("nonsense")
    speaker.get_by_label("Portrait", exact=True).set_input_files(upload(make_picture(), "image/jpeg"))
    speaker.get_by_label("Slides as a file").set_input_files(upload(make_slides(), "application/pdf"))
    speaker.get_by_label("I agree that my portrait").check()
    speaker.get_by_role("button", name="Send").click()
    expect(speaker.get_by_role("alert")).to_contain_text("This is not an ORCID iD.", timeout=WAIT)
    expect(speaker.get_by_text("Received: me.jpg")).to_be_visible()
    speaker.get_by_label("ORCID iD").fill("0000-0002-1825-0097")
    speaker.get_by_role("button", name="Send").click()
    expect(speaker.get_by_role("status")).to_contain_text("your answer has been sent", timeout=WAIT)

    editor = browser.new_page()
    editor.goto(f"{live_server.url}/admin/login/")
    editor.fill("#id_username", "edda")
    editor.fill("#id_password", "x")
    editor.get_by_role("button", name="Sign in").click()
    editor.wait_for_url(f"{live_server.url}/admin/")
    editor.goto(f"{live_server.url}/admin/speakers/")
    editor.get_by_role("link", name="Ana Silva").click()
    editor.get_by_role("button", name="Accept as draft").click()
    expect(editor.get_by_text("The answer is accepted.")).to_be_visible(timeout=WAIT)

    speaker.goto(make_address(link))
    expect(speaker.get_by_role("heading", name="Thank you")).to_be_visible()
    talk = TalkPage.objects.get()
    draft = talk.get_latest_revision_as_object()
    assert (talk.title, draft.title) == ("Old title", "New title")
    assert draft.contributions.get().person.photo.title == "Ana Silva"
    assert [row.kind for row in draft.links.all()] == ["slides"]
