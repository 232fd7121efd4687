from __future__ import annotations

import uuid

import pytest

from api.addresses import MEDIA_TYPES, FeedFormat
from api.feeds.formats import FORMATS
from tests.api.feeds.entries import channel
from tests.golden.write import FEEDS, documents


def test_formats_are_those_of_which_addresses_end():
    media_types = {extension: rendering.media_type for extension, rendering in FORMATS.items()}

    assert media_types == {it: MEDIA_TYPES[it] for it in FeedFormat if it is not FeedFormat.JSON_LD}
    assert [it for it in FORMATS if FORMATS[it].is_calendar] == [FeedFormat.ICALENDAR]


def test_channel_has_a_uid_of_its_address():
    uid = channel(self_url="https://cms.example.org/feeds/events.atom").uid

    assert uid == uuid.uuid5(uuid.NAMESPACE_URL, "https://cms.example.org/feeds/events.atom")


def test_feeds_are_the_golden_files_byte_for_byte():
    written = dict(documents())

    assert [name for name, document in written.items() if (FEEDS / name).read_bytes() != document] == []


@pytest.mark.parametrize("rendering", FORMATS.values(), ids=lambda it: it.extension)
def test_feed_without_entries_is_written(rendering):
    document = rendering.render(channel(), [])

    assert channel().home_url.encode() in document
