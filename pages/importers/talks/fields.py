"""What is written about one talk, before it is understood: named texts, links and pictures with their lines.

Every layout (list item, heading, table row, YAML mapping, front matter) is first brought to this form, so that
dates, people and placeholders are read in one place, `talks`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages.importers.documents import ImportedPerson

ABSTRACT = "abstract"
AFFILIATION = "affiliation"
BIO = "bio"
CODE = "code"
DATE = "date"
EMAIL = "email"
END = "end"
HOMEPAGE = "homepage"
HOST = "host"
JOIN = "join"
LANGUAGE = "language"
MINUTES = "minutes"
OTHER_LINK = "other"
PAPER = "paper"
PHOTO = "photo"
RECORDING = "recording"
REGISTRATION = "registration"
ROOM = "room"
SLIDES = "slides"
SPEAKER = "speaker"
SPEAKER_ENGLISH = "speaker_english"
STATUS = "status"
STREAM = "stream"
TIME = "time"
TITLE = "title"

LINK_FIELDS = (REGISTRATION, STREAM, RECORDING, JOIN, SLIDES, PAPER, CODE, OTHER_LINK)
LONG_FIELDS = frozenset({ABSTRACT, BIO})

LABELS: dict[str, str] = {
    DATE: "date|when|day|datetime|date and time|date time|day and time|date of talk|talk date|seminar date|start|starts"
    "|start date|datum|wann|fecha|data|quando|quand|cuando|jour|日時|日付|日期|開催日|开始|日程",
    TIME: "time|hour|hours|start time|heure|horaire|uhrzeit|zeit|hora|horario|ora|時間|时间|時刻",
    END: "end|ends|end time|end date|until|fin|ende",
    SPEAKER: "speaker|speakers|presenter|presenters|name|who|guest|guest speaker|invited speaker|"
    "keynote speaker|talk by"
    "|given by|presented by|lecturer|author|authors|speaker name|person|orateur|oratrice|intervenant|intervenante"
    "|conferencier|referent|referentin|vortragende|vortragender|vortragende r|redner|ponente|orador|relatore|"
    "relatrice|palestrante"
    "|講演者|発表者|登壇者|スピーカー|报告人|主讲人|演讲者|主講人|講者|嘉宾",
    SPEAKER_ENGLISH: "name en|speaker en|en name|name english|english name|name romanised|name romanized|romaji",
    AFFILIATION: "affiliation|affiliations|speaker affiliation|institution|institute|institutions|organisation|"
    "organization"
    "|company|university|uni|school|affil|workplace|from|employer|institut|zugehorigkeit|afiliacion|afiliacao|affiliazione|所属|单位|機関|單位",
    TITLE: "title|topic|talk|talk title|title of talk|title of the talk|paper title|seminar title|subject|theme|what"
    "|presentation title|titre|sujet|titel|thema|vortrag|vortragstitel|titulo|tema|titolo"
    "|题目|題目|标题|標題|タイトル|演題|テーマ|主题",
    ABSTRACT: "abstract|abstracts|summary|description|talk abstract|synopsis|about the talk|about this talk|"
    "details|resume"
    "|zusammenfassung|kurzfassung|resumen|resumo|sommario|概要|要旨|摘要|内容|アブストラクト|简介",
    BIO: "bio|bios|biography|biographies|biosketch|short bio|speaker bio|speaker biography|short biography|"
    "bio sketch|biographical sketch"
    "|about the speaker|about speaker|about the speakers|about the presenter|biographie|biografie|biografia|"
    "lebenslauf|vita"
    "|略歴|経歴|プロフィール|个人简介|作者简介|講者簡介",
    HOMEPAGE: "website|url|homepage|home page|web|webpage|web page|web site|site|page|perso|personal page|"
    "personal website"
    "|speaker url|speaker link|speaker website|speaker page|author url|profile|site web|page web|webseite",
    ROOM: "location|room|where|venue|place|address|lieu|salle|ort|raum|wo|lugar|sala|local|luogo|場所|会場|地点|地點",
    HOST: "host|hosts|hosted by|chair|moderator|moderated by|session chair|organizer|organiser|invited by|"
    "contact person"
    "|hote|animateur|moderateur|gastgeber|moderation|anfitrion|司会|主持人|主催",
    SLIDES: "slides|slide|slide deck|deck|slidedeck|speakerdeck|slideshare|presentation|presentation slides|pdf slides"
    "|talk slides|diapos|diapositives|transparents|folien|diapositivas|スライド|資料|课件|幻灯片",
    RECORDING: "recording|recordings|video|videos|video recording|talk video|video link|youtube|youtube link|"
    "recorded talk|replay"
    "|watch|watch recording|watch the recording|vimeo|bilibili|enregistrement|aufzeichnung|grabacion|gravacao|"
    "動画|録画|视频|回放|录像",
    STREAM: "stream|streams|livestream|live stream|live|streaming|youtube live|live link|watch live"
    "|webcast|ライブ|直播",
    REGISTRATION: "registration|register|register here|sign up|signup|rsvp|zoom registration|registration link|"
    "registration url"
    "|registration page|register for zoom|inscription|anmeldung|registro|inscripcion|inscricao|登録|参加登録|报名",
    JOIN: "zoom|zoom link|zoom url|join|join link|join zoom|join here|join us|meeting|meeting link|meet|"
    "google meet|teams|ms teams|teams link"
    "|webex|hybrid|online|online link|gotomeeting|bbb|bigbluebutton|visio|visioconference|conference link|"
    "remote|virtual|会议链接|腾讯会议|オンライン",
    PAPER: "paper|papers|paper link|article|preprint|arxiv|publication|related paper|pdf|artikel"
    "|articulo|artigo|論文|论文",
    CODE: "code|github|repo|repository|source|source code|software|コード|代码",
    PHOTO: "photo|image|img|picture|pic|avatar|portrait|headshot|speaker image|speaker photo|speaker img|"
    "photo url|thumbnail"
    "|author img|foto|bild|写真|照片",
    MINUTES: "minutes|duration|length|duree|dauer|duracion",
    LANGUAGE: "language|lang|langue|sprache|idioma|言語|语言",
    STATUS: "status|cancelled|canceled|postponed|note|etat|statut",
    EMAIL: "email|e mail|mail|speaker email|contact|courriel|correo|メール|邮箱",
    OTHER_LINK: "link|links|more|more info|more information|resources|material|materials|event|event link|"
    "event page|info",
}

VOICING_MARKS = "\u3099\u309a"
"""Kana keep these, which are no accents."""

OF_SOMEBODY = frozenset({"speaker", "speakers", "presenter", "presenters", "author", "guest"})
OF_A_TALK = frozenset({"talk", "seminar", "lecture", "event", "session"})
"""Words before a label that say whose it is: "speaker uni", "talk abstract"; a "speaker title" is no talk's."""

