from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Max
from wagtail.models import Page

from api.published.models import FORMAT, PublishedPage, PublishedRow
from api.published.store import find_all, find_stale, republish, rewrite, write_pages
from pages.models import ImportantDate
from tests.api.stored_documents import fresh_documents, stored_documents
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def make_talk(series):
    return TalkFactory(
        parent=series,
        contributions=[ContributionFactory()],
        links=[LinkFactory()],
        sessions=[SessionFactory(start_date=dt.date(2027, 6, 16))],
        important_dates=[ImportantDateFactory()],
        topics=[TopicFactory()],
    )


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home)


def spoil(**values):
    """Let stored documents say something that no page says."""
    PublishedPage.objects.update(**values)


@pytest.mark.parametrize("number", [1, 30])
def test_statements_are_the_same_for_any_number_of_pages(series, number, django_assert_num_queries):
    keys = [make_talk(series).pk for _ in range(number)]
    PublishedPage.objects.all().delete()

    with django_assert_num_queries(18):
        assert write_pages(keys) == number


@pytest.mark.parametrize("number", [1, 30])
def test_statements_are_the_same_for_any_number_of_unchanged_pages(series, number, django_assert_num_queries):
    keys = [make_talk(series).pk for _ in range(number)]

    with django_assert_num_queries(15):
        assert write_pages(keys) == 0


@pytest.mark.parametrize("others", [0, 20])
def test_publishing_a_talk_takes_the_same_statements_in_any_series(series, others, django_assert_num_queries):
    talk = make_talk(series)
    for _ in range(others):
        make_talk(series)
    PublishedPage.objects.filter(pk=talk.pk).update(document="{}")

    with django_assert_num_queries(18):
        republish(talk, is_moved=False)


@pytest.mark.parametrize("number", [1, 20])
def test_publishing_a_series_takes_the_same_statements_for_any_number_of_talks(
    series, number, django_assert_num_queries
):
    for _ in range(number):
        make_talk(series)
    spoil(document="{}")

    with django_assert_num_queries(27):
        republish(series, is_moved=False)


def test_pages_of_all_chunks_are_written(series, monkeypatch):
    monkeypatch.setattr("api.published.store.CHUNK", 2)
    keys = [make_talk(series).pk for _ in range(5)]
    spoil(document="{}")

    assert write_pages(keys) == 5
    assert stored_documents().keys() - set(keys) == {series.pk, series.get_parent().pk}
    assert {key: stored_documents()[key] for key in keys} == {key: fresh_documents()[key] for key in keys}


def test_pages_that_are_gone_or_no_content_are_passed_over(home):
    last = Page.objects.aggregate(last=Max("pk"))["last"]
    root = Page.get_first_root_node()

    assert write_pages([root.pk, last + 1]) == 0
    assert not PublishedPage.objects.filter(pk=root.pk).exists()


def test_rows_keep_their_ids_when_a_page_is_written_again(home):
    first, second = ImportantDateFactory(), ImportantDateFactory(kind="notification")
    forum = ForumFactory(parent=home, important_dates=[first, second])
    before = dict(PublishedRow.objects.values_list("key", "pk"))

    moved, gone = forum.important_dates.all()
    moved.start_date = dt.date(2027, 4, 1)
    added = ImportantDateFactory(kind="registration")
    forum.important_dates = [added, moved]
    publish(forum)

    after = dict(PublishedRow.objects.values_list("key", "pk"))
    assert after.keys() == {moved.translation_key, added.translation_key}
    assert after[moved.translation_key] == before[moved.translation_key]
    assert gone.translation_key not in ImportantDate.objects.values_list("translation_key", flat=True)
    assert stored_documents() == fresh_documents()


def test_stale_are_documents_that_are_missing_outdated_or_withdrawn(home, series):
    current, missing, outdated, withdrawn = (make_talk(series) for _ in range(4))
    draft = TalkFactory(parent=series, published=False)
    alias = current.create_alias(parent=SeriesFactory(parent=home))
    PublishedPage.objects.filter(pk=missing.pk).delete()
    PublishedPage.objects.filter(pk=outdated.pk).update(format=FORMAT + 1)
    Page.objects.filter(pk=withdrawn.pk).update(live=False)

    assert set(find_stale()) == {missing.pk, outdated.pk, withdrawn.pk}
    assert {current.pk, missing.pk, outdated.pk, withdrawn.pk, series.pk} < set(find_all())
    assert not {draft.pk, alias.pk} & set(find_all())
    assert rewrite(find_stale()) == 3
    assert (list(find_stale()), stored_documents()) == ([], fresh_documents())
