"""YAML of the safe kind as JSON could have it, and nothing lost in silence."""

import re
from itertools import chain
from typing import Any, ClassVar, Final

import yaml

from paperloop.documents.strict_json import Malformed

_STRING: Final = "tag:yaml.org,2002:str"
_MERGE: Final = "tag:yaml.org,2002:merge"

_PLAIN: Final = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("merge", r"<<", "<"),
)
"""What is more than a string when it stands without quotes, and what it begins with. YAML 1.1, which PyYAML reads, has
more: Norway's `NO` is false there, `+4930123` loses its plus, `01067` is 567 and a grade of 1.10 is 1.1.
"""

MAX_REPEATED: Final = 1_000_000
"""Characters and values that aliases may stand for together. Aliases of lists of aliases would fill any memory."""


def yaml_value(text: str) -> Any:
    """Keys are strings as they are written. So is every value but null, true and false and whole numbers.

    Raises:
        Malformed: it is no YAML, a mapping in it has a key twice, or its aliases stand for too much.
    """
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 - it is a SafeLoader
    except RecursionError:
        raise Malformed("it is nested too deep") from None
    except yaml.MarkedYAMLError as error:
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise Malformed(f"{said}{_place(error.problem_mark)}") from None
    except yaml.YAMLError as error:
        raise Malformed(" ".join(str(error).split())) from None


class _StrictLoader(yaml.SafeLoader):
    """Of two values of one key the first would be lost. What a merge (`<<`) brings may be overwritten."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # the stubs know it of instances

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._sizes: dict[yaml.Node, int] = {}
        self._repeated = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        alias = self.peek_event()  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        if isinstance(alias, yaml.AliasEvent) and node:
            self._count(node, alias)
        elif node:
            self._sizes[node] = self._size(node)
        return node

    def _count(self, node: yaml.Node, alias: yaml.AliasEvent) -> None:
        if node not in self._sizes:
            raise Malformed(f"the alias `*{alias.anchor}`{_place(alias.start_mark)} stands for what holds it")
        self._repeated += self._sizes[node]
        if self._repeated > MAX_REPEATED:
            raise Malformed(
                f"its aliases, up to `*{alias.anchor}`{_place(alias.start_mark)}, stand for more than {MAX_REPEATED} "
                "characters; write less, or each value where it belongs"
            )

    def _size(self, node: yaml.Node) -> int:
        """Of `node` and all that is in it, aliases written out."""
        if isinstance(node, yaml.ScalarNode):
            return 1 + len(node.value)
        parts = node.value if isinstance(node, yaml.SequenceNode) else chain.from_iterable(node.value)
        return 1 + sum(self._sizes[part] for part in parts)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        first: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                key.tag = _STRING
                if key.value in first:
                    raise Malformed(_twice(key, first[key.value]))
                first[key.value] = key.start_mark.line + 1
        return node


for _tag, _written, _begins in _PLAIN:
    _StrictLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_written})\Z"), [*_begins])


def _twice(key: yaml.ScalarNode, before: int) -> str:
    line = key.start_mark.line + 1
    return f"`{key.value[:80]}` in line {line} stands in line {before} too; give each key once"


def _place(mark: Any) -> str:
    return f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
