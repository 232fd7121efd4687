"""Where the admin proposes to put a new event."""

from __future__ import annotations

from django.urls import reverse

from tests.factories import EventIndexFactory, SeriesFactory


def test_highest_place_is_proposed(home, admin_client):
    EventIndexFactory(parent=home)

    response = admin_client.get(reverse("forums:choose_parent"))

    assert response.context["form"]["parent_page"].value() == home.pk


def test_no_series_is_proposed_for_a_talk(home, admin_client):
    SeriesFactory(parent=home)
    SeriesFactory(parent=home)

    response = admin_client.get(reverse("talks:choose_parent"))

    assert response.context["form"]["parent_page"].value() is None
