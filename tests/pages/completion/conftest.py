"""A talk with a speaker who is asked, an editor who asks, and the speaker's browser."""

from __future__ import annotations

import datetime as dt
import io

import PIL.Image
import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from pages.completion.rates import counter_at
from pages.completion.tokens import make_token
from pages.models import CompletionLink
from tests.factories import ContributionFactory, PersonFactory, SeriesFactory, TalkFactory

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def private_files_below_a_temporary_folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture(autouse=True)
def unspent_minute(settings):
    settings.RATES_URL = "memory://"
    counter_at(settings.RATES_URL).storage.reset()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidewater seminar")


@pytest.fixture
def person(db):
    return PersonFactory(name="Ana Silva", email="ana@example.org", homepage="https://example.org/ana")


@pytest.fixture
def talk(series, person):
    return TalkFactory(
        parent=series,
        title="Old title",
        abstract="<p>Old <b>abstract</b>.</p>",
        contributions=[ContributionFactory(person=person)],
    )


@pytest.fixture
def make_user():
    """Users of one group each; `rights` are codenames on pages at and below `page`."""

    def make(page, name="editor", *, rights=("change_page",), models=("change_person",), may_add_files=True):
        group = Group.objects.create(name=f"Group of {name}")
        group.permissions.set(Permission.objects.filter(codename__in=("access_admin", *models)))
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        for codename in ("add_image", "add_document") if may_add_files else ():
            permission = Permission.objects.get(codename=codename)
            GroupCollectionPermission.objects.create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
        user = User.objects.create_user(name, f"{name}@example.org", "x", first_name="Edda", last_name="Torv")
        user.groups.add(group)
        return user

    return make


@pytest.fixture
def editor(make_user, series):
    return make_user(series, rights=("change_page", "publish_page"))


@pytest.fixture
def admin(editor):
    return sign_in(editor)


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def link(talk, person, editor):
    return CompletionLink.objects.create(
        talk=talk, person=person, asked_by=editor, made_at=NOW, expires_at=NOW + dt.timedelta(days=30)
    )


def address_of(link):
    return reverse("complete", args=[make_token(link)])


def fill_in(link, *, button="send", seen="{}", client=None, **values):
    """Send the form of a link; `seen` empty: all that is given counts as changed."""
    link.refresh_from_db()
    return (client or Client()).post(address_of(link), {button: "1", "seen": seen, **values})


def make_picture(*, size=(40, 20), picture_format="JPEG", name="me.jpg", **options):
    buffer = io.BytesIO()
    PIL.Image.new("RGB", size, "teal").save(buffer, picture_format, **options)
    return SimpleUploadedFile(name, buffer.getvalue())


def make_slides(name="slides.pdf", content=PDF):
    return SimpleUploadedFile(name, content)
