"""The words of the admin are translated whole, and the compiled catalogs are those that stand beside them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext

from cms.environment import BASE_DIR
from cms.management.commands.collect_messages import LANGUAGE, ROOMS

PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
SOURCES = shutil.ignore_patterns("__pycache__", "static", "migrations", "*.jpg", "*.jpeg", "*.png")


def catalog(room, ending):
    return BASE_DIR / room / "locale" / LANGUAGE / "LC_MESSAGES" / f"django.{ending}"


def entries(file):
    """What a catalog says: context and words, with one form for any number in Chinese."""
    return {(entry.msgctxt, entry.msgid): entry.msgstr_plural.get(0, entry.msgstr) for entry in file}


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_is_translated_with_its_placeholders(room):
    file = polib.pofile(str(catalog(room, "po")))

    wrong = [
        entry.msgid
        for entry in file
        if entry.fuzzy
        or not (said := entry.msgstr_plural.get(0, entry.msgstr)).strip()
        or set(PLACEHOLDERS.findall(said)) != set(PLACEHOLDERS.findall(entry.msgid_plural or entry.msgid))
    ]

    assert len(file) > 20
    assert wrong == []
    assert list(file.obsolete_entries()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_compiled_catalog_says_the_same(room):
    assert entries(polib.mofile(str(catalog(room, "mo")))) == entries(polib.pofile(str(catalog(room, "po"))))


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("room", ROOMS)
def test_the_catalog_holds_the_words_of_the_code(room, tmp_path):
    copy = tmp_path / room
    shutil.copytree(BASE_DIR / room, copy, ignore=SOURCES)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", LANGUAGE, "--no-location", "--no-wrap", "--keep-pot"],
        cwd=copy,
        env=environment,
        check=True,
        capture_output=True,
    )

    collected = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(copy / "locale" / "django.pot"))}
    assert set(entries(polib.pofile(str(catalog(room, "po"))))) == collected, "make messages collects what is new"


def test_django_speaks_it():
    with translation.override("zh-hans"):
        assert [gettext("Call opens"), gettext("Important dates"), gettext("Two-step login")] == [
            "开始征稿",
            "重要日期",
            "两步登录",
        ]
