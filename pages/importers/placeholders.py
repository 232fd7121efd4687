"""Words that stand where a value is still to come."""

from __future__ import annotations

import re

_DECORATION = re.compile(r"^[\s\[\](){}<>*_~\"'`.,:;!…“”‘’«»|/\\–—-]+|[\s\[\](){}<>*_~\"'`.,:;!…“”‘’«»|/\\–—-]+$")

_FIXED = frozenset(
    {
        *("tbd", "tba", "tbc", "t.b.d", "t.b.a", "t.b.c", "tdb", "tbd/tba", "tba/tbd", "n/a", "n.a", "na"),
        *("none", "null", "nil", "nothing", "unknown", "undefined", "pending", "not available", "not applicable"),
        *("coming soon", "soon", "available soon", "stay tuned", "watch this space", "placeholder"),
        *("à venir", "a venir", "bientôt", "prochainement", "à suivre"),
        *("próximamente", "em breve", "brevemente", "in arrivo", "prossimamente"),
        *(
            "folgt",
            "folgt noch",
            "noch offen",
            "in kürze",
            "n.n",
            "nn",
            "steht noch nicht fest",
            "volgt",
            "nog niet bekend",
        ),
        *(
            "待定",
            "待公布",
            "待通知",
            "待确认",
            "待確認",
            "未定",
            "敬请期待",
            "敬請期待",
            "暂无",
            "暫無",
            "暂定",
            "无",
            "無",
        ),
        *("調整中", "準備中", "近日公開", "後日公開", "追って連絡", "미정", "추후 공지", "추후공지"),
    }
)

_DECIDED = (
    r"(?:determined|announced|confirmed|defined|decided|finali[sz]ed|advised|disclosed|added|posted|published|updated|"
    r"provided|completed|scheduled|communicated|released|fixed|specified|selected|filled)"
)
_ROMANCE_DECIDED = (
    r"(?:définir|definir|déterminer|determinar|confirmer|confirmar|annoncer|anunciar|préciser|decidir|communiquer)"
)

_PHRASES = re.compile(
    rf"(?:(?:is|are|still|yet|details?|info(?:rmation)?|title|abstract|more|speakers?|date|time|venue|location|link)\s+)*"
    rf"(?:(?:will|shall)\s+be|to\s+be|not\s+yet|not\s+been|yet\s+to\s+be|tba|tbd)\s+(?:yet\s+)?{_DECIDED}"
    r"(?:\s+(?:soon|later|shortly|here|in\s+due\s+course|at\s+a\s+later\s+(?:date|time)))*"
    r"|tb[adc]\s+(?:soon|later|shortly)"
    r"|(?:more\s+)?(?:details?|info(?:rmation)?)\s+(?:to\s+(?:follow|come)|(?:coming|available)\s+(?:soon|shortly))"
    r"|to\s+(?:follow|come)"
    rf"|tb[adc]\W+to\s+be\s+{_DECIDED}|to\s+be\s+{_DECIDED}\W+tb[adc]"
    rf"|(?:à|a|por|encore\s+à|a\s+ser|por\s+ser)\s+{_ROMANCE_DECIDED}"
    r"|a\s+ser\s+(?:definid|anunciad|confirmad|divulgad)[oa]s?"
    r"|da\s+(?:definire|confermare|annunciare|stabilire|comunicare)"
    r"|(?:wird|werden)(?:\s+noch)?\s+(?:bekannt\s?ge(?:ge|macht|ben)\w*|ergänzt|angekündigt|veröffentlicht|festgelegt)"
    r"|x{2,}|\?+"
)


def is_placeholder(text: str | None) -> bool:
    """True when the text says nothing yet: it is missing, blank, only dashes and dots, or a word such as "TBD"."""
    if text is None:
        return True
    words = " ".join(_DECORATION.sub("", text).casefold().split())
    return not words or words in _FIXED or _PHRASES.fullmatch(words) is not None
