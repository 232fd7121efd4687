from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail.test.utils.form_data import querydict_from_html

from pages.choices import Role
from pages.roles.communities import keep_community, set_role
from tests.factories import EventIndexFactory, PersonFactory, SeriesFactory, TalkFactory


def make_user(name, **values):
    return get_user_model().objects.create_user(name, f"{name}@example.org", **values)


@pytest.fixture
def world(home):
    """Two communities with a series and talks each, people in all roles of both, and two who have none."""
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    home.copy_for_translation(chinese)
    places = [EventIndexFactory(parent=home, title=title) for title in ("Ocean", "Desert")]
    users = {"nobody": make_user("nobody"), "superuser": get_user_model().objects.create_superuser("superuser")}
    for place, prefix in zip(places, ("", "other "), strict=True):
        community = keep_community(place)
        for role in Role:
            users[f"{prefix}{role.value}"] = user = make_user(f"{prefix}{role.value}".replace(" ", "-"))
            set_role(community, user, role)
    series = SeriesFactory(parent=places[0], title="Waves")
    return SimpleNamespace(
        home=home,
        ocean=places[0],
        desert=places[1],
        series=series,
        second_series=SeriesFactory(parent=places[0], title="Currents"),
        talk=TalkFactory(parent=series, title="Tides"),
        draft=TalkFactory(parent=series, title="Foam", published=False),
        far_talk=TalkFactory(parent=SeriesFactory(parent=places[1], title="Dunes"), title="Sand"),
        person=PersonFactory(name="Ada Shell"),
        chinese=chinese,
        redirects=Redirect.objects.filter(old_path="/mine"),
        users=users,
        forms={},
    )


def sign_in(user):
    """A client of a user; of nobody in particular for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def form_entries(world, url, form_id):
    """What a form at `url` sends when it is sent as it first opens for an administrator of the site."""
    if url not in world.forms:
        html = sign_in(world.users["superuser"]).get(url).content.decode()
        world.forms[url] = querydict_from_html(html, form_id=form_id)
    return world.forms[url].copy()
