"""The menu and the languages of a site."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from tests.factories import ForumFactory, StandardPageFactory, publish

pytestmark = pytest.mark.django_db


def test_the_menu_holds_pages_in_the_order_of_the_tree_by_language(home, ask):
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    first = StandardPageFactory(parent=home, title="About", show_in_menus=True)
    ForumFactory(parent=home, title="Forum", show_in_menus=True)
    StandardPageFactory(parent=home, title="Not there")
    version = first.copy_for_translation(chinese, copy_parents=True)
    version.title = "关于"
    publish(version)

    found = ask('{ site { all: menu { title } en: menu(locale: "en") { title } fr: menu(locale: "fr") { title } } }')

    assert found["site"] == {
        "all": [{"title": "About"}, {"title": "Forum"}, {"title": "关于"}],
        "en": [{"title": "About"}, {"title": "Forum"}],
        "fr": [],
    }


def test_the_languages_are_those_with_a_public_home(home, ask):
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    version = home.copy_for_translation(chinese)
    query = "{ site { languages { locale name path } } }"
    english = {"locale": "en", "name": "English", "path": "/"}

    before = ask(query)["site"]["languages"]
    publish(version)
    after = ask(query)["site"]["languages"]

    assert before == [english]
    assert after == [english, {"locale": "zh-hans", "name": "简体中文", "path": "/zh-hans/"}]
