"""What the documents of one import share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import slugify

from pages.importers.store.images import Pictures
from pages.importers.store.journal import Journal
from pages.importers.store.matching import People, Topics
from pages.importers.store.page_merging import Shelves
from pages.site_paths import is_reserved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User
    from wagtail.models import Page

    from pages.importers.documents import SourceDocument

LONGEST_SLUG = 100


@dataclass
class Run:
    """One import; `publish` puts what is stored before the public. `documents` are all it reads, by path.

    `user` is who imports, None for a command.
    """

    publish: bool = False
    documents: Mapping[str, SourceDocument] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)
    user: User | None = None
    journal: Journal = field(default_factory=Journal)
    _shelves: Shelves | None = None
    _slugs: dict[int, set[str]] = field(default_factory=dict)

    @property
    def shelves(self) -> Shelves:
        """The known people, topics and pictures, read at the first use."""
        if self._shelves is None:
            self._shelves = Shelves(People(), Topics(), self.pictures)
        return self._shelves

    def note_made(self) -> None:
        """Enter in the journal whom and what the pages needed that was not there before."""
        if self._shelves is None:
            return
        people, topics = self._shelves.people, self._shelves.topics
        self.journal.made = {
            "person": people.made,
            "organisation": people.organisations.made,
            "topic": topics.made,
            "image": self.pictures.made,
        }

    def undo(self, *, stored: int = 0) -> None:
        """Forget what has been rolled back, and delete the files written after the first `stored` ones."""
        self.pictures.discard(after=stored)
        self._shelves = None
        self._slugs.clear()

    def free_slug(self, parent: Page, *texts: str) -> str:
        """A slug made of the first text that gives one, which no page below `parent` has, nor the site itself."""
        if parent.pk not in self._slugs:
            self._slugs[parent.pk] = set(parent.get_children().values_list("slug", flat=True))
        base = find_slug(*texts)
        slug, number = base, 2
        while slug in self._slugs[parent.pk] or is_reserved(slug, below=parent):
            slug, number = f"{base}-{number}", number + 1
        self._slugs[parent.pk].add(slug)
        return slug


def find_slug(*texts: str) -> str:
    """The slug that the first text gives of which one can be made."""
    slugs = (slugify(text, allow_unicode=True)[:LONGEST_SLUG].strip("-") for text in texts)
    return next((slug for slug in slugs if slug), "page")
