import csv
import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from pages.attention.refresh import refresh_everything
from pages.models import EventIndexPage, ForumPage, StoredFinding
from tests.factories import EventIndexFactory, ForumFactory, LinkFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

REPORT = reverse("attention:report")
PASSCODE = "https://example.zoom.us/j/1?pwd=abcdef"


@pytest.fixture
def pages(home):
    """Two communities, each with findings, and a page that is fine."""
    inside = EventIndexFactory(parent=home, title="Inside")
    outside = EventIndexFactory(parent=home, title="Outside")
    late, early = dt.date(2199, 5, 1), dt.date(2198, 5, 1)
    ForumFactory(parent=inside, title="Late  forum", start_date=late)
    ForumFactory(parent=inside, title="Early forum", start_date=early, links=[LinkFactory(url="http://example.org/a")])
    ForumFactory(parent=outside, title="Open door", start_date=late, links=[LinkFactory(url=PASSCODE)])
    ForumFactory(parent=outside, title="Fine", start_date=late)
    refresh_everything()


@pytest.fixture
def insider(client, pages):
    """Somebody who may edit what stands inside."""
    user = get_user_model().objects.create_user("insider")
    group = Group.objects.create(name="Insiders")
    user.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    inside = EventIndexPage.objects.get(title="Inside")
    GroupPagePermission.objects.create(group=group, page=inside, permission=permission)
    client.force_login(user)
    return client


def listed(response):
    return [(it.event.title, it.code) for it in response.context["object_list"]]


def find(code):
    return StoredFinding.objects.get(code=code)


def test_report_lists_the_gravest_first_then_by_date(admin_client, pages):
    assert listed(admin_client.get(REPORT)) == [
        ("Open door", "L04-link"),
        ("Early forum", "L01-http"),
        ("Late  forum", "T04-spaces"),
    ]


def test_report_leads_to_the_field(admin_client, pages):
    html = admin_client.get(REPORT).content.decode()

    finding = find("L01-http")
    edit = reverse("wagtailadmin_pages:edit", args=[finding.event_id])
    assert f'href="{edit}#:w:contentpath=links.0.url"' in html


def test_report_shows_what_the_user_may_edit(insider):
    assert listed(insider.get(REPORT)) == [("Early forum", "L01-http"), ("Late  forum", "T04-spaces")]


@pytest.mark.parametrize("name", ["report", "fix_all"])
def test_report_is_refused_to_those_who_edit_nothing(client, pages, name):
    user = get_user_model().objects.create_user("reader")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    response = client.get(reverse(f"attention:{name}"))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"severity": ["error"]}, ["L04-link"]),
        ({"severity": ["error", "hint"]}, ["L04-link", "L01-http", "T04-spaces"]),
        ({"family": ["T"]}, ["T04-spaces"]),
        ({"family": ["T", "L"]}, ["L04-link", "L01-http", "T04-spaces"]),
        ({"age": "7"}, ["L01-http"]),
        ({"age": "-7"}, ["L04-link", "T04-spaces"]),
        ({"age": "30"}, []),
        ({"state": "dismissed"}, ["P03-known"]),
        ({"severity": ["nonsense"]}, ["L04-link", "L01-http", "T04-spaces"]),
    ],
)
def test_report_is_narrowed_down(admin_client, pages, query, codes):
    StoredFinding.objects.filter(code="L01-http").update(found_at=timezone.now() - dt.timedelta(days=8))
    fine = ForumPage.objects.get(title="Fine")
    left = {"found_at": timezone.now(), "dismissed_at": timezone.now(), "details": {"name": "Farida Okonjo"}}
    StoredFinding.objects.create(event=fine, code="P03-known", severity="hint", digest="1", **left)

    assert [code for _title, code in listed(admin_client.get(REPORT, query))] == codes


def test_report_is_narrowed_down_to_a_community(admin_client, pages):
    outside = EventIndexPage.objects.get(title="Outside")

    assert listed(admin_client.get(REPORT, {"community": outside.pk})) == [("Open door", "L04-link")]


def test_report_offers_only_communities_in_reach(insider):
    outside = EventIndexPage.objects.get(title="Outside")

    response = insider.get(REPORT, {"community": outside.pk})

    assert "Outside" not in response.content.decode()
    assert ("Open door", "L04-link") not in listed(response)


def test_report_leaves_out_codes_that_no_rule_has(admin_client, pages):
    StoredFinding.objects.update(code="Z99")

    assert listed(admin_client.get(REPORT)) == []


def test_report_is_exported(insider):
    response = insider.get(REPORT, {"export": "csv"})

    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [(row["Severity"], row["Page"], row["Code"]) for row in rows] == [
        ("Hint", "Early forum", "L01-http"),
        ("Hint", "Late  forum", "T04-spaces"),
    ]


