"""A site in which everything that must stay private carries a marker."""

from __future__ import annotations

import datetime as dt
import io

import time_machine
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Pixels
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from api.previews.models import Purpose, ReviewLink
from api.previews.tokens import PreviewToken
from pages.models import (
    Award,
    DateChange,
    ForumPage,
    Grant,
    Identifier,
    ImportedDocument,
    PaperCategory,
    Person,
    SelectionCriterion,
    SiteSettings,
    Track,
)
from pages.models.schedule import moment_to_json
from pages.moments import Moment
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    HomeFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

MARKER = "zq7x"
UNLISTED = "wv3k"
ELSEWHERE = "kj5p"
"""Names of people who may be shown, but do something only where nobody may look; their own ids still find them."""


def mark(name: str) -> str:
    """Words that must never be seen."""
    return f"{MARKER}-{name}"


def picture(title: str, collection: Collection) -> Image:
    data = io.BytesIO()
    Pixels.new("RGB", (8, 6)).save(data, "PNG")
    file = ContentFile(data.getvalue(), f"{title}.png")
    return Image.objects.create(
        title=title, description=title, file=file, collection=collection, focal_point_x=4, focal_point_y=3
    )


def document(title: str, collection: Collection) -> Document:
    return Document.objects.create(title=title, file=ContentFile(b"x", f"{title}.txt"), collection=collection)


def page_link(page: Page) -> str:
    return f'<a linktype="page" id="{page.pk}">here</a>'


