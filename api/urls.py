"""The whole public surface on one screen."""

from __future__ import annotations

from django.urls import path

from api.feeds import embeds, oembed, overview
from api.feeds.changes import changes, news
from api.feeds.view import feed, linked_data, schedule
from api.forwarding import forward
from api.graphql.view import graphql
from api.previews.sharing import review
from api.previews.userbar import userbar

urlpatterns = [
    path("graphql", graphql, name="graphql"),
    path("feeds/", overview.overview, name="feeds"),
    path("feeds/changes.json", changes, name="changes"),
    path("feeds/changes.atom", news, name="news"),
    path("feeds/<str:name>/schedule.xml", schedule, name="schedule"),
    path("feeds/<str:name>.jsonld", linked_data, name="linked_data"),
    path("feeds/<str:name>.<str:extension>", feed, name="feed"),
    path("embed/", overview.examples, name="embed_examples"),
    path("embed/v1/events.js", embeds.script, name="embed_script"),
    path("embed/<str:name>/", embeds.embed, name="embed"),
    path("oembed", oembed.oembed, name="oembed"),
    path("preview/<str:key>/", review, name="review"),
    path("userbar/", userbar, name="userbar"),
    path("go/<str:community>/<str:name>", forward, name="forward"),
]
