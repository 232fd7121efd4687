"""What there has to be in each language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the speaker's page and mails in one language; parts in braces are filled in.

    `consent_version` names the wording of `consents`; it changes whenever one of these does.
    """

    tag: str
    name: str
    page_title: str
    asked_by: str
    asked: str
    intro: str
    until: str
    series: str
    when: str
    date_format: str
    month_format: str
    no_date: str
    message: str
    was_sent: str
    switch: str
    headings: Mapping[str, str]
    labels: Mapping[str, str]
    helps: Mapping[str, str]
    consent_intro: str
    consent_version: str
    consents: Mapping[str, str]
    save: str
    send: str
    file_there: str
    remove_file: str
    saved: str
    sent: str
    errors_heading: str
    errors: Mapping[str, str]
    endings: Mapping[str, tuple[str, str]]
    too_large: tuple[str, str]
    too_many: tuple[str, str]
    unreadable: tuple[str, str]
    mail_subject: str
    mail: str
