"""An editor looks at an answer and decides."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from pages.choices import EventStatus, LinkKind
from pages.models import CompletionFile, CompletionLink, CompletionState, Person, TalkPage
from tests.factories import ContributionFactory, LinkFactory, PersonFactory, SeriesFactory, TalkFactory, publish
from tests.pages.completion.conftest import NOW, address_of, fill_in, make_picture, make_slides, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

EVERYTHING = {
    "title": "New title",
    "abstract": "New *abstract* with $a_1$.",
    "biography": "Ana does things.",
    "name": "Ana B. Silva",
    "affiliation": "Example University",
    "orcid": "0000-0002-1825-0097",
    "homepage": "https://example.org/new",
    "slides_url": "https://example.org/slides",
    "publication": "on",
    "portrait_alt": "Ana smiling",
}


def review_address(link):
    return reverse("completion_review", args=[link.pk])


def parts_of(response):
    """The rows of the table by the label of the part: what is there, what was sent, whether it can be taken."""
    page = BeautifulSoup(response.content, "html.parser")
    rows = [row.find_all("td") for row in page.select("table.listing tbody tr")]
    return {
        " ".join(first.get_text().split()): (
            " ".join(now.get_text().split()),
            sent.find(["p", "em"]).get_text(),
            not first.find("input").has_attr("disabled"),
        )
        for first, now, sent in rows
    }


def decide(client, link, *, button="accept", **values):
    """Press a button of the page as it stands now, everything ticked unless `take` says otherwise."""
    page = BeautifulSoup(client.get(review_address(link)).content, "html.parser")
    seen = {field["name"]: field["value"] for field in page.select("input[name=revision], input[name=times_sent]")}
    ticked = [field["value"] for field in page.select("input[name=take][checked]")]
    to_person = [field["value"] for field in page.select("input[name=to_person][checked]")]
    return client.post(review_address(link), {button: "1", "take": ticked, "to_person": to_person} | seen | values)


def draft_of(talk):
    return TalkPage.objects.get(pk=talk.pk).get_latest_revision_as_object()


def test_current_and_sent_stand_side_by_side(admin, link):
    fill_in(link, **EVERYTHING, note="For you only", portrait=make_picture(), slides=make_slides())

    response = admin.get(review_address(link))

    assert parts_of(response) == {
        "Title": ("Old title", "New title", True),
        "Abstract": ("Old **abstract**.", "New *abstract* with $a_1$.", True),
        "Slides (file)": ("–", f"slides.pdf ({len(make_slides().read())}\xa0bytes)", True),
        "Slides (address)": ("–", "https://example.org/slides", True),
        "Biography": ("–", "Ana does things.", True),
        "Portrait": ("–", parts_of(response)["Portrait"][1], True),
        "Affiliation": ("–", "Example University", True),
        "Name": ("Ana Silva", "Ana B. Silva", True),
        "ORCID iD": ("–", "0000-0002-1825-0097", True),
        "Home page": ("https://example.org/ana", "https://example.org/new", True),
    }
    assert b"For you only" in response.content
    assert b"No:</strong> I agree that my talk is recorded" in response.content


def test_accepting_makes_a_draft_and_publishes_nothing(admin, editor, talk, link):
    fill_in(link, **{name: value for name, value in EVERYTHING.items() if name not in ("name", "orcid", "homepage")})

    response = decide(admin, link, to_person=[])

    draft, public = draft_of(talk), TalkPage.objects.get(pk=talk.pk)
    row = draft.contributions.get()
    assert response.headers["Location"] == reverse("completion_answers")
    assert (draft.title, draft.abstract) == ("New title", "<p>New <i>abstract</i> with $a_1$.</p>")
    assert (row.bio, row.affiliation) == ("<p>Ana does things.</p>", "Example University")
    assert [(it.kind, it.url) for it in draft.links.all()] == [("slides", "https://example.org/slides")]
    assert (public.title, public.contributions.get().bio, public.links.count()) == ("Old title", "", 0)
    assert draft.latest_revision.user == editor
    assert PageLogEntry.objects.filter(page=talk.pk, action="wagtail.edit", user=editor).count() == 1
    assert Person.objects.get().bio == ""
    link.refresh_from_db()
    assert (link.state, link.decided_by, link.decided_at) == (CompletionState.ACCEPTED, editor, NOW)


def test_accepting_may_publish(admin, talk, link):
    fill_in(link, title="New title", abstract="New.")

    decide(admin, link, button="publish", take=["title"])

    public = TalkPage.objects.get(pk=talk.pk)
    assert (public.title, public.abstract) == ("New title", "<p>Old <b>abstract</b>.</p>")
    assert public.has_unpublished_changes is False


def test_an_unpublished_draft_is_never_published_along(admin, talk, link):
    talk.summary = "Secret draft"
    talk.save_revision()
    fill_in(link, title="New title")

    page = admin.get(review_address(link))
    decide(admin, link, button="publish")

    public, draft = TalkPage.objects.get(pk=talk.pk), draft_of(talk)
    assert b"Accept and publish" not in page.content
    assert (public.title, public.summary) == ("Old title", "")
    assert (draft.title, draft.summary) == ("New title", "Secret draft")


def test_who_may_not_publish_does_not(make_user, series, talk, link):
    client = sign_in(make_user(series, "writer"))
    fill_in(link, title="New title")

    page = client.get(review_address(link))
    decide(client, link, button="publish")

    assert b"Accept and publish" not in page.content
    assert TalkPage.objects.get(pk=talk.pk).title == "Old title"
    assert draft_of(talk).title == "New title"


def test_a_person_without_a_biography_gets_it_for_all_events(admin, talk, link):
    fill_in(link, biography="Ana does things.", publication="on", portrait=make_picture())

    decide(admin, link)

    person = Person.objects.get()
    row = draft_of(talk).contributions.get()
    assert (person.bio, row.bio, row.photo) == ("<p>Ana does things.</p>", "", None)
    assert (person.photo.title, person.photo.description) == ("Ana Silva", "")


def test_files_become_an_image_and_a_document(admin, talk, link):
    fill_in(link, publication="on", portrait=make_picture(size=(60, 30)), portrait_alt="Ana", slides=make_slides())

    decide(admin, link, to_person=[])

    draft = draft_of(talk)
    photo = draft.contributions.get().photo
    document = get_document_model().objects.get()
    assert (photo.title, photo.description, photo.width, photo.height) == ("Ana Silva", "Ana", 60, 30)
    assert [(it.kind, it.url) for it in draft.links.all()] == [
        (LinkKind.SLIDES, f"{project.WAGTAILADMIN_BASE_URL}{document.url}")
    ]
    assert document.title == "Slides: Old title"


def test_a_link_to_slides_that_is_still_empty_is_filled(admin, talk, link):
    talk.links.set([LinkFactory(kind="slides", url="", label="Slides of the day")])
    publish(talk)
    fill_in(link, slides_url="https://example.org/slides")

    decide(admin, link)

    assert [(it.url, it.label) for it in draft_of(talk).links.all()] == [
        ("https://example.org/slides", "Slides of the day")
    ]


def test_nothing_is_published_of_whom_did_not_agree(admin, talk, link):
    fill_in(link, biography="Secret biography", portrait=make_picture(), title="New title")

    response = admin.get(review_address(link))
    decide(admin, link, take=["biography", "portrait", "title"])

    row = draft_of(talk).contributions.get()
    assert [label for label, part in parts_of(response).items() if not part[2]] == ["Biography", "Portrait"]
    assert b"has not agreed to its publication" in response.content
    assert (row.bio, row.photo, Person.objects.get().bio) == ("", None, "")
    assert get_image_model().objects.count() == 0
    assert draft_of(talk).title == "New title"


def test_who_may_not_change_people_or_add_files_takes_the_rest(make_user, series, talk, link):
    client = sign_in(make_user(series, "writer", models=(), may_add_files=False))
    fill_in(link, **EVERYTHING, portrait=make_picture(), slides=make_slides())

    response = client.get(review_address(link))
    decide(client, link, take=["name", "portrait", "slides", "biography", "title"], to_person=["biography"])

    assert [label for label, part in parts_of(response).items() if not part[2]] == [
        "Slides (file)",
        "Portrait",
        "Name",
        "ORCID iD",
        "Home page",
    ]
    person = Person.objects.get()
    assert (person.name, person.bio, person.photo) == ("Ana Silva", "", None)
    assert draft_of(talk).contributions.get().bio == "<p>Ana does things.</p>"
    assert get_document_model().objects.count() == 0


@pytest.mark.parametrize("change", ["talk", "answer"])
def test_what_changed_since_it_was_looked_at_is_not_accepted(admin, talk, link, change):
    fill_in(link, title="New title")
    seen = {"revision": talk.latest_revision_id, "times_sent": 1}
    if change == "talk":
        talk.title = "Editor's title"
        talk.save_revision()
    else:
        fill_in(link, title="Second thoughts")
    before = draft_of(talk).title

    response = admin.post(review_address(link), {"accept": "1", "take": ["title"]} | seen, follow=True)

    assert "has changed meanwhile" in response.content.decode()
    assert draft_of(talk).title == before
    link.refresh_from_db()
    assert link.state == CompletionState.ANSWERED


def test_an_answer_is_accepted_once(admin, talk, link):
    fill_in(link, title="New title")
    seen = {"accept": "1", "take": ["title"], "revision": talk.latest_revision_id, "times_sent": 1}

    admin.post(review_address(link), seen)
    response = admin.post(review_address(link), seen, follow=True)

    assert "has been decided about already" in response.content.decode()
    assert PageLogEntry.objects.filter(page=talk.pk, action="wagtail.edit").count() == 1


def test_a_locked_page_stays_as_it_is(admin, talk, link):
    fill_in(link, title="New title")
    talk.locked = True
    talk.save(update_fields=["locked"])

    page = admin.get(review_address(link))
    response = admin.post(
        review_address(link),
        {"accept": "1", "take": ["title"], "revision": talk.latest_revision_id, "times_sent": 1},
        follow=True,
    )

    assert b"Accept as draft" not in page.content
    assert "The page is locked. Nothing was changed." in response.content.decode()
    assert draft_of(talk).title == "Old title"


def test_an_answer_to_a_cancelled_talk_can_only_be_declined(admin, talk, link):
    fill_in(link, title="New title")
    talk.status = EventStatus.CANCELLED
    publish(talk)

    page = admin.get(review_address(link))
    accepted = admin.post(review_address(link), {"accept": "1", "take": ["title"], "times_sent": "1"}, follow=True)
    decide(admin, link, button="decline")

    assert b"The talk is cancelled." in page.content
    assert "The talk is cancelled. Nothing can be accepted." in accepted.content.decode()
    link.refresh_from_db()
    assert (link.state, draft_of(talk).title) == (CompletionState.DECLINED, "Old title")


def test_asking_again_opens_the_link_with_a_message(admin, link):
    fill_in(link, title="New title")
    mail.outbox.clear()

    decide(admin, link, button="again", message="A little shorter, please.")

    link.refresh_from_db()
    page = Client().get(address_of(link)).content.decode()
    assert link.state == CompletionState.OPEN
    assert [(it.to, it.reply_to) for it in mail.outbox] == [(["ana@example.org"], ["editor@example.org"])]
    assert "A little shorter, please." in mail.outbox[0].body
    assert "A little shorter, please." in page
    assert 'value="New title"' in page


def test_others_neither_see_nor_decide(make_user, home, series, talk, link):
    other = SeriesFactory(parent=home, title="Other")
    client = sign_in(make_user(other, "stranger", rights=("change_page", "publish_page")))
    fill_in(link, title="Secret title", slides=make_slides())
    file = CompletionFile.objects.get()

    addresses = [
        review_address(link),
        reverse("completion_ask", args=[talk.pk]),
        reverse("completion_file", args=[file.pk]),
    ]
    answers = [client.get(address) for address in addresses]
    posts = [
        client.post(review_address(link), {"decline": "1"}),
        *(client.post(reverse(f"completion_{name}", args=[link.pk])) for name in ("mail", "renew", "revoke")),
    ]

    assert [answer.headers.get("Location") for answer in answers + posts] == ["/admin/"] * 7
    assert not any(b"Secret" in answer.content for answer in answers)
    assert b"Ana Silva" not in client.get(reverse("completion_answers")).content
    link.refresh_from_db()
    assert (link.state, link.generation) == (CompletionState.ANSWERED, 1)


def test_nobody_gets_files_without_signing_in(link):
    fill_in(link, slides=make_slides())
    file = CompletionFile.objects.get()

    response = Client().get(reverse("completion_file", args=[file.pk]))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/")


def test_editors_get_files_as_downloads(admin, link):
    fill_in(link, slides=make_slides("Folien für Ana.pdf"))
    file = CompletionFile.objects.get()

    response = admin.get(reverse("completion_file", args=[file.pk]))

    assert b"".join(response.streaming_content) == make_slides().read()
    assert {name: response.headers[name] for name in ("Content-Type", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Folien%20f%C3%BCr%20Ana.pdf",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_was_only_saved_is_not_the_editors_yet(admin, link):
    fill_in(link, title="New title", slides=make_slides())
    fill_in(link, button="save", title="Secret thoughts", slides=make_slides("later.pdf"))
    later = CompletionFile.objects.get(name="later.pdf")

    page = admin.get(review_address(link)).content
    response = admin.get(reverse("completion_file", args=[later.pk]))

    assert b"Secret" not in page
    assert response.status_code == 404


def test_the_list_shows_answers_that_wait_first(admin, editor, talk, link, series):
    person = PersonFactory(name="Bo Berg")
    other = TalkFactory(parent=series, title="Other talk", contributions=[ContributionFactory(person=person)])
    CompletionLink.objects.create(
        talk=other, person=person, asked_by=editor, made_at=NOW, expires_at=NOW + dt.timedelta(days=1)
    )
    fill_in(link, title="New title")

    page = BeautifulSoup(admin.get(reverse("completion_answers")).content, "html.parser")

    rows = [[" ".join(cell.get_text().split()) for cell in row.find_all("td")][:3] for row in page.select("tbody tr")]
    assert rows == [["Ana Silva", "Old title", "Waits for you"], ["Bo Berg", "Other talk", "Waits for the speaker"]]
    assert list(CompletionLink.objects.waiting_for(editor)) == [link]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(admin, editor, series, count, django_assert_num_queries):
    for _ in range(count):
        person = PersonFactory()
        talk = TalkFactory(parent=series, contributions=[ContributionFactory(person=person)])
        CompletionLink.objects.create(
            talk=talk, person=person, asked_by=editor, made_at=NOW, expires_at=NOW + dt.timedelta(days=1)
        )
    admin.get(reverse("completion_answers"))

    with django_assert_num_queries(12):
        admin.get(reverse("completion_answers"))


def test_the_editor_of_the_talk_tells_of_an_answer(admin, talk, link):
    fill_in(link, title="New title")

    page = admin.get(reverse("wagtailadmin_pages:edit", args=[talk.pk])).content.decode()

    assert "Ana Silva has sent an answer." in page
    assert review_address(link) in page
    assert reverse("completion_ask", args=[talk.pk]) in page


def test_the_accepted_portrait_has_no_metadata(admin, link):
    exif = PIL.Image.Exif()
    exif[0x010F] = "Secret camera"
    fill_in(link, publication="on", portrait=make_picture(exif=exif))

    decide(admin, link)

    data = Path(get_image_model().objects.get().file.path).read_bytes()
    assert b"Secret" not in data
    assert PIL.Image.open(io.BytesIO(data)).format == "JPEG"
