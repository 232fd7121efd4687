"""Which keys of front matter a tutorial has, and how much a document looks like a tutorial's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.talks.fields import fold_label
from pages.importers.tutorials.page import TUTORIAL
from pages.importers.tutorials.records import is_identifier

if TYPE_CHECKING:
    from pages.importers.documents import SourceDocument

KEYS = {
    "title": "title|name|tutorial title|tutorial|home title|page title|full title|headline",
    "short_title": "short title|shorttitle|short name|acronym",
    "abstract": "abstract|description|summary|overview",
    "website": "website|url|homepage|web|web page|site|tutorial website|external url|link",
    "people": "authors|presenters|tutors|organizers|organisers|speakers|instructors|lecturers|presenter|speaker|author|"
    "additional organisers|additional organizers|additional presenters|additional authors",
    "bios": "author bios|bios|biographies|bio|presenter bios|speaker bios|organizer bios|organiser bios|author bio",
    "pictures": "author imgs|author images|author img|imgs|images|photos|presenter imgs|presenter photos|"
    "speaker imgs|author photos|pictures",
    "schedule": "schedule|program|programme|agenda|outline|timetable|timeline",
    "date": "date|dates|day|when|start|start date",
    "time": "time|times|hours|slot",
    "place": "location|room|venue|place|where",
    "prerequisites": "prerequisites|prerequisite|requirements|audience|target audience",
    "image": "image|hero|cover|banner|header image",
    "topics": "topics|keywords|tags",
    "materials": "slides|video|videos|recording|code|materials|links|paper|notebook|notebooks|zoom|registration|stream",
    "part_of": "conference|event|part of|conference name",
    "language": "language|lang",
}
FIELD_OF_KEY = {key: name for name, keys in KEYS.items() for key in keys.split("|")}
CALL = re.compile(r"\bcall for\b|\bproposals?\b|\bsubmissions?\b", re.IGNORECASE)


def resembles(document: SourceDocument) -> float:
    """How much the document looks like the page of one tutorial."""
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    if not (metadata or document.body.strip()) or document.path.casefold().endswith((".yml", ".yaml")):
        return 0.0
    title = str(metadata.get("title", ""))
    heading = " ".join(re.findall(r"^#+\s*(.+)$", document.body[:4000], re.MULTILINE)[:3])
    if CALL.search(title) or (CALL.search(heading) and not TUTORIAL.search(title)):
        return 0.05
    return min(0.97, _metadata_score(document, metadata, title) + _body_score(document.body, heading))


def _metadata_score(document: SourceDocument, metadata: dict[str, Any], title: str) -> float:
    fields = {FIELD_OF_KEY.get(fold_label(str(key))) for key in metadata}
    folder = PurePosixPath(document.file or document.path).parent.name
    score = 0.45 * ("bios" in fields and bool(fields & {"pictures", "schedule", "abstract"}))
    score += 0.15 * bool(fields >= {"schedule", "abstract"} or fields >= {"people", "abstract"})
    score += 0.2 * any(is_identifier(str(key)) for key in metadata) * ("abstract" in fields)
    score += 0.5 * bool(TUTORIAL.search(title)) + 0.4 * bool(TUTORIAL.search(folder.replace("_", " ")))
    return score + 0.2 * bool(
        re.search(r"tutorial", f"{PurePosixPath(document.path).name} {metadata.get('layout', '')}", re.IGNORECASE)
    )


def _body_score(body: str, heading: str) -> float:
    beginning = body[:2500]
    mentions = len(TUTORIAL.findall(beginning))
    return 0.35 * bool(TUTORIAL.search(heading)) + 0.1 * min(mentions, 3) * bool(
        re.search(r"\btutorial (?:will|is|takes|on|at)\b|\bthis tutorial\b|\blive tutorial\b", beginning, re.IGNORECASE)
    )
