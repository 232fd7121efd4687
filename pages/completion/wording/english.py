"""English."""

from __future__ import annotations

from pages.completion.wording.words import Words

ENGLISH = Words(
    tag="en",
    name="English",
    page_title="Your talk",
    asked_by="{name} asks you to complete the announcement of your talk.",
    asked="The organisers ask you to complete the announcement of your talk.",
    intro=(
        "Change what is wrong and add what is missing. Leave empty what you do not know yet. Nothing is published "
        "before the organisers have looked at it."
    ),
    until="You can come back to this page with the same link until {date} (UTC).",
    series="Series",
    when="When",
    date_format="l, j F Y",
    month_format="F Y",
    no_date="To be announced",
    message="Message from the organisers",
    was_sent="You have sent your answer. You can still correct it and send it again until the organisers take it over.",
    switch="Language",
    headings={
        "talk": "The talk",
        "slides": "Slides",
        "person": "About you",
        "facts": "Name and addresses",
        "consent": "Your agreement",
        "note": "Anything else",
    },
    labels={
        "title": "Title",
        "abstract": "Abstract",
        "biography": "Biography",
        "portrait": "Portrait",
        "portrait_alt": "Description of the portrait",
        "slides": "Slides as a file",
        "slides_url": "Or their address",
        "name": "Name",
        "affiliation": "Affiliation",
        "orcid": "ORCID iD",
        "homepage": "Home page",
        "note": "Note to the organisers",
    },
    helps={
        "abstract": (
            "Leave an empty line between paragraphs. **bold**, *italic*, lists with “- ”, links as [words](address) "
            "and formulas as $…$ are understood."
        ),
        "biography": "A few sentences in the third person, for the announcement.",
        "portrait": "JPEG, PNG or WebP, at most 10 MB. Where and when it was taken is removed from the file.",
        "portrait_alt": "For people who cannot see it, for example “Ana Silva, smiling, in front of a bookshelf”.",
        "slides": "PDF, PPTX or ODP, at most 50 MB.",
        "slides_url": "If they are published elsewhere. It begins with https://.",
        "name": "As it should be announced.",
        "affiliation": "At the time of the talk.",
        "orcid": "It looks like 0000-0002-1825-0097.",
        "note": "Only the organisers read it, for example about equipment, travel or pronunciation.",
    },
    consent_intro="Both are up to you. Without a tick we take it that you do not agree.",
    consent_version="2026-11 en",
    consents={
        "recording": "I agree that my talk is recorded and that the recording is published.",
        "publication": "I agree that my portrait and my biography are published in the announcement of the talk.",
    },
    save="Save for later",
    send="Send to the organisers",
    file_there="Received: {name} ({size}). Choose another file to replace it.",
    remove_file="Remove this file",
    saved="Saved. Nothing has been sent yet; come back with the same link when you like.",
    sent="Thank you, your answer has been sent to the organisers.",
    errors_heading="This could not be sent yet. What you typed is still here.",
    errors={
        "too_long": "This is too long: {length} characters, and there may be {most}.",
        "orcid": "This is not an ORCID iD. It looks like 0000-0002-1825-0097.",
        "homepage": "This is not a web address. It begins with https:// or http://.",
        "slides_url": "This is not a web address that begins with https://.",
        "portrait_format": "“{name}” is not a JPEG, PNG or WebP picture, or it is damaged.",
        "portrait_size": "“{name}” is too large. A portrait may have 10 MB and 40 megapixels.",
        "slides_format": "“{name}” is not a PDF, PPTX or ODP file, or it is damaged.",
        "slides_macros": "“{name}” contains macros. Save it as PDF or without macros.",
        "slides_size": "“{name}” is too large. Slides may have 50 MB; larger ones can be given as an address.",
        "empty_file": "“{name}” is empty.",
    },
    endings={
        "unknown": ("There is nothing here", "Please check that you have copied the whole link from the mail."),
        "expired": ("This link has expired", "Please ask the organisers for a new one."),
        "revoked": (
            "This link is no longer in use",
            "Please ask the organisers if you still want to change something.",
        ),
        "accepted": ("Thank you", "The organisers have taken over what you sent. Please write to them for any change."),
        "declined": ("This link is closed", "Please ask the organisers if you still want to change something."),
        "cancelled": ("The talk is cancelled", "There is nothing left to fill in. Please ask the organisers."),
        "not_speaking": ("This link is no longer in use", "Please ask the organisers if you are still to speak."),
    },
    too_large=(
        "The files are too large",
        "A portrait may have 10 MB and slides 50 MB. Go back in your browser: what you typed should still be there.",
    ),
    too_many=("Too many requests", "Please wait a minute, then go back in your browser and try again."),
    unreadable=(
        "The form has not arrived as a whole",
        "Go back in your browser, and try again: what you typed should still be there.",
    ),
    mail_subject="Your talk: {talk}",
    mail="""Dear {name},

{asker} asks you to complete the announcement of your talk in “{series}”:

{talk}
{when}
{message}
Title, abstract, biography, portrait and slides can be entered on this page, without an account:

{address}

The link is yours alone: please do not pass it on. It works until {until} (UTC). Nothing is published before the
organisers have looked at it.
""",
)
