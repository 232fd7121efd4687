"""The closed vocabularies of the content model, with the words editors see."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pages import moments


class Precision(TextChoices):
    """How much of a date is known."""

    MINUTE = moments.Precision.MINUTE.value, _("Date and time")
    DAY = moments.Precision.DAY.value, _("Date only")
    MONTH = moments.Precision.MONTH.value, _("Month only")
    TBD = moments.Precision.TBD.value, _("To be announced")


class ZonePolicy(TextChoices):
    """What is said about the zone of a deadline."""

    ZONE = moments.ZonePolicy.ZONE.value, _("In a time zone")
    AOE = moments.ZonePolicy.AOE.value, _("Anywhere on Earth (AoE)")
    FLOATING = moments.ZonePolicy.FLOATING.value, _("Not stated")


class EventStatus(TextChoices):
    """What the organisers announced about an event as a whole."""

    SCHEDULED = "scheduled", _("Scheduled")
    TENTATIVE = "tentative", _("Tentative")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")


class AttendanceMode(TextChoices):
    """How people attend."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")
    UNKNOWN = "unknown", _("Not stated")


class SeriesStatus(TextChoices):
    """Whether a seminar series goes on."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class ScheduleStatus(TextChoices):
    """How final a programme is."""

    TBD = "tbd", _("To be announced")
    DRAFT = "draft", _("Preliminary")
    FINAL = "final", _("Final")


class Weekday(TextChoices):
    """Days of the week, as in RFC 5545 section 3.3.10."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


class ImportantDateKind(TextChoices):
    """What an announced date means."""

    CALL_OPENS = "call_opens", _("Call opens")
    ABSTRACT = "abstract", _("Abstract registration")
    SUBMISSION = "submission", _("Submission")
    SUPPLEMENTARY = "supplementary", _("Supplementary material")
    REBUTTAL = "rebuttal", _("Rebuttal")
    NOTIFICATION = "notification", _("Notification")
    REVISION = "revision", _("Revised version")
    CAMERA_READY = "camera_ready", _("Camera-ready version")
    REGISTRATION = "registration", _("Registration")
    GRANT_APPLICATION = "grant_application", _("Grant application")
    MATERIAL_RELEASE = "material_release", _("Release of materials")
    PRESENTATION = "presentation", _("Presentation")
    OTHER = "other", _("Other")


DEADLINE_KINDS = frozenset({ImportantDateKind.ABSTRACT, ImportantDateKind.SUBMISSION})
"""Dates by which submissions are due."""


class Certainty(TextChoices):
    """How sure an announced date is."""

    CONFIRMED = "confirmed", _("Confirmed")
    TENTATIVE = "tentative", _("Tentative")
    ESTIMATED = "estimated", _("Estimated")
    TBD = "tbd", _("To be announced")


class DateRelation(TextChoices):
    """How a date that is announced by its distance from another one relates to it."""

    WITHIN = "within", _("within … days after")
    BEFORE = "before", _("… days before")
    AFTER = "after", _("… days after")


class DateChangeKind(TextChoices):
    """What a publish did to a date that was already public."""

    EXTENDED = "extended", _("Extended")
    ADVANCED = "advanced", _("Brought forward")
    CORRECTED = "corrected", _("Corrected")
    RESCHEDULED = "rescheduled", _("Rescheduled")
    CANCELLED = "cancelled", _("Cancelled")


class SessionKind(TextChoices):
    """What a programme row is."""

    TALK = "talk", _("Talk")
    KEYNOTE = "keynote", _("Keynote")
    PANEL = "panel", _("Panel")
    LIGHTNING = "lightning", _("Lightning talk")
    POSTER = "poster", _("Posters")
    QUESTIONS_AND_ANSWERS = "questions_and_answers", _("Questions and answers")
    BREAK = "break", _("Break")
    NETWORKING = "networking", _("Networking")
    CEREMONY = "ceremony", _("Opening, closing or awards")


class ContributionRole(TextChoices):
    """What a person does for an event."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    ORGANISER = "organiser", _("Organiser")
    PROGRAMME_COMMITTEE = "programme_committee", _("Programme committee")
    AWARD_COMMITTEE = "award_committee", _("Award committee")
    SPEAKER = "speaker", _("Speaker")
    PRESENTER = "presenter", _("Presenter")
    PANELIST = "panelist", _("Panelist")
    HOST = "host", _("Host")
    AUTHOR = "author", _("Author")


class LinkKind(TextChoices):
    """What a link leads to."""

    WEBSITE = "website", _("Website")
    REGISTRATION = "registration", _("Registration")
    JOIN = "join", _("Join the meeting")
    STREAM = "stream", _("Live stream")
    RECORDING = "recording", _("Recording")
    SLIDES = "slides", _("Slides")
    PAPER = "paper", _("Paper")
    CODE = "code", _("Code")
    SUBMISSION = "submission", _("Submission system")
    TEMPLATE = "template", _("Template")
    MAILING_LIST = "mailing_list", _("Mailing list")
    CHAT = "chat", _("Chat")
    VIDEO_CHANNEL = "video_channel", _("Video channel")
    CALENDAR = "calendar", _("Calendar")
    SOCIAL = "social", _("Social media")
    PREVIOUS_EDITION = "previous_edition", _("Previous edition")
    OTHER = "other", _("Other")


class LinkAccess(TextChoices):
    """Who may follow a link."""

    PUBLIC = "public", _("Everybody")
    REGISTERED = "registered", _("Registered participants")
    MEMBERS = "members", _("Members")
    PRIVATE = "private", _("Nobody outside (kept here only)")


class Role(TextChoices):
    """What somebody does for a community; each may do what those before it may."""

    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    ADMINISTRATOR = "administrator", _("Administrator")


class FindingSeverity(TextChoices):
    """How much a finding asks of an editor."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    HINT = "hint", _("Hint")


class Delivery(TextChoices):
    """How a tutorial is given."""

    LIVE = "live", _("Live")
    PRE_RECORDED = "pre_recorded", _("Pre-recorded videos")
    QUESTIONS_AND_ANSWERS = "questions_and_answers", _("Questions and answers")
    HANDS_ON = "hands_on", _("Hands-on")


class GrantCover(TextChoices):
    """What a grant pays for."""

    TRAVEL = "travel", _("Travel")
    ACCOMMODATION = "accommodation", _("Accommodation")
    REGISTRATION = "registration", _("Registration")


class Anonymity(TextChoices):
    """Who knows whom during review."""

    DOUBLE_BLIND = "double_blind", _("Double-blind")
    SINGLE_BLIND = "single_blind", _("Single-blind")
    OPEN = "open", _("Open")
    UNSTATED = "unstated", _("Not stated")


CALLED_OFF_STATUSES = frozenset({EventStatus.CANCELLED, EventStatus.POSTPONED})
SPEAKING_ROLES = frozenset({ContributionRole.SPEAKER, ContributionRole.PRESENTER, ContributionRole.PANELIST})
