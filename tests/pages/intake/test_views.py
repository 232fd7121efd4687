import io
import struct
import zipfile
import zlib

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Page

from pages.intake import jobs
from pages.models import ImportJob, Person, SeminarSeriesPage, TalkPage
from tests.factories import EventIndexFactory

pytestmark = pytest.mark.django_db

TABLE = (
    b"date,time,speaker,affiliation,title\n"
    b"2030-03-01,15:00,Ada Kowalczyk,Harbour Institute,How tides turn\n"
    b"2030-03-08,15:00,Mina Okafor,Delta College,Old harbours\n"
)


@pytest.fixture
def client(admin_client):
    return admin_client


def send(client, target, *files, **fields):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"target": target.pk, "uploads": uploads, "time_zone": "Europe/Paris", "text_kind": "md", **fields}
    return client.post(reverse("intake:upload"), data)


def decide(client, job, **changed):
    """Accept everything as proposed, but for what is changed."""
    page = client.get(job.get_absolute_url())
    data = {}
    for it in page.context["decisions"]:
        for form in (it.form, *(row["form"] for row in it.talks)):
            data |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
        data[f"{it.form.prefix}-rows"] = [row["id"] for row in it.rows]
    data |= changed
    return client.post(job.get_absolute_url(), {key: value for key, value in data.items() if value is not None})


def titles():
    return sorted(TalkPage.objects.values_list("title", flat=True))


def test_import_is_previewed_corrected_stored_and_undone(client, home):
    answer = send(client, home, ("tidal seminar.csv", TABLE))
    job = ImportJob.objects.get()
    assert (answer.status_code, answer.url, job.state) == (302, job.get_absolute_url(), "ready")
    assert not SeminarSeriesPage.objects.exists()
    preview = client.get(job.get_absolute_url())
    assert b"How tides turn" in preview.content

    decide(client, job, **{"d0-t0-title": "How tides really turn", "d0-t0-time": "16:30", "d0-t1-is_taken": None})

    job.refresh_from_db()
    (talk,) = TalkPage.objects.all()
    assert (job.state, talk.title, str(talk.start_time), talk.live) == (
        "done",
        "How tides really turn",
        "16:30:00",
        False,
    )
    assert talk.latest_revision.user == job.owner
    assert list(Person.objects.values_list("name", flat=True)) == ["Ada Kowalczyk"]
    assert b"How tides really turn" in client.get(job.get_absolute_url()).content

    client.post(reverse("intake:undo", args=[job.key]))

    job.refresh_from_db()
    assert (job.state, job.message) == ("undone", "")
    assert not TalkPage.objects.exists()
    assert not SeminarSeriesPage.objects.exists()
    assert not Person.objects.exists()


def test_undo_keeps_what_was_edited_since_and_names_it(client, home):
    send(client, home, ("tidal seminar.csv", TABLE))
    job = ImportJob.objects.get()
    decide(client, job)
    talk = TalkPage.objects.get(title="Old harbours")
    talk.save_revision()

    client.post(reverse("intake:undo", args=[job.key]))

    job.refresh_from_db()
    assert titles() == ["Old harbours"]
    assert [line.split(":")[0] for line in job.message.splitlines()] == ["“Old harbours”", "“tidal seminar”"]
    assert list(Person.objects.values_list("name", flat=True)) == ["Mina Okafor"]


def test_second_import_updates_and_its_undo_sets_back(client, home):
    send(client, home, ("tidal seminar.csv", TABLE))
    decide(client, ImportJob.objects.get())
    send(client, home, ("tidal seminar.csv", TABLE.replace(b"03-08,15:00", b"03-09,17:00")))
    job = ImportJob.objects.first()
    decide(client, job)
    talk = TalkPage.objects.get(title="Old harbours")
    assert (str(talk.start_date), str(talk.start_time)) == ("2030-03-09", "17:00:00")

    client.post(reverse("intake:undo", args=[job.key]))

    talk = TalkPage.objects.get(title="Old harbours").get_latest_revision_as_object()
    assert (str(talk.start_date), str(talk.start_time)) == ("2030-03-08", "15:00:00")


def test_wrong_correction_is_marked_and_nothing_is_stored(client, home):
    send(client, home, ("tidal seminar.csv", TABLE))

    answer = decide(client, ImportJob.objects.get(), **{"d0-t0-zone": "Nowhere/Land", "d0-t0-title": "Mine"})

    assert answer.status_code == 422
    assert b"There is no such time zone" in answer.content
    assert b'value="Mine"' in answer.content
    assert not TalkPage.objects.exists()


