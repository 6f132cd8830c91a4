"""YAML of the safe kind as JSON could have it, and nothing lost in silence."""

import re
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


def yaml_value(text: str) -> Any:
    """Keys are strings as they are written. So is every value but null, true and false and whole numbers.

    Raises:
        Malformed: it is no YAML, or a mapping in it has a key twice.
    """
    try:
        return yaml.load(text, _EachKeyOnce)  # noqa: S506 - it is a SafeLoader
    except RecursionError:
        raise Malformed("it is nested too deep") from None
    except yaml.MarkedYAMLError as error:
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise Malformed(f"{said}{_place(error.problem_mark)}") from None
    except yaml.YAMLError as error:
        raise Malformed(" ".join(str(error).split())) from None


class _EachKeyOnce(yaml.SafeLoader):
    """Of two values of one key the first would be lost. What a merge (`<<`) brings may be overwritten."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # the stubs know it of instances

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
    _EachKeyOnce.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_written})\Z"), [*_begins])


def _twice(key: yaml.ScalarNode, before: int) -> str:
    line = key.start_mark.line + 1
    return f"`{key.value[:80]}` in line {line} stands in line {before} too; give each key once"


def _place(mark: Any) -> str:
    return f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
