"""Invented events as page objects with their child rows; nothing here touches the database."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pages.choices import (
    Anonymity,
    AttendanceMode,
    ContributionRole,
    Delivery,
    EventStatus,
    LinkKind,
    ScheduleStatus,
    SeriesStatus,
    Weekday,
)
from pages.generation import rows, words
from pages.generation.cast import draw_uuid
from pages.generation.plan import Publication, event_day, talk_days
from pages.generation.storing import held_rows
from pages.models import (
    CallForPapersPage,
    EventIndexPage,
    EventPage,
    ForumPage,
    PaperCategory,
    SeminarSeriesPage,
    TalkPage,
    Track,
    TutorialPage,
)

if TYPE_CHECKING:
    import random

    from wagtail.models import Locale

    from pages.generation.cast import Cast

AnyEvent = TypeVar("AnyEvent", bound=EventPage)

USUAL_STATUS = EventStatus.SCHEDULED
RARE_STATUSES = (EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.TENTATIVE, EventStatus.MOVED_ONLINE)
ONE_IN_RARE_STATUS = 25
ONE_IN_UNLISTED = 100
ONE_IN_UNANNOUNCED = 30
ENDED_SERIES_ONE_IN = 12


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes events with people and topics of `cast`, as of `now`, the beginning of a day in UTC."""

    draw: random.Random
    cast: Cast
    locale: Locale
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day around which events are spread."""
        return self.now.date()

    def folder(self, number: int) -> EventIndexPage:
        """A folder of series."""
        return EventIndexPage(
            **self.published(self.today - dt.timedelta(days=900), f"Seminars {number}"),
            introduction=words.sentences(self.draw, 2),
        )

    def published(self, day: dt.date, title: str) -> dict[str, Any]:
        """The fields of every published page; `day` is when it is about."""
        published = Publication.before(day, now=self.now, draw=self.draw)
        return {
            "title": title,
            "draft_title": title,
            "locale": self.locale,
            "translation_key": draw_uuid(self.draw),
            "live": True,
            "first_published_at": published.first,
            "last_published_at": published.last,
        }

    def shared(self, day: dt.date, title: str) -> dict[str, Any]:
        """The fields that all events have."""
        return {
            **self.published(day, title),
            "summary": words.sentences(self.draw, 2),
            "status": self.status(),
        }

    def status(self) -> EventStatus:
        """Scheduled, most of the time."""
        return self.draw.choice(RARE_STATUSES) if self.draw.randrange(ONE_IN_RARE_STATUS) == 0 else USUAL_STATUS

    def body(self) -> str:
        """The stored form of body text: a heading and some paragraphs."""
        text = f'<h2 data-block-key="{self.draw.getrandbits(16):04x}h">About</h2>' + words.rich_text(self.draw, 3)
        return json.dumps([{"type": "text", "value": text, "id": str(draw_uuid(self.draw))}])

    def place(self) -> dict[str, Any]:
        """Where an event takes place, and in which zone."""
        city, country, zone = self.draw.choice(words.PLACES)
        return {
            "city": city,
            "country": country,
            "time_zone": zone,
            "venue": f"{self.draw.choice(words.FAMILY_NAMES)} Hall, Room {self.draw.randint(1, 40)}",
            "attendance_mode": self.draw.choice((AttendanceMode.IN_PERSON, AttendanceMode.HYBRID)),
            "languages": ["en"],
        }

    def days(self, most: int) -> dict[str, Any]:
        """The first and, of longer events, the last day."""
        first = event_day(self.draw, self.today)
        length = self.draw.randint(1, most)
        return {"start_date": first, "end_date": first + dt.timedelta(days=length - 1) if length > 1 else None}

    def finish(self, page: AnyEvent, **rows_by_relation: list[Any]) -> AnyEvent:
        """Give an event its child rows and topics, and derive its instants and those of its rows."""
        for name, found in rows_by_relation.items():
            setattr(page, name, found)
        page.topics = self.draw.sample(self.cast.topics, self.draw.randint(1, 3))
        page.derive_instants()
        for row in (*held_rows(page, "important_dates"), *held_rows(page, "sessions")):
            row.event = page
            row.derive_instants()
        return page

    def series(self, number: int) -> SeminarSeriesPage:
        """A seminar series."""
        subject = self.draw.choice(words.SUBJECTS)
        city, country, zone = self.draw.choice(words.PLACES)
        weekday = self.draw.choice(Weekday.values)
        page = SeminarSeriesPage(
            **self.shared(self.today - dt.timedelta(days=900), f"{city} Seminar on {subject.title()} {number}"),
            city=city,
            country=country,
            time_zone=zone,
            attendance_mode=self.draw.choice((AttendanceMode.ONLINE, AttendanceMode.HYBRID)),
            languages=["en"],
            about=words.rich_text(self.draw, 2),
            cadence_text=f"{Weekday(weekday).label}s at noon",
            cadence_weekday=weekday,
            usual_time=dt.time(12),
            series_status=SeriesStatus.ENDED if number % ENDED_SERIES_ONE_IN == 0 else SeriesStatus.ACTIVE,
        )
        return self.finish(
            page,
            contributions=rows.contributions(self.draw, self.cast, [ContributionRole.ORGANISER] * 2),
            links=rows.site_links(self.draw, LinkKind.WEBSITE, LinkKind.MAILING_LIST),
        )

    def is_listed(self) -> bool:
        """Whether an event stands in lists; series always do."""
        return self.draw.randrange(ONE_IN_UNLISTED) != 0

    def talks(self, series: SeminarSeriesPage, number: int) -> list[TalkPage]:
        """The talks of a series, the first one first."""
        return [self.talk(series, day) for day in talk_days(self.draw, number, self.today)]

    def talk(self, series: SeminarSeriesPage, day: dt.date) -> TalkPage:
        """A talk that takes zone, length and attendance from its series."""
        is_announced = self.draw.randrange(ONE_IN_UNANNOUNCED) != 0
        page = TalkPage(
            **self.shared(day, words.title(self.draw, self.draw.choice(words.SUBJECTS))),
            is_listed=self.is_listed(),
            start_date=day,
            start_time=dt.time(self.draw.choice((11, 12, 13, 16)), self.draw.choice((0, 0, 30))),
            minutes=self.draw.choice((None, None, None, 45, 90)),
            title_announced=is_announced,
            abstract_announced=is_announced,
            abstract=words.rich_text(self.draw, 2),
        )
        page.series = series
        roles = [ContributionRole.SPEAKER] * self.draw.choice((1, 1, 2)) + [ContributionRole.HOST]
        return self.finish(
            page,
            contributions=rows.contributions(self.draw, self.cast, roles),
            links=rows.talk_links(self.draw, is_over=day < self.today),
        )

    def forum(self, number: int) -> ForumPage:
        """A research forum with tracks, deadlines and a programme."""
        subject = self.draw.choice(words.SUBJECTS)
        days = self.days(3)
        page = ForumPage(
            **self.shared(days["start_date"], f"Forum on {subject.title()} {number}"),
            **days,
            **self.place(),
            is_listed=self.is_listed(),
            short_title=f"F{number:04}",
            body=self.body(),
            submission_guidelines=words.rich_text(self.draw, 1),
            max_pages=self.draw.choice((2, 4, 8)),
            schedule_status=ScheduleStatus.FINAL,
        )
        return self.finish(
            page,
            contributions=rows.contributions(
                self.draw,
                self.cast,
                [ContributionRole.CHAIR] * 2 + [ContributionRole.PROGRAMME_COMMITTEE] * self.draw.randint(3, 8),
            ),
            links=rows.site_links(self.draw, LinkKind.WEBSITE, LinkKind.SUBMISSION, LinkKind.REGISTRATION),
            important_dates=rows.deadlines(self.draw, days["start_date"], self.locale)[1:4],
            sessions=rows.programme(self.draw, self.cast, days["start_date"], self.locale),
            tracks=[self.track(position) for position in range(2)],
            identifiers=rows.identifier(self.draw),
        )

    def track(self, position: int) -> Track:
        """A named part of a forum."""
        return Track(
            name=self.draw.choice(words.SUBJECTS).capitalize(),
            description=words.rich_text(self.draw, 1),
            locale=self.locale,
            translation_key=draw_uuid(self.draw),
            sort_order=position,
        )

    def tutorial(self, number: int) -> TutorialPage:
        """A tutorial of a day with its slots."""
        subject = self.draw.choice(words.SUBJECTS)
        days = self.days(1)
        page = TutorialPage(
            **self.shared(days["start_date"], f"Introduction to {subject} {number}"),
            **days,
            **self.place(),
            is_listed=self.is_listed(),
            start_time=dt.time(9),
            end_time=dt.time(17),
            abstract=words.rich_text(self.draw, 2),
            delivery=[Delivery.LIVE.value, Delivery.HANDS_ON.value],
            prerequisites=words.rich_text(self.draw, 1),
        )
        return self.finish(
            page,
            contributions=rows.contributions(self.draw, self.cast, [ContributionRole.PRESENTER] * 2),
            links=rows.site_links(self.draw, LinkKind.REGISTRATION, LinkKind.CODE),
            sessions=rows.programme(self.draw, self.cast, days["start_date"], self.locale),
        )

    def call(self, number: int) -> CallForPapersPage:
        """A conference's call for papers."""
        subject = self.draw.choice(words.SUBJECTS)
        days = self.days(4)
        page = CallForPapersPage(
            **self.shared(days["start_date"], f"Conference on {subject.title()} {number}"),
            **days,
            **self.place(),
            is_listed=self.is_listed(),
            short_title=f"C{number:04}",
            body=self.body(),
            edition=self.draw.randint(1, 30),
            anonymity=self.draw.choice((Anonymity.DOUBLE_BLIND, Anonymity.SINGLE_BLIND)),
            policies=words.rich_text(self.draw, 1),
        )
        return self.finish(
            page,
            contributions=rows.contributions(
                self.draw,
                self.cast,
                [ContributionRole.CHAIR] * 2 + [ContributionRole.PROGRAMME_COMMITTEE] * self.draw.randint(5, 12),
            ),
            links=rows.site_links(self.draw, LinkKind.WEBSITE, LinkKind.SUBMISSION),
            important_dates=rows.deadlines(self.draw, days["start_date"], self.locale),
            paper_categories=[PaperCategory(name="Full paper", max_pages=12, columns=2, sort_order=0)],
            identifiers=rows.identifier(self.draw),
        )
