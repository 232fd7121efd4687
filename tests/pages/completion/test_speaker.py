"""The page that a speaker opens with a link."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html

from pages.choices import ContributionRole, EventStatus
from pages.completion.forms import write_seen
from pages.completion.places import find_place, known_values
from pages.completion.speaker import complete
from pages.completion.storing import keep
from pages.completion.tokens import make_token
from pages.models import CompletionFile, CompletionLink, CompletionState, SpeakerConsent
from tests.factories import ContributionFactory, PersonFactory, SeriesFactory, TalkFactory, publish
from tests.pages.completion.conftest import NOW, address_of, fill_in, make_picture, make_slides

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def read(link, **headers):
    return Client().get(address_of(link), headers=headers)


def values_of(response):
    form = html.fromstring(response.content).forms[0]
    return {name: (value or "").strip() for name, value in form.fields.items() if name != "seen"}


def closed(response):
    page = html.fromstring(response.content)
    return response.status_code, page.findtext(".//h1")


def test_the_form_holds_what_is_known(link):
    response = read(link)

    assert response.status_code == 200
    assert values_of(response) == {
        "title": "Old title",
        "abstract": "Old **abstract**.",
        "biography": "",
        "portrait": "",
        "portrait_alt": "",
        "slides": "",
        "slides_url": "",
        "name": "Ana Silva",
        "affiliation": "",
        "orcid": "",
        "homepage": "https://example.org/ana",
        "recording": "",
        "publication": "",
        "note": "",
    }
    text = html.fromstring(response.content).text_content()
    assert "Edda Torv asks you" in text
    assert "Tidewater seminar" in text
    assert "Wednesday, 16 June 2027, 13:30 (Europe/London)" in " ".join(text.split())


def test_a_page_is_told_to_nobody_and_runs_nothing(link):
    response = read(link)

    assert {
        name: response.headers[name]
        for name in (
            "Cache-Control",
            "Content-Security-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "X-Robots-Tag",
        )
    } == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
    assert not response.cookies
    assert b"<script" not in response.content
    assert b"style=" not in response.content


def test_working_titles_and_abstracts_are_the_editors_alone(talk, link):
    talk.title, talk.title_announced = "Secret working title", False
    talk.abstract, talk.abstract_announced = "<p>Secret plan</p>", False
    talk.editors_notes = "Secret note"
    talk.save_revision()

    assert b"Secret" not in read(link).content


@pytest.mark.parametrize(
    ("query", "accepted", "heading"),
    [
        ("", "zh-CN,zh;q=0.9,en;q=0.5", "报告"),
        ("", "fr,en;q=0.5", "The talk"),
        ("?language=zh-hans", "en", "报告"),
        ("?language=xx", "", "The talk"),
    ],
)
def test_the_page_speaks_the_speakers_language(link, query, accepted, heading):
    response = Client().get(address_of(link) + query, headers={"Accept-Language": accepted})

    page = html.fromstring(response.content)
    assert page.findtext(".//form//h2") == heading
    assert page.get("lang") == ("zh-hans" if heading == "报告" else "en")


def test_saving_sends_nothing_and_comes_back(link):
    response = fill_in(link, button="save", title="New title", note="Call me", seen="")

    link.refresh_from_db()
    assert response.headers["Location"] == f"{address_of(link)}?language=en&done=saved"
    assert (link.state, link.sent, link.sent_at, len(mail.outbox)) == (CompletionState.OPEN, {}, None, 0)
    assert values_of(read(link))["title"] == "New title"
    assert values_of(read(link))["note"] == "Call me"


def test_only_what_the_speaker_changed_is_proposed(talk, link):
    known = known_values(find_place(link))
    talk.title = "Editor's newer title"
    talk.save_revision()

    fill_in(link, **known | {"abstract": "New abstract."}, seen=write_seen(known))

    link.refresh_from_db()
    assert link.sent == {
        "abstract": "New abstract.",
        "note": "",
        "portrait_alt": "",
        "recording": False,
        "publication": False,
    }


def test_sending_tells_the_editor_once_for_each_time(link):
    fill_in(link, title="New title", recording="on")
    fill_in(link, title="Newer title")

    link.refresh_from_db()
    assert (link.state, link.sent["title"], link.times_sent) == (CompletionState.ANSWERED, "Newer title", 2)
    assert [(it.to, it.subject) for it in mail.outbox] == [
        (["editor@example.org"], "Ana Silva has answered: Old title")
    ] * 2
    assert reverse("completion_review", args=[link.pk]) in mail.outbox[0].body
    assert make_token(link) not in mail.outbox[0].body


def test_an_editor_who_lost_the_right_is_not_told(link, editor):
    editor.groups.clear()

    fill_in(link, title="New title")

    assert mail.outbox == []


def test_consent_is_kept_with_its_words_and_time(link):
    fill_in(link, recording="on")

    assert list(SpeakerConsent.objects.order_by("kind").values_list("kind", "is_given", "wording_version")) == [
        ("publication", False, "2026-11 en"),
        ("recording", True, "2026-11 en"),
    ]
    assert SpeakerConsent.objects.get(kind="recording").wording.startswith("I agree that my talk is recorded")
    assert {consent.recorded_at for consent in SpeakerConsent.objects.all()} == {NOW}


def test_wrong_values_say_what_and_where_and_lose_nothing(link):
    response = fill_in(
        link,
        title="New title",
        orcid="0000-0002-1825-0098",
        homepage="javascript:alert(1)",
        slides_url="http://example.org/slides",
        note="Kept",
        portrait=make_picture(),
    )

    page = BeautifulSoup(response.content, "html.parser")
    assert [" ".join(item.get_text().split()) for item in page.select(".errors li")] == [
        "Or their address: This is not a web address that begins with https://.",
        "ORCID iD: This is not an ORCID iD. It looks like 0000-0002-1825-0097.",
        "Home page: This is not a web address. It begins with https:// or http://.",
    ]
    shown = values_of(response)
    assert (shown["title"], shown["orcid"], shown["note"]) == ("New title", "0000-0002-1825-0098", "Kept")
    assert page.select_one("#id_orcid").get("aria-invalid") == "true"
    assert page.select_one(".there").get_text().startswith("Received: me.jpg")
    link.refresh_from_db()
    assert (link.state, link.saved["title"], "orcid" in link.saved) == (CompletionState.OPEN, "New title", False)


@pytest.mark.parametrize("length", [255, 256])
def test_titles_have_the_length_that_pages_have(link, length):
    response = fill_in(link, title="x" * length)

    assert response.status_code == (302 if length == 255 else 200)
    assert (b"256 characters, and there may be 255" in response.content) is (length == 256)


def test_an_orcid_may_be_pasted_as_its_address(link):
    fill_in(link, orcid="https://orcid.org/0000-0002-1825-0097")

    link.refresh_from_db()
    assert link.sent["orcid"] == "0000-0002-1825-0097"


def test_files_are_private_replaced_and_removed(link, settings):
    fill_in(link, button="save", slides=make_slides())
    first = CompletionFile.objects.get()
    path = Path(settings.PRIVATE_ROOT) / first.file.name
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(settings.MEDIA_ROOT) not in str(path)

    fill_in(link, slides=make_slides("new.pdf"))
    second = CompletionFile.objects.get()
    fill_in(link, button="save", remove_slides="on")

    link.refresh_from_db()
    assert (second.name, link.sent["slides"], "slides" in link.saved) == ("new.pdf", second.pk, False)
    with pytest.raises(ValueError, match="private"):
        second.file.url  # noqa: B018  # what it raises


def test_files_that_nobody_needs_are_deleted_from_the_disk(link, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fill_in(link, button="save", slides=make_slides())
        path = Path(settings.PRIVATE_ROOT) / CompletionFile.objects.get().file.name
        fill_in(link, button="save", remove_slides="on")

    assert not path.exists()
    assert not CompletionFile.objects.exists()


def test_a_portrait_is_kept_upright_and_without_what_the_camera_wrote(link):
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    fill_in(link, portrait=make_picture(size=(40, 20), exif=exif, comment=b"Secret comment"))

    with CompletionFile.objects.get().file.open() as file:
        stored = file.read()
    picture = PIL.Image.open(io.BytesIO(stored))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (20, 40), {})
    assert b"Secret" not in stored


def send_too_much(link):
    request = RequestFactory().post(address_of(link), {"title": "x"})
    request.META["CONTENT_LENGTH"] = str(100 * 1024 * 1024)
    return complete(request, make_token(link))


def test_too_large_a_request_is_refused_before_it_is_read(link):
    response = send_too_much(link)

    assert closed(response) == (413, "The files are too large")
    link.refresh_from_db()
    assert link.saved == {}


def test_too_many_forms_have_to_wait(link):
    statuses = [fill_in(link, button="save").status_code for _ in range(21)]
    response = fill_in(link, button="save", title="One too many")

    link.refresh_from_db()
    assert statuses == [302] * 20 + [429]
    assert closed(response) == (429, "Too many requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 61
    assert link.saved["title"] == ""


def test_too_many_guesses_have_to_wait(db):
    statuses = [Client().get(reverse("complete", args=["x"])).status_code for _ in range(121)]

    assert statuses == [404] * 120 + [429]


@pytest.mark.parametrize(
    "forwarded", ["203.0.113.9, 198.51.100.7:{number}", "2001:db8:1:2::{number}", "[2001:db8:1:2::9]:{number}"]
)
def test_a_guesser_behind_a_proxy_is_one_client(db, settings, forwarded):
    settings.TRUSTED_PROXIES = 1
    headers = [{"X-Forwarded-For": forwarded.format(number=number)} for number in range(1, 122)]

    statuses = [Client().get(reverse("complete", args=["x"]), headers=each).status_code for each in headers]

    assert statuses == [404] * 120 + [429]


def test_a_token_is_not_written_to_the_log(link, caplog, settings):
    token = make_token(link)

    for response in (
        Client().put(address_of(link)),
        send_too_much(link),
        *(fill_in(link, button="save") for _ in range(21)),
    ):
        assert response.status_code in {200, 302, 413, 429}

    assert token not in caplog.text


def forge(link, **changes):
    """The token of a link as it would be with other values, under the uid that it has."""
    other = CompletionLink(
        **{name: getattr(link, name) for name in ("uid", "generation", "talk_id", "person_id")} | changes
    )
    return make_token(other)


def test_a_signature_opens_only_its_own_link(talk, link, editor):
    other_person = PersonFactory(name="Bo Berg")
    talk.contributions.add(ContributionFactory(person=other_person))
    publish(talk)
    other = CompletionLink.objects.create(talk=talk, person=other_person, asked_by=editor, expires_at=link.expires_at)
    token, other_token = make_token(link), make_token(other)

    tokens = [
        token[:22] + other_token[22:],
        other_token[:22] + token[22:],
        token[:-1],
        token + "A",
        token[:-1] + chr(ord(token[-1]) + 1),
        forge(link, generation=2),
        forge(link, person_id=other_person.pk),
        forge(link, talk_id=talk.pk + 1),
        str(link.uid),
    ]

    responses = [Client().get(reverse("complete", args=[forged])) for forged in tokens]
    assert [closed(response) for response in responses] == [(404, "There is nothing here")] * len(tokens)
    assert not any(b"Old title" in response.content for response in responses)


def end_by_state(state):
    def end(link, **_options):
        CompletionLink.objects.filter(pk=link.pk).update(state=state)

    return end


def expire(link, clock, **_options):
    clock.move_to(link.expires_at)


def cancel(link, talk, **_options):
    talk.status = EventStatus.CANCELLED
    talk.save_revision()


def take_off(link, talk, **_options):
    talk.contributions.set([ContributionFactory()])
    talk.save_revision()


def make_host(link, talk, **_options):
    row = talk.contributions.get()
    row.role = ContributionRole.HOST
    talk.contributions.set([row])
    talk.save_revision()


def delete_talk(link, talk, **_options):
    talk.delete()


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (end_by_state("revoked"), (410, "This link is no longer in use")),
        (end_by_state("accepted"), (410, "Thank you")),
        (end_by_state("declined"), (410, "This link is closed")),
        (expire, (410, "This link has expired")),
        (cancel, (410, "The talk is cancelled")),
        (take_off, (410, "This link is no longer in use")),
        (make_host, (410, "This link is no longer in use")),
        (delete_talk, (404, "There is nothing here")),
    ],
)
def test_a_link_that_ended_shows_and_takes_nothing(clock, talk, link, end, said):
    address = address_of(link)
    end(link, talk=talk, clock=clock)
    before = CompletionLink.objects.values().filter(pk=link.pk).first()

    page = Client().get(address)
    sent = Client().post(address, {"send": "1", "title": "Replayed", "portrait": make_picture()})

    assert (closed(page), closed(sent)) == (said, said)
    assert b"Ana" not in page.content + sent.content
    assert b"Old title" not in page.content
    assert CompletionLink.objects.values().filter(pk=link.pk).first() == before
    assert (CompletionFile.objects.count(), SpeakerConsent.objects.count(), len(mail.outbox)) == (0, 0, 0)


def test_a_form_that_was_open_while_its_link_was_revoked_is_not_taken(link):
    from pages.completion.forms import SpeakerForm  # noqa: PLC0415  # only this test takes the form apart
    from pages.completion.places import ClosedError  # noqa: PLC0415
    from pages.completion.wording import LANGUAGES  # noqa: PLC0415

    form = SpeakerForm({"title": "Late"}, words=LANGUAGES["en"])
    assert form.is_valid()
    CompletionLink.objects.filter(pk=link.pk).update(state=CompletionState.REVOKED)

    with pytest.raises(ClosedError):
        keep(link, form, now=NOW)

    link.refresh_from_db()
    assert link.saved == {}


def test_a_link_follows_its_talk_to_another_series(home, talk, link):
    talk.move(SeriesFactory(parent=home, title="Other series"), pos="last-child")

    response = read(link)

    assert response.status_code == 200
    assert "Other series" in response.content.decode()


def test_a_link_to_a_draft_works(series, person, editor):
    draft = TalkFactory(
        parent=series, title="Draft", published=False, contributions=[ContributionFactory(person=person)]
    )
    link = CompletionLink.objects.create(
        talk=draft, person=person, asked_by=editor, expires_at=NOW + dt.timedelta(days=1)
    )

    assert values_of(read(link))["title"] == "Draft"
    assert fill_in(link, title="Better").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_many_speak(series, editor, count, django_assert_num_queries):
    people = [PersonFactory() for _ in range(count)]
    talk = TalkFactory(parent=series, contributions=[ContributionFactory(person=person) for person in people])
    link = CompletionLink.objects.create(
        talk=talk, person=people[-1], asked_by=editor, expires_at=NOW + dt.timedelta(days=1)
    )
    fill_in(link, button="save", slides=make_slides())

    with django_assert_num_queries(8):
        read(link)


def test_the_page_has_a_label_for_each_field(link):
    page = BeautifulSoup(read(link).content, "html.parser")

    labelled = {label["for"] for label in page.select("label")}
    described = {name for field in page.select("[aria-describedby]") for name in field["aria-describedby"].split()}
    assert labelled == {field["id"] for field in page.select("input:not([type=hidden]), textarea")}
    assert described <= {tag["id"] for tag in page.select("[id]")}


def test_the_enter_key_sends_nothing(link):
    page = BeautifulSoup(read(link).content, "html.parser")

    assert [button["name"] for button in page.select("button")] == ["save", "send"]
