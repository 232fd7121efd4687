"""Execution: nothing hidden is ever completed, and no answer grows beyond what a client may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from graphql import ExecutionContext, GraphQLError, is_non_null_type, located_error
from graphql.pyutils import Path, is_iterable

from api.graphql.documents import coded
from api.graphql.plain import USUAL_WAY, Asked, Kind
from api.graphql.schema import PLAIN_FIELDS
from api.reading import PageValue

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLAbstractType, GraphQLList, GraphQLObjectType, GraphQLResolveInfo

    from api.graphql.plain import PlainField

MOST_ANSWERED_FIELDS = 50_000
"""About a second of work; a list of 100 events with all they show has fewer than 20,000."""
NO_FIELDS: dict[str, PlainField] = {}


class PublicExecutionContext(ExecutionContext):
    """Completes public objects only. What a selection needs is read in bulk by `Reading`, whatever field asks first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered_fields = 0
        self.asked = Asked(self.context_value)

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        """Answer the fields of an object; refuses when there are too many in one answer, however few were written."""
        self.answered_fields += len(fields)
        if self.answered_fields > MOST_ANSWERED_FIELDS:
            raise coded(f"The answer has more than {MOST_ANSWERED_FIELDS} fields.", "QUERY_TOO_COMPLEX")
        plain = PLAIN_FIELDS.get(parent_type.name, NO_FIELDS)
        answered: dict[str, Any] = {}
        for response_name, nodes in fields.items():
            known = plain.get(nodes[0].name.value)
            place = Path(path, response_name, parent_type.name)
            if known is None or nodes[0].arguments:
                found = USUAL_WAY
            else:
                found = self.answer_plainly(known, source_value, nodes, place)
            if found is USUAL_WAY:
                found = self.execute_field(parent_type, source_value, nodes, place)
            answered[response_name] = found
        return answered

    def answer_plainly(self, known: PlainField, source_value: Any, nodes: list[FieldNode], place: Path) -> Any:
        """The answer to a field without ceremony; `USUAL_WAY` where there is more to it, an error above all."""
        try:
            value = known.read(source_value, self.asked)
        except Exception:  # noqa: BLE001  # the usual way comes upon it again, and tells it
            return USUAL_WAY
        if value is None:
            return USUAL_WAY if known.is_required else None
        if known.kind is Kind.LEAF:
            return known.complete(value)
        try:
            answer = self.answer_object if known.kind is Kind.OBJECT else self.answer_list
            return answer(known, value, nodes, place)
        except GraphQLError as raw_error:
            error = located_error(raw_error, nodes, place.as_list())
            if known.is_required:
                raise error from raw_error
            self.collected_errors.add(error, place)
            return None

    def answer_list(self, known: PlainField, values: Any, nodes: list[FieldNode], place: Path) -> Any:
        """A list without gaps; the hidden objects in it are left out."""
        if type(values) is not list:
            return USUAL_WAY
        if known.holds is not dict:
            found = [known.complete(value) for value in values]
        else:
            shown = [value for value in values if self.may_show(value)]
            found = [
                self.answer_object(known, value, nodes, place.add_key(number, None))
                for number, value in enumerate(shown)
            ]
        return USUAL_WAY if USUAL_WAY in found else found

    def answer_object(self, known: PlainField, value: Any, nodes: list[FieldNode], place: Path) -> Any:
        """A document's object or a page that may be shown; `USUAL_WAY` for anything else."""
        if type(value) is PageValue:
            if not self.may_show(value):
                return USUAL_WAY if known.is_required else None
        elif value is None or isinstance(value, Model):
            return USUAL_WAY
        object_type = known.object_type or self.schema.type_map.get(find_type_name(value) or "")
        if object_type is None:
            return USUAL_WAY
        return self.execute_fields(object_type, value, place, self.collect_subfields(object_type, nodes))  # type: ignore[arg-type]  # an object type by its name

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

    def complete_abstract_value(
        self,
        return_type: GraphQLAbstractType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Complete an object that an interface stands for; documents say of which type they are."""
        name = find_type_name(result)
        if name is None:
            return super().complete_abstract_value(return_type, field_nodes, info, path, result)
        return self.complete_object_value(self.schema.type_map[name], field_nodes, info, path, result)  # type: ignore[arg-type]  # an object type by its name

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


def find_type_name(item: Any) -> str | None:
    """The type that a page or a row of a document names; None for anything else."""
    if type(item) is PageValue:
        return item.type_name
    return item.get("__typename") if type(item) is dict else None