def archive(*entries, **headers):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = headers.get("attributes", 0)
            file.writestr(info, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.zip", b"PK\x03\x04nothing", "cannot be opened"),
        ("bomb.zip", archive(("a.md", b"0" * 50_000_000)), "a.md is larger than 4 MB"),
        ("paths.zip", archive(("../../etc/a.md", b"x"), ("/etc/b.md", b"x")), "its path leads out of the folder"),
        ("link.zip", archive(("a.md", b"/etc/passwd"), attributes=0o120777 << 16), "it is a link to another file"),
        ("nested.zip", archive(("inner.zip", b"PK")), "an archive inside an archive is not opened"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "SVG drawings can hold scripts"),
        ("big.zip", b"PK" + b"0" * 50_000_000, "big.zip is larger than 40 MB"),
        ("program.exe", b"MZ", "files of this kind are not imported"),
        ("picture.md", b"\x89PNG\r\n\x1a\n\x00\x00", "it is no text"),
        ("long.md", b"a" * 10_000_000, "it is larger than 4 MB"),
    ],
)
def test_hostile_file_is_refused_with_the_reason(client, home, name, content, message):
    answer = send(client, home, (name, content))

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "bomb.yml",
            b"a: &a [x,x]\n"
            + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (98 + i, 98 + i, 97 + i, 97 + i, 97 + i) for i in range(20)),
        ),
        ("deep.md", b"> " * 3000 + b"x"),
        ("deep.html", b"<div>" * 20000 + b"x"),
        ("wide.txt.md", "é".encode("utf-16")),
        ("empty.ics", b""),
        (
            "rule.ics",
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:S\nDTSTART:20300101T000000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nEND:VCALENDAR\n",
        ),
        ("big.csv", b"date,speaker,title\n" + b"2030-03-01,Ada Kowalczyk,T\n" * 3000),
    ],
)
def test_strange_document_is_read_to_a_preview(client, home, name, content):
    send(client, home, (name, content))

    (job,) = ImportJob.objects.all()
    assert client.get(job.get_absolute_url()).status_code == 200
    assert (job.state, job.message) == ("ready", "")


def test_scripts_and_their_addresses_do_not_come_through(client, home):
    text = TABLE.replace(b"How tides turn", b"<script>alert(1)</script>[Tides](javascript:alert(2))")

    send(client, home, ("tidal seminar.csv", text))
    decide(client, ImportJob.objects.get())

    stored = "".join(
        f"{talk.title}{talk.abstract}{talk.body}{list(talk.links.values())}" for talk in TalkPage.objects.all()
    )
    assert "<script" not in stored
    assert "javascript:" not in stored
    assert titles() == ["Old harbours", "alert(1) Tides"]


def test_job_of_somebody_else_is_not_there(client, home, django_user_model):
    send(client, home, ("tidal seminar.csv", TABLE))
    job = ImportJob.objects.get()
    editor = django_user_model.objects.create_user("editor", password="x")
    group = Group.objects.create(name="Writers")
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    index = EventIndexFactory(parent=home)
    GroupPagePermission.objects.create(group=group, page=index, permission_type="add")
    editor.groups.add(group)
    client.force_login(editor)

    answers = [
        client.get(job.get_absolute_url()),
        client.get(reverse("intake:progress", args=[job.key])),
        client.post(job.get_absolute_url()),
        client.post(reverse("intake:undo", args=[job.key])),
    ]
    elsewhere = send(client, home, ("tidal seminar.csv", TABLE))

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert elsewhere.status_code == 422
    assert ImportJob.objects.count() == 1
    assert send(client, index, ("tidal seminar.csv", TABLE)).status_code == 302


def test_import_without_right_to_add_pages_is_refused(client, home, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="x")
    client.force_login(reader)

    assert send(client, home, ("tidal seminar.csv", TABLE)).status_code == 302
    assert not ImportJob.objects.exists()
    assert Page.objects.filter(pk=home.pk).exists()


