"""Execution: nothing hidden is ever completed, and no answer grows beyond what a client may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from graphql import ExecutionContext, GraphQLError, is_non_null_type
from graphql.pyutils import Path, is_iterable

from api.graphql.documents import coded
from api.graphql.loading import PageValue
from api.graphql.plain import USUAL_WAY
from api.graphql.schema import PLAIN_FIELDS

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLList, GraphQLObjectType, GraphQLResolveInfo

    from api.graphql.plain import PlainField

MOST_ANSWERED_FIELDS = 50_000
"""About a second of work; a list of 100 events with all they show has fewer than 20,000."""
NO_FIELDS: dict[str, PlainField] = {}


class PublicExecutionContext(ExecutionContext):
    """Completes public objects only. What a selection needs is read in bulk by `Reading`, whatever field asks first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered_fields = 0

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        """Answer the fields of an object; refuses when there are too many in one answer, however few were written."""
        self.answered_fields += len(fields)
        if self.answered_fields > MOST_ANSWERED_FIELDS:
            raise coded(f"The answer has more than {MOST_ANSWERED_FIELDS} fields.", "QUERY_TOO_COMPLEX")
        document = find_document(source_value)
        plain = PLAIN_FIELDS.get(parent_type.name, NO_FIELDS) if document is not None else NO_FIELDS
        answered: dict[str, Any] = {}
        for response_name, nodes in fields.items():
            known = plain.get(nodes[0].name.value)
            place = Path(path, response_name, parent_type.name)
            found = USUAL_WAY if known is None else self.read_plain(known, document, nodes, place)
            if found is USUAL_WAY:
                found = self.execute_field(parent_type, source_value, nodes, place)
            answered[response_name] = found
        return answered

    def read_plain(self, known: PlainField, document: Any, nodes: list[FieldNode], place: Path) -> Any:
        """A field read out of a document as it is; `USUAL_WAY` where it has to be completed by graphql-core."""
        value = document.get(known.key)
        if known.object_type is None:
            return known.complete(value)
        if value is None:
            return USUAL_WAY if known.is_required else None
        if type(value) is not dict:
            return USUAL_WAY
        try:
            return self.execute_fields(
                known.object_type, value, place, self.collect_subfields(known.object_type, nodes)
            )
        except GraphQLError:
            return USUAL_WAY

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Complete an object; a hidden page and a stored object are null, whatever field led to them."""
        if not self.may_show(result):
            return None
        return super().complete_object_value(return_type, field_nodes, info, path, result)

    def complete_list_value(
        self,
        return_type: GraphQLList[Any],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Complete a list without the hidden objects in it; where rows may be null, they are."""
        if is_iterable(result) and is_non_null_type(return_type.of_type):
            result = [item for item in result if self.may_show(item)]
        return super().complete_list_value(return_type, field_nodes, info, path, result)

    def may_show(self, item: Any) -> bool:
        """Whether an object may be shown: documents only, and those of pages the public may see."""
        if type(item) is PageValue:
            return bool(self.context_value.visibility.admits_page(item))
        return not isinstance(item, Model)


def find_document(item: Any) -> dict[str, Any] | None:
    """What the plain fields of an object are read from; None for an object that is no document."""
    if type(item) is dict:
        return item
    return item.document if type(item) is PageValue else None
