import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import GroupPagePermission, Revision
from wagtail.test.utils.form_data import querydict_from_html

from pages.attention.refresh import refresh_pages
from pages.models import ForumPage, StoredFinding
from tests.factories import EventIndexFactory, ForumFactory, LinkFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(home):
    links = [LinkFactory(), LinkFactory(url="http://example.org/a")]
    return ForumFactory(parent=home, title="Tides", start_date=None, links=links)


def form_data(client, address):
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    # Blocks are put into the form by a script.
    data["body-count"] = "0"
    return data


def edit_data(client, page):
    return form_data(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def check(client, page, data):
    return client.post(reverse("attention:check_edited", args=[page.pk]), data)


def found(response):
    return [
        (group["severity"], it["path"], it["field"]) for group in response.json()["groups"] for it in group["items"]
    ]


def test_form_in_view_is_checked_and_nothing_is_stored(admin_client, forum):
    data = edit_data(admin_client, forum)
    data["title"] = "The 1th of tides"
    before = (Revision.objects.count(), ForumPage.objects.values().get())

    response = check(admin_client, forum, data)

    assert response.json() == {
        "is_valid": True,
        "summary": "2 findings need attention.",
        "groups": [
            {
                "severity": "hint",
                "label": "Hint",
                "items": [
                    {
                        "message": "The address http://example.org/a begins with http, not https.",
                        "advice": "Try https in your browser, and change the address if the page appears.",
                        "path": "links.1.url",
                        "field": "links-1-url",
                        "fix": {
                            "label": "Change to https",
                            "before": "http://example.org/a",
                            "after": "https://example.org/a",
                        },
                    },
                    {
                        "message": "It says “1th”; that should be “1st”.",
                        "advice": "Correct the number.",
                        "path": "title",
                        "field": "title",
                        "fix": {
                            "label": "Correct the number",
                            "before": "The 1th of tides",
                            "after": "The 1st of tides",
                        },
                    },
                ],
            }
        ],
    }
    assert (Revision.objects.count(), ForumPage.objects.values().get()) == before
    assert (StoredFinding.objects.count(), FormState.objects.count()) == (0, 0)


def test_rows_are_named_as_the_form_does_whatever_their_order(admin_client, forum):
    data = edit_data(admin_client, forum)
    data["links-0-ORDER"], data["links-1-ORDER"] = "2", "1"
    assert found(check(admin_client, forum, data)) == [("hint", "links.0.url", "links-1-url")]

    data["links-0-DELETE"] = "1"
    assert found(check(admin_client, forum, data)) == [("hint", "links.0.url", "links-1-url")]


def test_new_rows_are_checked(admin_client, forum):
    data = edit_data(admin_client, forum)
    row = {"id": "", "ORDER": "3", "DELETE": "", "kind": "slides", "url": "http://example.org/b", "access": "public"}
    data.update({f"links-2-{name}": value for name, value in row.items()})
    data["links-TOTAL_FORMS"], data["links-0-ORDER"], data["links-1-ORDER"] = "3", "1", "2"

    fields = [field for _severity, _path, field in found(check(admin_client, forum, data))]

    assert sorted(fields) == ["links-1-url", "links-2-url"]


def test_what_is_left_as_it_is_is_not_told(admin_client, forum):
    refresh_pages([forum.pk])
    StoredFinding.objects.update(dismissed_at=timezone.now())

    response = check(admin_client, forum, edit_data(admin_client, forum))

    assert response.json() == {"is_valid": True, "summary": "Nothing needs attention.", "groups": []}


def test_values_that_cannot_be_read_are_told(admin_client, forum):
    data = edit_data(admin_client, forum)
    data["start_date"] = "some day"

    assert check(admin_client, forum, data).json() == {"is_valid": False}


def test_new_page_is_checked_below_its_parent(admin_client, home):
    data = form_data(admin_client, reverse("wagtailadmin_pages:add", args=["pages", "forumpage", home.pk]))
    data["title"] = "Tides  of the sea"

    response = admin_client.post(reverse("attention:check_added", args=["pages", "forumpage", home.pk]), data)

    assert found(response) == [("hint", "title", "title")]
    assert not ForumPage.objects.exists()


@pytest.mark.parametrize("model", ["standardpage", "eventpage", "nonsense", "person"])
def test_new_pages_of_no_events_are_not_known(admin_client, home, model):
    assert admin_client.post(reverse("attention:check_added", args=["pages", model, home.pk])).status_code == 404


def test_other_pages_are_not_known(admin_client, home):
    page = StandardPageFactory(parent=home)

    assert check(admin_client, page, {"title": "A  page"}).status_code == 404


def test_check_is_refused_without_the_right_to_edit(client, admin_client, home, forum):
    other = EventIndexFactory(parent=home)
    user = get_user_model().objects.create_user("editor")
    group = Group.objects.create(name="Writers")
    user.groups.add(group)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=other, permission=permission)
    client.force_login(user)

    added = reverse("attention:check_added", args=["pages", "forumpage", home.pk])
    responses = [check(client, forum, {"title": "Tides  of the sea"}), client.post(added, {"title": "Tides  again"})]

    for response in responses:
        assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_data_that_are_no_form_are_told(admin_client, forum):
    assert check(admin_client, forum, {"title": "Tides"}).json() == {"is_valid": False}


@pytest.mark.parametrize("name", ["body-count", "links-TOTAL_FORMS", "links-0-id"])
def test_counters_and_keys_that_are_no_numbers_are_told(admin_client, forum, name):
    data = edit_data(admin_client, forum)
    data[name] = "some"

    assert check(admin_client, forum, data).json() == {"is_valid": False}


def test_check_needs_a_post(admin_client, forum):
    assert admin_client.get(reverse("attention:check_edited", args=[forum.pk])).status_code == 405