FIELD_OF_LABEL = {label: name for name, labels in LABELS.items() for label in labels.split("|")}


@dataclass(frozen=True, slots=True)
class FieldText:
    """One named text of a talk, as written; `labelled` when the document itself names it."""

    name: str
    text: str
    line: int | None = None
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class TalkLink:
    """A link beside a talk, as written. `kind` is set where a column or key says what it leads to."""

    label: str
    url: str
    line: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TalkNotes:
    """All that one entry says. `pictures` are (source, alternative text) pairs; `rest` is what has no name.

    `people` are speakers whom the document already lists as records of their own; `year` is that of a heading above.
    """

    line: int | None
    fields: tuple[FieldText, ...] = ()
    links: tuple[TalkLink, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    rest: tuple[str, ...] = ()
    people: tuple[ImportedPerson, ...] = ()
    source: str = ""
    slug: str = ""
    year: int | None = None

    def first(self, name: str) -> FieldText | None:
        """The first field called `name`."""
        return next((field for field in self.fields if field.name == name), None)

    def text(self, name: str) -> str:
        """The texts of all fields called `name`, in paragraphs."""
        return "\n\n".join(field.text for field in self.fields if field.name == name and field.text)

    def line_of(self, name: str) -> int | None:
        """Where `name` stands, or where the entry begins."""
        field = self.first(name)
        return field.line if field and field.line else self.line


def fold_label(text: str) -> str:
    """A label or key without case, accents, digits, punctuation and markup: "Name_EN:" and "**name (en)**" are one."""
    decomposed = unicodedata.normalize("NFKD", re.sub(r"([a-z])([A-Z])", r"\1 \2", text))
    letters = "".join(it for it in decomposed if not unicodedata.combining(it) or it in VOICING_MARKS)
    composed = unicodedata.normalize("NFC", letters)
    return " ".join(re.sub(r"[\W\d_]+", " ", composed).casefold().replace("&", " and ").split())


def field_of(label: str) -> str | None:
    """The field a label or key stands for, also in the plural or with a number behind it; None when it is no label."""
    folded = fold_label(label)
    direct = FIELD_OF_LABEL.get(folded) or FIELD_OF_LABEL.get(folded.removesuffix("s"))
    if direct:
        return direct
    whose, _, rest = folded.partition(" ")
    field = FIELD_OF_LABEL.get(rest) if whose in OF_SOMEBODY or whose in OF_A_TALK else None
    return None if field == TITLE and whose in OF_SOMEBODY else field


def link_field_of(label: str) -> str | None:
    """The kind of link that a link's own words announce, such as "Join on Zoom" or "Watch the recording"."""
    direct = field_of(label)
    if direct in LINK_FIELDS and direct != OTHER_LINK:
        return direct
    words = f" {fold_label(label)} "
    return next((kind for kind, pattern in LINK_WORDS if pattern.search(words)), None)


LINK_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (REGISTRATION, re.compile(r"regist|sign ?up|rsvp|inscri|anmeld|登録|报名|ticket|eventbrite")),
    (RECORDING, re.compile(r"record|replay|enregistr|aufzeichn|録画|動画|回放|录像|视频| video |watch again")),
    (STREAM, re.compile(r" (?:live)?stream(?:s|ing|ed)? |webcast|直播|ライブ| live | watch live ")),
    (JOIN, re.compile(r" zoom | join | teams | meet | meeting | webex | gotomeeting |visio|bigbluebutton")),
    (SLIDES, re.compile(r"slide|folien|diapo|スライド|課件|课件| deck | presentation ")),
    (PAPER, re.compile(r" paper |arxiv|preprint|論文|论文| article | pdf ")),
    (CODE, re.compile(r" code |github|repositor|コード")),
)