@pytest.mark.parametrize("talks", [1, 3])
def test_preview_costs_the_same_for_few_and_many_talks(client, home, django_assert_num_queries, talks):
    rows = b"".join(
        b"2030-03-0%d,15:00,Ada Kowalczyk,Harbour Institute,Tides %d\n" % (day, day) for day in range(1, talks + 1)
    )
    send(client, home, ("tidal seminar.csv", TABLE.split(b"\n")[0] + b"\n" + rows))
    job = ImportJob.objects.get()
    client.get(job.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(job.get_absolute_url())


def png(width, height):
    """A picture of a few bytes that unpacks to `width` × `height` pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_picture_that_unpacks_to_too_much_is_named_and_not_stored(client, home):
    head = b"---\nlayout: forum\ntitle: Harbour Forum\n---\n"
    forum = head + b"\n## Speakers\n\n### Ada Kowalczyk\n\n![Ada Kowalczyk](ada.png)\n"

    send(client, home, ("forum.md", forum), ("ada.png", png(60_000, 60_000)))
    job = ImportJob.objects.get()
    page = client.get(job.get_absolute_url())

    assert job.state == "ready"
    assert "The picture ada.png is not used: it is no picture in a known format, or damaged." in page.content.decode()
    decide(client, job)
    assert not Image.objects.exists()


def test_yaml_that_unpacks_to_too_much_is_named(client, home):
    rows = b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (c, c, c - 1, c - 1, c - 1) for c in range(98, 118))

    send(client, home, ("bomb.yml", b"a: &a [x,x]\n" + rows))

    assert b"its aliases expand to too many values" in client.get(ImportJob.objects.get().get_absolute_url()).content


def test_names_that_no_database_takes_are_shown_without_those_characters(client, home):
    files = [
        SimpleUploadedFile("a.exe", b"x"),
        SimpleUploadedFile("b.exe", b"x"),
        SimpleUploadedFile("c.md", b"# Tides"),
    ]
    paths = '["\\ud800.exe", "\\u0000.exe", "c.md"]'

    answer = client.post(reverse("intake:upload"), {"target": home.pk, "folder": files, "paths": paths})

    job = ImportJob.objects.get()
    assert answer.status_code == 302
    assert job.options["left_out"] == ["\ufffd.exe: files of this kind are not imported."] * 2
    assert client.get(job.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("names", [("a.md", "a.md/b.md"), ("a.md/b.md", "a.md")])
def test_file_and_folder_of_one_name_are_told_apart(client, home, names):
    send(client, home, ("all.zip", archive(*((name, b"# Tides") for name in names))))

    job = ImportJob.objects.get()
    assert (job.state, job.options["left_out"]) == (
        "ready",
        [f"{names[1]}: there are a file and a folder with this name."],
    )


def test_title_with_nul_is_stored_without_it(client, home):
    talks = b'- date: 2030-03-01\n  title: "Tides\\0 turn"\n  speaker: Ada Kowalczyk\n'

    send(client, home, ("talks.yml", talks))
    decide(client, ImportJob.objects.get())

    assert titles() == ["Tides turn"]


def test_talks_past_the_bound_of_forms_are_imported_as_read(client, home, monkeypatch):
    monkeypatch.setattr("pages.intake.views.MOST_CORRECTED", 1)
    send(client, home, ("tidal seminar.csv", TABLE))
    job = ImportJob.objects.get()

    assert b"1 more talk is imported as it was read." in client.get(job.get_absolute_url()).content
    decide(client, job, **{"d0-t0-title": "Mine"})

    assert titles() == ["Mine", "Old harbours"]


def test_two_decisions_at_once_are_taken_once(client, home):
    send(client, home, ("tidal seminar.csv", TABLE))
    first, second = ImportJob.objects.get(), ImportJob.objects.get()

    assert [jobs.begin(it, state="storing", decisions={}) for it in (first, second)] == [True, False]

    job = ImportJob.objects.get()
    assert (job.state, len(job.undo["pages"]), len(titles())) == ("done", 3, 2)


def test_only_the_owner_decides(client, home, django_user_model):
    send(client, home, ("tidal seminar.csv", TABLE))
    job = ImportJob.objects.get()
    client.force_login(django_user_model.objects.create_superuser("other"))

    page = client.get(job.get_absolute_url())
    answers = [client.post(job.get_absolute_url()), client.post(reverse("intake:run", args=[job.key]))]

    assert b"has sent these documents, and decides." in page.content
    assert b"Import what is chosen" not in page.content
    assert [answer.status_code for answer in answers] == [302, 302]
    job.refresh_from_db()
    assert (job.state, titles()) == ("ready", [])


def test_alias_is_no_place_to_import_into(client, home):
    index = EventIndexFactory(parent=home)
    alias = index.create_alias(parent=home, update_slug="mirror")

    assert send(client, alias, ("tidal seminar.csv", TABLE)).status_code == 422
    assert not ImportJob.objects.exists()
