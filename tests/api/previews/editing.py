"""What an editor does in the admin before a preview is seen."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from lxml import html
from wagtail.models import GroupPagePermission

FORM = "page-edit-form"
BODY = "body-count"
QUERY = """query ($token: String!) {
  preview(token: $token) {
    __typename title path locale
    ... on Event { summary when { start { date } } links { url label } contributors { person { name } } phase
      importantDates { label at { date } previousValues { date } } dateChanges { kind label } }
    ... on Talk { minutes abstract { text } series { title } }
    ... on SeminarSeries { about { text } talks { nodes { title } } }
    ... on StandardPage { summary body { __typename } }
  }
}"""


def make_editor(page, name="editor", **rights):
    """Somebody who may change the pages at and below `page`, and nothing else."""
    group = Group.objects.create(name=f"Editors of {page.pk} as {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in rights.get("rights", ("change_page", "add_page")):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = User.objects.create_user(name, f"{name}@example.org", "x")
    user.groups.add(group)
    return user


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_address(model, parent):
    return reverse("wagtailadmin_pages:add", args=["pages", model.__name__.lower(), parent.pk])


def read_form(client, address):
    """What a browser would send of the editor's form; what scripts put there is empty."""
    response = client.get(address)
    assert response.status_code == 200, response.headers
    form = html.fromstring(response.content.decode()).get_element_by_id(FORM)
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    values.pop("csrfmiddlewaretoken", None)
    return {**values, BODY: ["0"]}


def send_form(client, address, values):
    """Have the editor's form kept for the preview, as scripts do while one types."""
    response = client.post(f"{address}preview/", values)
    assert response.json() == {"is_valid": True, "is_available": True}


def open_preview(client, address, **arguments):
    """Where the preview leads the browser."""
    return client.get(f"{address}preview/", arguments)


def token_in(response):
    """The token that a browser takes to the public site."""
    assert response.status_code == 302, response.content[:300]
    return parse_qs(urlsplit(response.headers["Location"]).query)["token"][0]


def type_and_preview(client, address, **changes):
    """The token of a preview of the form with other values."""
    send_form(client, address, {**read_form(client, address), **changes})
    return token_in(open_preview(client, address))


def read(client, token, query=QUERY, **variables):
    """What the public site reads with a token."""
    body = json.dumps({"query": query, "variables": {"token": token, **variables}})
    return client.post("/graphql", body, content_type="application/json")
