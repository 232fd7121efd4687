from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import find
from django.test import Client

from api.graphql.graphiql import SCRIPTS, STYLES

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/graphiql/"


def test_graphiql_is_for_people_who_may_use_the_admin(admin_client):
    response = admin_client.get(ADDRESS)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert b'data-endpoint="/graphql"' in response.content
    assert response.content.count(b'integrity="sha384-') == 4


def test_graphiql_runs_only_its_own_scripts(admin_client):
    response = admin_client.get(ADDRESS)

    rules = dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))
    nonce = rules["script-src"].rpartition("nonce-")[2].rstrip("'")
    assert (rules["default-src"], rules["script-src"]) == ("'none'", f"'self' 'nonce-{nonce}'")
    assert f'<script nonce="{nonce}">'.encode() in response.content
    assert b"http" not in response.content


@pytest.mark.parametrize("asset", [*SCRIPTS, *STYLES], ids=lambda asset: asset.published_as)
def test_files_of_graphiql_are_those_that_were_published(asset):
    content = Path(find(asset.path)).read_bytes()

    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert f"sha384-{digest}" == asset.integrity


def test_graphiql_sends_visitors_to_the_login(client):
    assert client.get(ADDRESS).headers["Location"] == f"/admin/login/?next={ADDRESS}"


def test_graphiql_refuses_people_without_access_to_the_admin(home):
    client = Client()
    client.force_login(User.objects.create_user("visitor"))

    assert client.get(ADDRESS).status_code == 302


def test_graphiql_admits_editors(home):
    editor = User.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(editor)

    assert client.get(ADDRESS).status_code == 200