class HiddenContent:
    """Public pages of each type, with hidden things behind every relation they have."""

    def __init__(self, home: Page) -> None:
        self.home = home
        self.root = Collection.get_first_root_node()
        self.now = timezone.now()
        self.make_files()
        self.make_people()
        self.make_hidden_pages()
        self.make_public_pages()
        self.make_other_places()

    def make_files(self) -> None:
        private = self.root.add_child(name=mark("collection"))
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        below = private.add_child(name=mark("collection-below"))
        self.public_image = picture("harbour", self.root)
        self.private_image = picture(mark("image"), private)
        self.image_below = picture(mark("image-below"), below)
        self.private_document = document(mark("document"), private)
        self.document_below = document(mark("document-below"), below)

    def make_people(self) -> None:
        self.editor = User.objects.create_superuser(mark("user"), f"{mark('user')}@example.org", "x")
        self.organisation = OrganisationFactory(name="Institute of Tides", logo=self.public_image)
        self.hidden_person = PersonFactory(name=mark("person"), bio=mark("person-bio"), is_public=False)
        self.person = PersonFactory(
            name="Ada Byron",
            email=f"{mark('email')}@example.org",
            affiliation=self.organisation,
            photo=self.private_image,
            homepage="https://ada.example.org/",
            bio="<p>Studies tides.</p>",
        )
        self.shown_person = PersonFactory(name="Bo Lind", photo=self.public_image, bio="<p>Counts waves.</p>")
        self.topic = TopicFactory(name="Tides", broader=TopicFactory(name="Seas"))

    def forum(self, name: str, *, parent: Page | None = None, **extra: object) -> ForumPage:
        """A forum that shows its marker wherever it can."""
        words = mark(name)
        return ForumFactory(
            parent=parent or self.home,
            **{
                "title": words,
                "slug": words,
                "summary": words,
                "seo_title": words,
                "search_description": words,
                "submission_guidelines": f"<p>{words}</p>",
                "body": [("text", f"<p>{words}</p>")],
                "contributions": [
                    ContributionFactory(person=PersonFactory(name=words, is_public=False)),
                    ContributionFactory(person=PersonFactory(name=f"{ELSEWHERE} {name}")),
                ],
                "show_in_menus": True,
                "links": [LinkFactory(label=words, url=f"https://example.org/{words}")],
                "important_dates": [ImportantDateFactory(label=words)],
                "sessions": [SessionFactory(title=words)],
                **extra,
            },
        )

    def make_hidden_pages(self) -> None:
        self.draft = self.forum("draft", published=False)
        self.unpublished = self.forum("unpublished")
        self.unpublished.unpublish()
        with time_machine.travel(self.now - dt.timedelta(days=2), tick=False):
            self.expired = self.forum("expired", expire_at=self.now - dt.timedelta(days=1))
        self.password = self.forum("password")
        PageViewRestriction.objects.create(page=self.password, restriction_type="password", password=mark("secret"))
        self.login = EventIndexFactory(
            parent=self.home, title=mark("login"), slug=mark("login"), introduction=mark("login")
        )
        PageViewRestriction.objects.create(page=self.login, restriction_type="login")
        self.group = SeriesFactory(parent=self.home, title=mark("group"), slug=mark("group"), about=mark("group"))
        restriction = PageViewRestriction.objects.create(page=self.group, restriction_type="groups")
        restriction.groups.add(Group.objects.create(name=mark("group-name")))
        self.below = [
            StandardPageFactory(parent=self.password, title=mark("below-password"), slug=mark("below-password")),
            self.forum("below-login", parent=self.login),
            TalkFactory(parent=self.group, title=mark("below-group"), slug=mark("below-group")),
        ]
        self.hidden = [
            *(self.draft, self.unpublished, self.expired, self.password, self.login, self.group),
            *self.below,
        ]

    def hidden_text(self) -> str:
        links = " ".join(page_link(page) for page in self.hidden)
        documents = "".join(
            f'<a linktype="document" id="{it.pk}">file</a>' for it in (self.private_document, self.document_below)
        )
        embedded = f'<embed embedtype="image" id="{self.private_image.pk}" format="left" alt="{mark("embedded")}"/>'
        return f"<p>{links} {documents} {page_link(self.home)}</p>{embedded}"

    def body(self) -> list[tuple[str, object]]:
        pictures = [
            (self.public_image, "A view"),
            (self.private_image, mark("alt")),
            (self.image_below, mark("alt-below")),
        ]
        return [
            ("text", self.hidden_text()),
            *(
                ("figure", {"image": self.in_block(image, alt), "caption": "A picture", "credit": "Us"})
                for image, alt in pictures
            ),
            ("video", "https://www.youtube.com/watch?v=abc"),
            ("table", {"data": [["a", "b"]], "table_caption": "Table", "first_row_is_table_header": True}),
            ("code", {"language": "python", "code": "print(1)"}),
        ]

    @staticmethod
    def in_block(image: Image, alt: str) -> Image:
        image.contextual_alt_text, image.decorative = alt, False
        return image

    def links(self) -> list[object]:
        open_link = LinkFactory(kind="website", url="https://example.org/", label="Home", note="English")
        closed = [
            LinkFactory(kind="join", access=access, url=f"https://example.org/{mark(access)}", note=mark(access))
            for access in ("registered", "members")
        ]
        private = LinkFactory(access="private", label=mark("label"), url=f"https://example.org/{mark('private')}")
        timed = [
            LinkFactory(url=f"https://example.org/{mark('soon')}", note=mark("soon"), visible_from_minutes=-30),
            LinkFactory(url=f"https://example.org/{mark('past')}", note=mark("past"), visible_until_minutes=-(10**6)),
        ]
        return [open_link, *closed, private, *timed]

    def shared(self, **extra: object) -> dict[str, object]:
        return {
            "editors_notes": mark("notes"),
            "body": self.body(),
            "hero_image": self.private_image,
            "part_of": self.draft,
            "status_message": "As planned.",
            "venue": "Pier 4",
            "city": "Cove",
            "start_date": self.now.date() + dt.timedelta(days=30),
            "contributions": [
                ContributionFactory(person=self.person, photo=self.image_below),
                ContributionFactory(person=self.hidden_person, affiliation=mark("affiliation")),
                ContributionFactory(person=self.shown_person, bio=self.hidden_text()),
            ],
            "links": self.links(),
            **extra,
        }

    def make_public_pages(self) -> None:
        day = self.now.date() + dt.timedelta(days=9)
        dates = [ImportantDateFactory(label="Papers", start_date=day, relation="within", days=7, relative_to="Talks")]
        self.public = ForumFactory(
            parent=self.home,
            title="Forum on tides",
            submission_guidelines=self.hidden_text(),
            **self.shared(
                important_dates=dates, sessions=[SessionFactory(title="Opening", abstract=self.hidden_text())]
            ),
        )
        self.fill_forum()
        self.tutorial = TutorialFactory(
            parent=self.home,
            title="Tides by hand",
            abstract="<p>How to.</p>",
            delivery=["live"],
            **self.shared(part_of=self.public),
        )
        self.call = CallForPapersFactory(
            parent=self.home, title="Tides 2030", **self.shared(part_of=self.password, hero_image=self.public_image)
        )
        self.series = SeriesFactory(
            parent=self.home,
            title="Tidal talks",
            cadence_weekday="WE",
            usual_time=dt.time(13, 30),
            **self.shared(start_date=None, links=self.links()[:-1]),
        )
        self.talk = TalkFactory(
            parent=self.series,
            title=mark("unannounced-title"),
            short_title=mark("unannounced-short-title"),
            slug="first",
            title_announced=False,
            abstract=mark("unannounced-abstract"),
            abstract_announced=False,
            **self.shared(),
        )
        TalkFactory(parent=self.series, title="Second", abstract="<p>Waves.</p>", **self.shared())
        self.make_talks_aside()
        self.make_unusual_pages()

    def make_talks_aside(self) -> None:
        """A draft and an unlisted talk of the public series."""
        speaker = ContributionFactory(person=PersonFactory(name=f"{ELSEWHERE} drafted"))
        words = mark("draft-talk")
        self.draft_talk = TalkFactory(
            parent=self.series, title=words, slug=words, abstract=words, contributions=[speaker], published=False
        )
        self.hidden.append(self.draft_talk)
        TalkFactory(
            parent=self.series,
            title=f"{UNLISTED} talk",
            slug=f"{UNLISTED}-talk",
            is_listed=False,
            contributions=[ContributionFactory(person=PersonFactory(name=f"{UNLISTED} speaker"))],
        )

    def fill_forum(self) -> None:
        forum = self.public
        session = next(iter(forum.sessions.all()))
        session.speakers.set([self.person, self.hidden_person])
        forum.topics.set([self.topic])
        forum.tracks = [Track(name="Deep", description="<p>Below.</p>")]
        forum.awards = [Award(name="Shell", description="<p>For one.</p>")]
        forum.grants = [Grant(name="Fare", covers=["travel"], description="<p>By train.</p>")]
        forum.selection_criteria = [SelectionCriterion(name="Clarity")]
        forum.identifiers = [Identifier(scheme="acm", value="tt3194")]
        forum.hero_image = self.public_image
        forum.owner = forum.locked_by = self.editor
        self.public = publish(forum)
        moved = next(iter(self.public.important_dates.all()))
        moved.start_date += dt.timedelta(days=7)
        self.public.important_dates = [moved]
        self.public = publish(self.public)
        Page.objects.filter(pk=forum.pk).update(owner=self.editor, locked=True, locked_by=self.editor)
        self.edit_public_forum()

    def edit_public_forum(self) -> None:
        edited = ForumPage.objects.get(pk=self.public.pk)
        edited.title = edited.summary = edited.seo_title = mark("draft-edit")
        edited.links = [LinkFactory(label=mark("draft-link"), url=f"https://example.org/{mark('draft-link')}")]
        edited.save_revision(user=self.editor, log_action=True)
        edited.go_live_at = self.now + dt.timedelta(days=3)

    def make_unusual_pages(self) -> None:
        self.call.paper_categories = [PaperCategory(name="Short", description=self.hidden_text(), max_pages=4)]
        self.call = publish(self.call)
        self.text = StandardPageFactory(
            parent=self.public, title="Travel", summary="By train.", body=self.body(), show_in_menus=True
        )
        self.index = EventIndexFactory(parent=self.home, title="Archive", introduction="Older events.")
        self.home.introduction = "Welcome."
        self.home.body = self.body()
        publish(self.home)
        self.alias = self.public.create_alias(parent=self.index, update_slug=mark("alias"))
        self.unlisted = ForumFactory(
            parent=self.home,
            title=UNLISTED,
            slug=UNLISTED,
            is_listed=False,
            summary=UNLISTED,
            show_in_menus=True,
            editors_notes=mark("unlisted"),
            contributions=[ContributionFactory(person=PersonFactory(name=f"{UNLISTED} person"))],
            important_dates=[ImportantDateFactory(label=UNLISTED)],
            sessions=[SessionFactory(title=UNLISTED)],
        )
        self.below_unlisted = StandardPageFactory(
            parent=self.unlisted, title=f"{UNLISTED} below", slug=f"{UNLISTED}-below", show_in_menus=True
        )
        self.record_changes()

    def record_changes(self) -> None:
        before, after = Moment.at(self.now.date()), Moment.at(self.now.date() + dt.timedelta(days=1))
        for event in (self.talk, self.password, self.draft):
            DateChange.objects.create(
                event_id=event.pk,
                label=event.title,
                kind="rescheduled",
                old=moment_to_json(before),
                new=moment_to_json(after),
                announced_at=self.now,
                reason="" if event.pk == self.talk.pk else mark("reason"),
            )
        ImportedDocument.objects.create(
            source=mark("source"), parent=self.home, event_id=self.public.pk, content={"x": mark("content")}
        )

    def make_other_places(self) -> None:
        top = Page.get_first_root_node()
        self.other_home = HomeFactory(parent=top, title=mark("other-home"), slug="other", introduction=mark("other"))
        self.other_forum = self.forum("other-forum", parent=self.other_home)
        Site.objects.create(hostname="other.example.org", root_page=self.other_home)
        self.homeless = HomeFactory(parent=top, title=mark("homeless"), slug=mark("homeless"))
        chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
        self.translation = self.public.copy_for_translation(chinese, copy_parents=True)
        self.translation.title = mark("translation")
        self.translation.save()
        shown = self.tutorial.copy_for_translation(chinese, copy_parents=True)
        shown.title = "潮汐"
        publish(shown)
        SiteSettings.objects.update_or_create(
            site=Site.objects.get(is_default_site=True),
            defaults={"name": "Tides", "tagline": "Ebb", "contact_email": "a@b.org"},
        )
        Redirect.objects.create(old_path="/old-secret", redirect_page=self.draft)
        Redirect.objects.create(old_path="/old", redirect_page=self.public)
        self.share_tutorial()
        self.hidden += [self.alias, self.other_home, self.other_forum, self.homeless, self.translation]

    def share_tutorial(self) -> None:
        """The token of a preview of a public page."""
        until = self.now + dt.timedelta(days=1)
        link = ReviewLink.objects.create(page=self.tutorial, sharer=self.editor, made_at=self.now, expires_at=until)
        self.review = PreviewToken(Purpose.REVIEW, self.editor.pk, self.tutorial.pk, link=link.pk)

    @property
    def people_elsewhere(self) -> list[Person]:
        return list(Person.objects.filter(name__startswith=ELSEWHERE))
