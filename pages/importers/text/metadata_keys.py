"""Which keys of front matter are facts, which are private, and which belong to the old site's theme."""

from __future__ import annotations

import re

PRIVATE = re.compile(
    r"^(?:(?:student|stud?|matric\w*|matrikel\w*|staff|employee|roll|enrol\w*|identity|personal|passport|tax)_?"
    r"(?:id|no|nr|num(?:ber)?|card|nummer)?|id|ids|number|sid|uid|uuid|nia|dni|cpf|ssn|id_(?:number|card|no))$|"
    r"^(?:\w+_)?(?:e_?)?mails?(?:_\w+)?$|"
    r"^(?:\w+_)?(?:phone|tel|telephone|telefon\w*|mobile|handy|cell|fax|wechat|whatsapp|qq|birth\w*|dob|gender|salary)"
    r"(?:_\w+)?$|"
    r"^(?:\w+_)?(?:scores?|marks?|grades?|grading|points?|ratings?|gpa|punkte|noten?|nota|calificaci\w+|bewertung\w*)"
    r"(?:_?\d+|_\w+)?$|"
    r"^(?:\w+_)?(?:comments?|feedback|remarks?|evaluations?|assessments?|verdicts?|reviews?|teachers?|kommentare?|"
    r"comentarios?|commentaires?|(?:internal|private|reviewer|teacher|grader|tutor|examiner|editor|admin|staff)_notes?)"
    r"(?:_?\d+|_\w+)?$|"
    r"pass(?:word|code|wd)|secret|api_?key|(?:^|_)token(?:$|_)|"
    r"学号|学籍|评分|成绩|评语|评论|评价|意见|分数|得分|老师|导师|备注|邮箱|电话|手机|身份证"
)
THEME_KEYS = (
    "layout permalink author_profile header sidebar toc toc_label toc_sticky weight fragment disabled "
    "background title_align subtitle nav nav_order navigation nav_exclude classes class published draft "
    "redirect_from redirect_to css js theme template type order date_order position menu menus parent "
    "has_children excerpt_separator comments_enabled share related mathjax math analytics category categories "
    "date lastmod last_modified_at updated created author authors color colour icon robots sitemap search show "
    "show_title excerpt overlay_color cover aliases slug url_slug active hidden collection entries_layout "
    "read_time widget widget_id headless page_id archive sort key ref lang_ref translation_key "
)
THEME = frozenset(THEME_KEYS.split())
PEOPLE = re.compile(
    r"organi[sz]ers?|organi[sz]ing_committee|chairs?$|co_?chairs?|committee|editors?|speakers?|keynotes?|"
    r"panell?ists?|steering|组织者"
)
TOPICS = frozenset({"topics", "topic", "keywords", "tags", "areas", "topics_of_interest", "themes"})
LANGUAGE_CODES = {
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "portuguese": "pt",
    "japanese": "ja",
    "korean": "ko",
    "russian": "ru",
    "italian": "it",
}
ACCEPTS = re.compile(r"(?:accepts?|allows?)_(\w+?)_(?:submissions?|papers?)|(?:accepts?|allows?)_(\w+)")
URL_KEYS = {
    "website": "website",
    "url": "website",
    "homepage": "website",
    "site": "website",
    "link": "website",
    "web": "website",
    "submission_url": "submission",
    "submission_site": "submission",
    "submission_link": "submission",
    "submission_website": "submission",
    "easychair": "submission",
    "openreview": "submission",
    "hotcrp": "submission",
    "template_url": "template",
    "template": "template",
    "registration": "registration",
    "registration_url": "registration",
    "registration_link": "registration",
    "mailing_list": "mailing_list",
    "slack": "chat",
    "discord": "chat",
    "twitter": "social",
}
TRUE_WORDS = frozenset({"true", "yes", "on", "1", "y"})
NAME_KEYS = {
    "title": "title",
    "name": "title",
    "conference": "title",
    "event": "title",
    "shorttitle": "short_title",
    "short_title": "short_title",
    "acronym": "short_title",
    "abbreviation": "short_title",
    "abbr": "short_title",
    "shortname": "short_title",
    "short_name": "short_title",
    "description": "summary",
    "summary": "summary",
    "excerpt": "summary",
    "tagline": "summary",
    "venue": "venue",
    "location": "place",
    "place": "place",
    "where": "place",
    "city": "city",
    "country": "country",
    "edition": "edition",
    "part_of": "part_of",
    "conference_title": "part_of",
}
START_KEYS = frozenset(
    {
        "start_date",
        "date_start",
        "start",
        "from",
        "event_date",
        "conference_date",
        "conference_dates",
        "workshop_date",
        "event_dates",
        "when",
        "dates",
    }
)
END_KEYS = frozenset({"end_date", "date_end", "end", "to"})
FLAG_KEYS = frozenset({"only_for_homework", "for_homework", "homework", "demo", "unlisted", "is_demo", "noindex"})


def normal_key(key: object) -> str:
    """The key in lower case with underscores."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(key).strip())
    return re.sub(r"[\s\-.]+", "_", words).lower()


def is_private(key: object) -> bool:
    """True for keys under which student numbers, marks, remarks of examiners and addresses of people stand."""
    return PRIVATE.search(normal_key(key)) is not None


def is_true(value: object) -> bool:
    """True for the words that YAML writers use for it."""
    return str(value).strip().lower() in TRUE_WORDS