def test_report_is_in_the_menu_of_editors(insider):
    assert REPORT in insider.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_report_asks_the_same_for_any_number_of_rows(admin_client, home, number, django_assert_num_queries):
    for _ in range(number):
        TalkFactory(parent=SeriesFactory(parent=home), title="A  talk")
    refresh_everything()
    admin_client.get(REPORT)

    with django_assert_num_queries(9):
        assert len(listed(admin_client.get(REPORT))) == number


def test_finding_is_left_as_it_is_and_opened_again(insider):
    finding = find("T04-spaces")

    response = insider.post(reverse("attention:dismiss", args=[finding.pk]), {"next": f"{REPORT}?family=T"})

    assert response["Location"] == f"{REPORT}?family=T"
    finding.refresh_from_db()
    assert (finding.dismissed_at is not None, finding.dismissed_by.username) == (True, "insider")
    assert listed(insider.get(REPORT)) == [("Early forum", "L01-http")]

    insider.post(reverse("attention:reopen", args=[finding.pk]), {"next": "https://elsewhere.example/"})

    finding.refresh_from_db()
    assert (finding.dismissed_at, finding.dismissed_by) == (None, None)


@pytest.mark.parametrize("action", ["dismiss", "reopen", "fix"])
def test_actions_are_refused_outside_of_the_users_pages(insider, action):
    finding = find("L04-link")

    response = insider.post(reverse(f"attention:{action}", args=[finding.pk]))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    finding.refresh_from_db()
    assert (finding.dismissed_at, finding.gone_at) == (None, None)


@pytest.mark.parametrize("action", ["dismiss", "reopen"])
def test_actions_need_a_post(insider, action):
    assert insider.get(reverse(f"attention:{action}", args=[find("T04-spaces").pk])).status_code == 405
    assert insider.post(reverse(f"attention:{action}", args=[99_999])).status_code == 404


def test_fix_is_shown_before_it_is_made(insider):
    address = reverse("attention:fix", args=[find("L01-http").pk])

    html = insider.get(address).content.decode()

    assert "<del>http://example.org/a</del>" in html
    assert "<ins>https://example.org/a</ins>" in html
    assert ForumPage.objects.get(title="Early forum").links.get().url == "http://example.org/a"


def test_fix_says_that_it_is_a_draft(insider):
    response = insider.post(reverse("attention:fix", args=[find("T04-spaces").pk]), follow=True)

    assert "“Late  forum” is corrected in its draft." in response.content.decode()
    assert listed(response) == [("Early forum", "L01-http")]
    assert ForumPage.objects.filter(title="Late  forum", draft_title="Late forum").exists()


def test_fix_without_a_rule_for_it_is_refused(admin_client, pages):
    response = admin_client.post(reverse("attention:fix", args=[find("L04-link").pk]))

    assert response["Location"] == reverse("wagtailadmin_home")


def test_all_certain_fixes_are_shown_and_made(insider, home):
    ForumFactory(parent=EventIndexPage.objects.get(title="Outside"), title="Not  yours", start_date=None)
    ForumFactory(parent=EventIndexPage.objects.get(title="Inside"), title="The 1th forum", start_date=None)
    refresh_everything()
    address = reverse("attention:fix_all")

    response = insider.get(address)

    assert [it.code for it in response.context["findings"]] == ["T04-spaces", "C04"]
    assert [it["title"] for it in response.context["changes"]] == ["Late  forum", "The 1th forum"]

    everything = {"finding": list(StoredFinding.objects.values_list("pk", flat=True))}
    html = insider.post(address, everything, follow=True).content.decode()

    assert "2 pages are corrected, 2 of them as drafts." in html
    assert sorted(StoredFinding.objects.values_list("event__draft_title", "code")) == [
        ("Early forum", "L01-http"),
        ("Not  yours", "T04-spaces"),
        ("Open door", "L04-link"),
    ]


@pytest.mark.parametrize("key", ["9" * 30, "x", ""])
def test_keys_of_no_findings_correct_nothing(insider, key):
    response = insider.post(reverse("attention:fix_all"), {"finding": [key]}, follow=True)

    assert "0 pages are corrected." in response.content.decode()
    assert listed(response) == [("Early forum", "L01-http"), ("Late  forum", "T04-spaces")]


def test_all_certain_fixes_keep_to_the_filters(insider):
    response = insider.get(reverse("attention:fix_all"), {"family": ["L"]})

    assert response.context["changes"] == []
    assert "There is nothing to correct for certain." in response.content.decode()
