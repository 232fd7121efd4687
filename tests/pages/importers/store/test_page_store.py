import pytest
from wagtail.images.models import Image
from wagtail.models import Collection

from pages.choices import Role
from pages.importers.documents import ImportedContribution, ImportedPerson
from pages.importers.store import StoreOptions, store_readings
from pages.models import ForumPage
from pages.roles.communities import keep_community, set_role
from tests.factories import EventIndexFactory

pytestmark = pytest.mark.django_db


def speaker(photo):
    return ImportedContribution("speaker", ImportedPerson("Ada Kowalczyk", photo=photo))


def test_new_picture_belongs_to_the_community_around_and_is_found_there_first(store, home, made, picture):
    index = EventIndexFactory(parent=home, title="Ocean")
    inner = EventIndexFactory(parent=home, title="Desert")
    own = keep_community(index).collection
    keep_community(inner)
    event = made.forum(contributions=(speaker(picture("ada.png")),))

    store(event, parent=index)
    store(event, parent=inner)

    assert list(Image.objects.values_list("collection", flat=True)) == [own.pk]


def test_picture_without_a_community_belongs_to_the_site(store, made, picture):
    store(made.forum(contributions=(speaker(picture("ada.png")),)))

    assert Image.objects.get().collection == Collection.get_first_root_node()


def test_page_in_review_is_not_changed_by_somebody_who_does_not_review(store, home, made, django_user_model):
    store(made.forum(city="Ghent"))
    page = ForumPage.objects.get()
    community = keep_community(home)
    editor = django_user_model.objects.create_user("editor")
    set_role(community, editor, Role.EDITOR)
    reviewer = django_user_model.objects.create_superuser("reviewer")
    community.workflow.start(page, reviewer)
    before = page.latest_revision_id

    (report,) = store_readings([made.reading(made.forum(city="Bruges"))], options=StoreOptions(home, user=editor))

    assert [it.code for it in report.findings] == ["page-locked"]
    assert ForumPage.objects.get().latest_revision_id == before


def test_page_is_not_changed_by_somebody_who_may_not_edit_it(store, home, made, django_user_model):
    store(made.forum(city="Ghent"))
    before = ForumPage.objects.get().latest_revision_id
    stranger = django_user_model.objects.create_user("stranger")

    (report,) = store_readings([made.reading(made.forum(city="Bruges"))], options=StoreOptions(home, user=stranger))

    assert [it.code for it in report.findings] == ["page-not-permitted"]
    assert ForumPage.objects.get().latest_revision_id == before


def test_alias_is_not_taken_for_the_page_of_a_document(store, home, made):
    index = EventIndexFactory(parent=home)
    store(made.forum(), parent=index)
    ForumPage.objects.get().create_alias(parent=home, update_slug="mirror")

    (report,) = store(made.forum())

    assert (report.page.outcome.value, ForumPage.objects.count()) == ("created", 3)
