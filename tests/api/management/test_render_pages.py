from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from api.caching import read_version
from api.published.models import PublishedPage
from tests.api.stored_documents import fresh_documents, stored_documents
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db


def render_pages(**options) -> str:
    out = io.StringIO()
    call_command("render_pages", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home)


def test_render_pages_writes_what_is_missing_or_of_another_format(forum, home):
    version = read_version()
    PublishedPage.objects.filter(pk=forum.pk).delete()
    PublishedPage.objects.filter(pk=home.pk).update(format=0)

    assert render_pages() == "2 of 2 documents changed\n"
    assert stored_documents() == fresh_documents()
    assert read_version() > version


def test_render_pages_leaves_what_is_current(forum):
    PublishedPage.objects.filter(pk=forum.pk).update(document="{}")
    version = read_version()

    assert render_pages() == "0 of 0 documents changed\n"
    assert read_version() == version


def test_render_pages_writes_all_again(forum):
    PublishedPage.objects.filter(pk=forum.pk).update(document="{}")

    assert render_pages(all=True) == "1 of 2 documents changed\n"
    assert stored_documents() == fresh_documents()


def test_render_pages_checks_without_writing(forum):
    PublishedPage.objects.filter(pk=forum.pk).update(format=0)

    with pytest.raises(CommandError, match="1 documents are stale"):
        render_pages(check=True)
    assert PublishedPage.objects.get(pk=forum.pk).format == 0


def test_render_pages_finds_nothing_stale(forum):
    assert render_pages(check=True) == "All documents are current.\n"
