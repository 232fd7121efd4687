from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from api.ledger.models import CalendarEntry
from pages.models import TalkPage
from tests.factories import publish
from tests.pages.roles.conftest import sign_in

pytestmark = pytest.mark.django_db


def translate(client, page, locale, **entries):
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk], **entries}, follow=True)


def calendar():
    """What the public calendar says: identity and language of each entry that holds."""
    return sorted(CalendarEntry.objects.filter(removed_at=None).values_list("uid", "language"))


def test_a_series_is_translated_with_its_talks_as_drafts_of_the_same_identity(world):
    editor = sign_in(world.users["editor"])
    before = calendar()
    translate(editor, world.ocean, world.chinese)

    translate(editor, world.series, world.chinese, include_subtree="on")

    below = list(Page.objects.descendant_of(world.home.get_translation(world.chinese)).order_by("path"))
    assert [(page.title, page.slug, page.live, page.alias_of_id) for page in below] == [
        ("Ocean", "ocean", False, None),
        ("Waves", "waves", False, None),
        ("Tides", "tides", False, None),
        ("Foam", "foam", False, None),
    ]
    originals = (world.ocean, world.series, world.talk, world.draft)
    assert [page.translation_key for page in below] == [page.translation_key for page in originals]
    assert calendar() == before


def test_the_public_calendar_knows_a_published_translation_by_the_same_identity(world):
    admin = sign_in(world.users["superuser"])
    for page in (world.ocean, world.series):
        translate(admin, page, world.chinese)
        publish(page.get_translation(world.chinese).specific)
    translate(admin, world.talk, world.chinese)

    talk = TalkPage.objects.get(locale=world.chinese)
    talk.title = "潮汐"
    publish(talk)

    uid = world.talk.translation_key
    assert [entry for entry in calendar() if entry[0] == uid] == [(uid, "en"), (uid, "zh-hans")]
    assert "潮汐" in bytes(CalendarEntry.objects.get(uid=uid, language="zh-hans").ics).decode()
    assert "Tides" in bytes(CalendarEntry.objects.get(uid=uid, language="en").ics).decode()


def test_members_keep_their_roles_in_the_translation(world):
    editor = sign_in(world.users["editor"])
    translate(editor, world.ocean, world.chinese)
    target = world.ocean.get_translation(world.chinese)

    rights = {
        name: (tester.can_edit(), tester.can_publish())
        for name in ("editor", "publisher", "administrator", "other editor", "other publisher")
        if (tester := target.permissions_for_user(world.users[name]))
    }

    assert rights == {
        "editor": (True, False),
        "publisher": (True, True),
        "administrator": (True, True),
        "other editor": (False, False),
        "other publisher": (False, False),
    }
    assert target.get_workflow().name == "Approval by Ocean"


def test_a_page_is_not_translated_before_the_page_above_it(world):
    response = translate(sign_in(world.users["superuser"]), world.series, world.chinese)

    assert "Translate the page above first." in response.content.decode()
    assert not world.series.has_translation(world.chinese)


def test_aliases_of_talks_reach_no_calendar(world):
    before = calendar()
    world.ocean.copy_for_translation(world.chinese, alias=True)
    world.series.copy_for_translation(world.chinese, alias=True)
    world.talk.copy_for_translation(world.chinese, alias=True)

    assert Page.objects.filter(alias_of__isnull=False, live=True).count() == 3
    assert calendar() == before
