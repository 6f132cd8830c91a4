"""HTML that was pasted into a string: what it says, and its bold, italic and links as Markdown."""

import re
from collections import Counter
from collections.abc import Mapping
from html.entities import html5
from typing import Final

_BREAKS: Final = {"br": "\n", "p": "\n\n", "div": "\n\n", "ul": "\n\n", "ol": "\n\n", "li": "\n- "}
_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_DROPPED: Final = ("u", "span", "small", "font", "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6")

_NAMES: Final = "|".join(("a", *_BREAKS, *_MARKS, *_DROPPED))
_TAG: Final = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})(?:\s(?P<attributes>[^<>]*))?/?>", re.IGNORECASE)
_PARAMETER: Final = re.compile(r"(?:(?<=\w)|(?<=::))<(?!BR\b)[A-Z][^<>]*>(?!\w)")
_LINK: Final = re.compile(
    r"<a\s[^<>]*?href\s*=\s*(?P<quote>[\"'])(?P<target>[^\"'<>\s()]*)(?P=quote)[^<>]*>(?P<label>[^<>\[\]]*)</a\s*>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(
    r"&(?:#(?P<number>\d{1,7})|#x(?P<hex>[0-9a-f]{1,6})|(?P<name>[a-z][a-z0-9]{1,30}));", re.IGNORECASE
)


def has_html(text: str) -> bool:
    return ("<" in text and bool(_tags(text))) or ("&" in text and bool(_ENTITY.search(text)))


def as_markdown(text: str) -> str:
    """`text` without its tags. A tag that is begun and not ended, and one that HTML does not have, is text."""
    linked = _LINK.sub(_link, text)
    return _unescaped(_without_tags(linked, _MARKS))


def as_words(text: str) -> str:
    """The same without marks: for names and addresses."""
    return _unescaped(_without_tags(text, {}))


def _link(found: re.Match[str]) -> str:
    label = found["label"].strip()
    return f"[{label}]({found['target']})" if found["target"].lower().startswith(("http", "mailto:")) else label


def _without_tags(text: str, marks: Mapping[str, str]) -> str:
    """Breaks and `marks` in the place of tags; those without a partner stay."""
    tags = _tags(text)
    known = Counter((bool(tag["end"]), tag["name"].lower()) for tag in tags.values())

    def meant(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if tag.start() not in tags:
            return tag[0]
        if name in _BREAKS:
            return "" if tag["end"] and name == "li" else _BREAKS[name]
        return marks.get(name, "") if known[not tag["end"], name] else tag[0]

    return _TAG.sub(meant, text)


def _tags(text: str) -> dict[int, re.Match[str]]:
    """The tags in `text` by their places. A parameter of a type in code, such as `Vec<P>`, is none: it stands behind a
    word and not before one, in capitals, and is never ended."""
    found = list(_TAG.finditer(text))
    ended = {tag["name"] for tag in found if tag["end"]}
    return {tag.start(): tag for tag in found if tag["name"] in ended or not _PARAMETER.match(text, tag.start())}


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity["name"]:
        return html5.get(f"{entity['name']};", entity[0])
    code = int(entity["number"] or entity["hex"], 10 if entity["number"] else 16)
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else entity[0]
