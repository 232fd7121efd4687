import pytest
from django.db import transaction

from pages.attention.refresh import refresh_all
from pages.models import ForumPage, StoredFinding
from tests.factories import ForumFactory, LinkFactory, publish

pytestmark = pytest.mark.django_db


def kept():
    return list(StoredFinding.objects.order_by("event", "code").values_list("event__draft_title", "code"))


def test_new_page_is_checked_once_it_is_stored(home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ForumFactory(parent=home, title="Tides  of the sea")

    assert kept() == [("Tides  of the sea", "T04-spaces")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_draft_is_checked_once_it_is_kept(home):
    forum = ForumFactory(parent=home)
    forum.title = "The 1th forum"

    forum.save_revision()

    assert kept() == [("The 1th forum", "C04")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("number", [1, 3])
def test_draft_is_kept_and_checked_with_the_same_queries_beside_any_number_of_pages(
    home, number, django_assert_num_queries
):
    for year in range(number):
        ForumFactory(parent=home, title=f"Forum of tides {2001 + year}", links=[LinkFactory()])
    forum = ForumFactory(parent=home, title="Forum of  tides 2026", links=[LinkFactory() for _link in range(number)])
    forum = ForumPage.objects.get(pk=forum.pk)

    with django_assert_num_queries(57):
        forum.save_revision()
    with django_assert_num_queries(10):
        refresh_all([forum.pk])

    assert kept() == [("Forum of  tides 2026", "T04-spaces")]


def test_pages_of_a_transaction_are_checked_together(home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(3):
            ForumFactory(parent=home, title=f"Tides  {number}")

    ours = [it for it in callbacks if getattr(it, "__module__", "") == "pages.attention.receivers"]
    assert len(ours) == 1
    ours[0]()
    assert len(kept()) == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_page_that_is_rolled_back_leaves_nothing_to_the_next(home):
    with transaction.atomic():
        ForumFactory(parent=home, title="Never  stored")
        transaction.set_rollback(True)

    forum = ForumFactory(parent=home, title="Tides  of the sea")

    assert kept() == [("Tides  of the sea", "T04-spaces")]
    forum.title = "Tides of the sea"
    publish(forum)
    assert kept() == []
