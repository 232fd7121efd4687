"""The content model."""

from pages.models.base import EventPage, EventQuerySet
from pages.models.call_for_papers import CallForPapersPage, PaperCategory
from pages.models.communities import Community, CommunityGroup
from pages.models.completion import CompletionFile, CompletionLink, CompletionState, SpeakerConsent
from pages.models.findings import FindingQuerySet, StoredFinding
from pages.models.forum import Award, ForumPage, Grant, SelectionCriterion, Track
from pages.models.forwarding import Forwarding
from pages.models.home import EventIndexPage, HomePage, StandardPage
from pages.models.import_jobs import ImportFile, ImportJob, ImportState
from pages.models.imports import ImportedDocument
from pages.models.link_checks import LinkCheck
from pages.models.links import Identifier, Link
from pages.models.people import Contribution, Organisation, Person, Topic
from pages.models.preferences import DigestPreferences
from pages.models.schedule import DateChange, ImportantDate, Session
from pages.models.seminars import SeminarSeriesPage, TalkPage
from pages.models.site import SiteSettings
from pages.models.tutorial import TutorialPage

__all__ = [
    "Award",
    "CallForPapersPage",
    "Community",
    "CommunityGroup",
    "CompletionFile",
    "CompletionLink",
    "CompletionState",
    "Contribution",
    "DateChange",
    "DigestPreferences",
    "EventIndexPage",
    "EventPage",
    "EventQuerySet",
    "FindingQuerySet",
    "ForumPage",
    "Forwarding",
    "Grant",
    "HomePage",
    "Identifier",
    "ImportFile",
    "ImportJob",
    "ImportState",
    "ImportantDate",
    "ImportedDocument",
    "Link",
    "LinkCheck",
    "Organisation",
    "PaperCategory",
    "Person",
    "SelectionCriterion",
    "SeminarSeriesPage",
    "Session",
    "SiteSettings",
    "SpeakerConsent",
    "StandardPage",
    "StoredFinding",
    "TalkPage",
    "Topic",
    "Track",
    "TutorialPage",
]
