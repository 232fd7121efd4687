"""Links by which people who are no users of the admin read a draft."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from api.previews.models import PreviewedPage, ReviewLink
from api.webhooks.upkeep import prune
from tests.api.previews.editing import edit_address, make_editor, read, token_in, type_and_preview
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
EXPIRED = {
    "errors": [
        {
            "message": "The preview is not available any more. Open it again in the page editor.",
            "locations": [{"line": 2, "column": 3}],
            "path": ["preview"],
            "extensions": {"code": "PREVIEW_EXPIRED"},
        }
    ],
    "data": {"preview": None},
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home, title="Public")


@pytest.fixture
def share(admin, forum):
    """Make a link in the admin."""

    def press(span="day"):
        response = admin.post(reverse("share_preview", args=[forum.pk]), {"span": span})
        assert response.status_code == 302, response.content
        return ReviewLink.objects.latest("pk")

    return press


def follow(link):
    return Client().get(reverse("review", args=[link.key]))


@pytest.mark.parametrize(("span", "length"), [("hour", {"hours": 1}), ("day", {"days": 1}), ("week", {"weeks": 1})])
def test_a_link_leads_to_the_latest_draft_until_it_expires(clock, forum, share, span, length):
    link = share(span)
    forum.title = "Draft"
    forum.save_revision()

    response = follow(link)
    shown = read(Client(), token_in(response)).json()["data"]["preview"]
    clock.shift(dt.timedelta(**length))
    late = follow(link)

    assert response.headers["Location"].startswith(f"{settings.PUBLIC_URL}/preview/?token=")
    assert shown["title"] == "Draft"
    assert (late.status_code, "has expired or was revoked" in late.content.decode()) == (410, True)


def test_a_token_of_a_review_ends_with_its_link(clock, share):
    link = share("hour")
    clock.shift(dt.timedelta(minutes=30))
    token = token_in(follow(link))

    clock.shift(dt.timedelta(minutes=30))

    assert read(Client(), token).json() == EXPIRED


def test_what_is_being_typed_is_not_shared(clock, admin, forum, share):
    link = share()
    type_and_preview(admin, edit_address(forum), title="Typed just now")

    shown = read(Client(), token_in(follow(link))).json()["data"]["preview"]

    assert shown["title"] == "Public"


def test_a_revoked_link_and_its_tokens_lead_nowhere(clock, admin, forum, share):
    link, other = share(), share()
    token = token_in(follow(link))

    admin.post(reverse("revoke_preview", args=[forum.pk, link.pk]))

    assert (follow(link).status_code, follow(other).status_code) == (410, 302)
    assert read(Client(), token).json() == EXPIRED


def test_a_link_ends_with_the_rights_of_whoever_shared_it(clock, editor, share):
    link = share()
    token = token_in(follow(link))

    GroupPagePermission.objects.filter(group__in=editor.groups.all()).delete()

    assert follow(link).status_code == 410
    assert read(Client(), token).json() == EXPIRED


def test_a_link_ends_with_its_page(clock, forum, share):
    link = share()
    forum.delete()

    assert follow(link).status_code == 404


def test_no_answer_is_kept_indexed_or_named_to_others(clock, share):
    link = share()
    answers = [follow(link), Client().get("/preview/unknown/")]

    for answer in answers:
        headers = {name: answer.headers.get(name) for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
        assert headers == {
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        assert answer.cookies == {}
    assert [answer.status_code for answer in answers] == [302, 404]


def test_no_link_that_leads_somewhere_is_logged(clock, share, caplog):
    link = share()

    answers = [Client().generic(method, reverse("review", args=[link.key])) for method in ("GET", "POST", "PUT")]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert link.key not in caplog.text


def test_the_editor_lists_the_links_that_lead_somewhere(clock, admin, forum, share):
    past, current = share("hour"), share("week")
    clock.shift(dt.timedelta(hours=2))

    text = admin.get(reverse("share_preview", args=[forum.pk])).content.decode()

    assert f"{settings.WAGTAILADMIN_BASE_URL}/preview/{current.key}/" in text
    assert past.key not in text
    assert f"{current.expires_at:%Y-%m-%d %H:%M} (UTC)" in text


def test_the_page_editor_offers_sharing(clock, admin, forum):
    text = admin.get(edit_address(forum)).content.decode()

    assert f'href="{reverse("share_preview", args=[forum.pk])}"' in text


def test_only_editors_of_the_page_share_and_revoke(clock, home, forum, share):
    link = share()
    stranger = Client()
    stranger.force_login(make_editor(ForumFactory(parent=home), name="stranger"))

    answers = [
        stranger.get(reverse("share_preview", args=[forum.pk])),
        stranger.post(reverse("share_preview", args=[forum.pk]), {"span": "week"}),
        stranger.post(reverse("revoke_preview", args=[forum.pk, link.pk])),
    ]

    assert [answer.headers["Location"] for answer in answers] == ["/admin/"] * 3
    assert ReviewLink.objects.get().revoked_at is None


def test_a_link_of_another_page_is_not_revoked(clock, home, admin, share):
    link = share()

    admin.post(reverse("revoke_preview", args=[ForumFactory(parent=home).pk, link.pk]))

    assert follow(link).status_code == 302


def test_old_drafts_and_links_are_forgotten(clock, admin, forum, share):
    share("week")
    type_and_preview(admin, edit_address(forum), title="Typed")

    clock.shift(dt.timedelta(minutes=59))
    early = prune()
    clock.shift(dt.timedelta(minutes=2))
    late = prune()

    assert (early, late, PreviewedPage.objects.count(), ReviewLink.objects.count()) == (0, 1, 0, 1)
    clock.shift(dt.timedelta(weeks=1, days=30))
    assert (prune(), ReviewLink.objects.count()) == (1, 0)
