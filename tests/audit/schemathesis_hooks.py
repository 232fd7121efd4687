"""What schemathesis has to know beyond the schema: which inputs make sense together, and which refusals are right."""

from __future__ import annotations

import re
from typing import Any

import schemathesis
from graphql import (
    REMOVE,
    ArgumentNode,
    DocumentNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    Visitor,
    parse,
    validate,
    visit,
)
from hypothesis import strategies as st

ONE_OF = "by"
"""The argument whose input type is `@oneOf`, which the generator does not know."""
FORWARDS = frozenset({"last", "before", "after"})
BACKWARDS = frozenset({"first", "before", "after"})
"""What to leave out of a connection's arguments to read it from its beginning, or from its end."""


class Narrowing(Visitor):
    """Leaves arguments out, and all but one key of `@oneOf` inputs."""

    def __init__(self, *, dropped: frozenset[str]) -> None:
        super().__init__()
        self.dropped = dropped

    def leave_argument(self, node: ArgumentNode, *_where: Any) -> Any:
        """Replace or remove an argument; part of graphql-core's visitor."""
        if node.name.value in self.dropped:
            return REMOVE
        if node.name.value == ONE_OF and isinstance(node.value, ObjectValueNode):
            return ArgumentNode(name=node.name, value=keep_one_key(node.value))
        return None


def keep_one_key(value: ObjectValueNode) -> ObjectValueNode:
    """The input with its first key that is not null, or with an id when it has none."""
    fields = [field for field in value.fields if not isinstance(field.value, NullValueNode)]
    unknown = ObjectFieldNode(name=NameNode(value="id"), value=StringValueNode(value="unknown"))
    return ObjectValueNode(fields=(fields or [unknown])[:1])


@schemathesis.hook
def flatmap_body(context: schemathesis.HookContext, body: DocumentNode) -> st.SearchStrategy[DocumentNode]:
    """Mostly combine arguments that may be combined; documents meant to be refused stay as they are."""
    if validate(context.operation.schema.client_schema, body):
        return st.just(body)
    return st.sampled_from([FORWARDS, FORWARDS, BACKWARDS, frozenset()]).map(
        lambda dropped: visit(body, Narrowing(dropped=dropped))
    )


class NamesOfInputs(Visitor):
    """Collects the names of a document's arguments and input fields."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter(self, node: Any, *_where: Any) -> None:
        """Note a name; part of graphql-core's visitor."""
        if isinstance(node, ArgumentNode | ObjectFieldNode):
            self.names.add(node.name.value)


def is_right(error: dict[str, Any], *, document: str) -> bool:
    """Whether a document that fits the schema may be refused with this error."""
    code = error["extensions"]["code"]
    if code != "BAD_USER_INPUT":
        return code == "QUERY_TOO_COMPLEX"
    inputs = NamesOfInputs()
    visit(parse(document), inputs)
    return any(re.search(rf"\b{name}\b", error["message"]) for name in inputs.names)


@schemathesis.check
def refusals_name_the_argument(
    _ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """A well-typed document is answered, or the refusal says which value is impossible or which limit is passed."""
    if case.meta is not None and case.meta.generation.mode.is_negative:
        return
    wrong = [error for error in response.json().get("errors", []) if not is_right(error, document=case.body)]
    assert not wrong, f"Refused without a reason a client can act on: {wrong}"
