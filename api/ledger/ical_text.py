"""Text for properties of iCalendar (RFC 5545, section 3.3.11)."""

from __future__ import annotations

import re

from icalendar import vText

LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
"""What ends a line in Python, JavaScript or Unicode, beside the line feed."""
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""Controls except tab and line feed, halves of surrogate pairs, non-characters and the byte order mark."""
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class EscapedText(vText):
    r"""A text that is escaped character by character.

    The library takes `\N` for a line break, which ruins `\Nabla` and `C:\News`.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """The value of the property, not folded."""
        return str(self).translate(ESCAPES).encode()


def clean_text(text: str) -> str:
    """The text with line feeds for all breaks of lines, and without what cannot stand in a calendar."""
    return UNPRINTABLE.sub("", LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """The clean text in one line, for names: breaks, tabs and runs of spaces become one space."""
    return re.sub(r"[ \t\n]+", " ", clean_text(text)).strip(" ")


def text_property(text: str) -> vText:
    """A value for `Component.add`, clean and escaped; the library escapes neither NAME nor X- properties by itself."""
    return EscapedText(clean_text(text))
