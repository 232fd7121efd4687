"""Drafts, for those who were given a token in the page editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene
from graphql import GraphQLError

from api.graphql.interfaces import ContentPage, reading
from api.previews.showing import read_preview
from api.previews.tokens import PreviewUnavailableError

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PageValue


class PreviewFields:
    """A root field whose answers are nobody else's."""

    preview = graphene.Field(
        ContentPage,
        token=graphene.String(required=True, description="Token out of the page editor, which holds for an hour."),
        description="A draft as the public will read it when it is published: for the public site inside the editor."
        " Null with `PREVIEW_EXPIRED` when the token says nothing any more. No cache keeps an answer with it.",
    )

    @staticmethod
    def resolve_preview(_root: None, info: ResolveInfo, token: str) -> PageValue:
        """The draft; raises `GraphQLError`, which says no more of a token than that it is of no use."""
        reading(info).is_private = True
        try:
            return read_preview(reading(info), token)
        except PreviewUnavailableError:
            message = "The preview is not available any more. Open it again in the page editor."
            raise GraphQLError(message, extensions={"code": "PREVIEW_EXPIRED"}) from None
