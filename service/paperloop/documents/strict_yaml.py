"""YAML of the safe kind as JSON could have it, and nothing lost in silence."""

from typing import Any, Final

import yaml

from paperloop.documents.strict_json import Malformed

_STRING: Final = "tag:yaml.org,2002:str"
_MERGE: Final = "tag:yaml.org,2002:merge"


def yaml_value(text: str) -> Any:
    """Keys are strings as they are written; a day that is in no calendar is a string, too.

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

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_EachKeyOnce.add_constructor("tag:yaml.org,2002:timestamp", _EachKeyOnce.construct_yaml_timestamp)


def _twice(key: yaml.ScalarNode, before: int) -> str:
    line = key.start_mark.line + 1
    return f"`{key.value[:80]}` in line {line} stands in line {before} too; give each key once"


def _place(mark: Any) -> str:
    return f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
