"""Reading an object of a résumé so that nothing of it is lost.

Whoever reads asks for fields by name; what nobody asked for comes back from `extras()`. Names are compared without
case, `_` and `-`: "startdate" finds `startDate` and `start_date`. Odd values are read as well as they can be, and told.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from paperloop.documents.json_pointers import Pointer, step
from paperloop.documents.resume.characters import cleaned, has_unprintable
from paperloop.documents.resume.limits import MAX_SOUGHT, is_data_uri
from paperloop.documents.resume.links import link_to
from paperloop.documents.resume.markdown import parse
from paperloop.documents.resume.model import Extra
from paperloop.documents.resume.pasted_html import as_markdown, as_words, has_html
from paperloop.documents.resume.remarks import Remark
from paperloop.documents.resume.runs import Run, Text, joined, paragraphs
from paperloop.documents.resume.wording import readable
from paperloop.documents.strict_json import type_name
from paperloop.errors import InvalidResume

NOT_PRINTED: Final = frozenset({
    "id", "uuid", "slug", "logo", "icon", "image", "picture", "photo", "avatar", "thumbnail", "fontawesomeicon",
    "color",
})  # fmt: skip
"""Names of fields that are about an item and not of it."""

_HTML: Final = "HTML is read as its words; texts keep its bold, italic and links"

_SEPARATORS = re.compile(r"[\s_-]")


@lru_cache(maxsize=4096)
def name_of(key: object) -> str:
    return _SEPARATORS.sub("", str(key)).lower()


class Source:
    """What one document is read with: how its strings become text, and the remarks made on the way."""

    def __init__(self, parse: Callable[[str], Text] = parse) -> None:
        self.parse = parse
        self._remarks: list[Remark] = []
        self._told: set[str] = set()

    def remark(self, pointer: Pointer, detail: str) -> None:
        self._remarks.append(Remark(pointer, detail))

    def remarks(self) -> tuple[Remark, ...]:
        """What has been told, each once."""
        return tuple(dict.fromkeys(self._remarks))

    def remark_once(self, pointer: Pointer, detail: str) -> None:
        """Tells the first of many places."""
        if detail not in self._told:
            self._told.add(detail)
            self.remark(pointer, f"{detail}, here and wherever else")

    def string(self, value: Any, at: Pointer) -> str:
        """A leaf as one line; "" for null and for what can't be printed."""
        return cleaned(self.raw(value, at))

    def raw(self, value: Any, at: Pointer) -> str:
        """A leaf as a string, line ends and all."""
        if isinstance(value, bool):
            self.remark(at, f"{str(value).lower()} is not printed")
            return ""
        if isinstance(value, float) and not math.isfinite(value):
            self.remark(at, "a number without end is not printed")
            return ""
        if value is None:
            return ""
        text = value.isoformat()[:10] if isinstance(value, date) else str(value)
        if has_unprintable(text):
            self.remark(at, "characters that can't be printed were taken out, or are a question mark now")
        return text

    def word(self, value: Any, at: Pointer) -> str:
        """Like `text`, of names and addresses, in which nothing is markup."""
        if isinstance(value, dict | list | tuple):
            return ", ".join(filter(None, [self.word(member, inner) for inner, member in members(value, at)]))
        raw = self.raw(value, at)
        if not has_html(raw):
            return cleaned(raw)
        self.remark_once(at, _HTML)
        return cleaned(as_words(raw))

    def text(self, value: Any, at: Pointer) -> Text:
        """Whatever `value` is, on one line; the parts of a list or an object with commas between them."""
        if isinstance(value, dict | list | tuple):
            return joined([self.text(member, inner) for inner, member in members(value, at)], ", ")
        return self.parse(cleaned(self.marked(value, at)))

    def marked(self, value: Any, at: Pointer) -> str:
        """A leaf as a string in Markdown, line ends and all."""
        raw = self.raw(value, at)
        if not has_html(raw):
            return raw
        self.remark_once(at, _HTML)
        return as_markdown(raw)

    def paragraphs(self, value: Any, at: Pointer) -> list[Text]:
        """A string by its paragraphs, a list by its members."""
        if isinstance(value, list | tuple):
            return [each for inner, member in members(value, at) for each in self.paragraphs(member, inner)]
        if isinstance(value, str):
            parts = [cleaned(part) for part in paragraphs(self.marked(value, at))]
            return [self.parse(part) for part in parts if part]
        text = self.text(value, at)
        return [text] if text else []

    def objects(self, value: Any, at: Pointer, primary: str) -> Iterator["Fields"]:
        """The objects of a list, each to be read. A bare string is an object with the field `primary` alone.

        A list inside the list is read as its members; an object in place of a list as its only member.
        """
        if isinstance(value, list | tuple):
            for inner, member in members(value, at):
                if isinstance(member, list | tuple) and member:
                    self.remark(inner, "a list where an object was expected; its members are read in its place")
                yield from self.objects(member, inner, primary)
        elif isinstance(value, dict):
            if value:
                yield Fields(value, at, self)
        elif self.string(value, at):
            yield Fields({primary: value}, at, self, bare=True)


def members(value: Any, at: Pointer) -> Iterator[tuple[Pointer, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return ((step(at, key), member) for key, member in pairs)


def are_strings(value: Any) -> bool:
    """Is it a list of nothing but strings, as nearly all are? Then there are no objects to be read."""
    return isinstance(value, list) and all(isinstance(member, str) for member in value)


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}, ())


class Fields:
    """One object being read. `bare`: it was a string where an object could have stood."""

    def __init__(self, values: Mapping[Any, Any], at: Pointer, source: Source, *, bare: bool = False) -> None:
        self.at = at
        self.source = source
        self._bare = bare
        self._elsewhere: dict[Any, Pointer] = {}
        self._unread = {key: value for key, value in values.items() if not is_empty(value)}
        self._called: dict[str, list[Any]] = {}
        for key in self._unread:
            self._called.setdefault(name_of(key), []).append(key)

    @property
    def bare(self) -> bool:
        return self._bare

    def adopt(self, key: Any, value: Any, at: Pointer) -> None:
        """Reads `value` as if it stood here under `key`; whatever is told of it bears its own pointer."""
        self._unread[key] = value
        self._called.setdefault(name_of(key), []).append(key)
        self._elsewhere[key] = at

    def unread(self) -> list[Any]:
        """The keys nobody has asked for yet, in the document's order."""
        return list(self._unread)

    def has(self, *names: str) -> bool:
        return bool(self._keys(*names))

    def _keys(self, *names: str) -> list[Any]:
        if self._called.keys().isdisjoint(names):
            return []
        return [key for name in names for key in self._called.get(name, ()) if key in self._unread]

    def take(self, key: Any) -> tuple[Any, Pointer]:
        """The value under `key` and where it stands. It counts as read."""
        return self._unread.pop(key), self._elsewhere.get(key) or (self.at if self._bare else step(self.at, key))

    def each(self, *names: str) -> Iterator[tuple[Any, Pointer]]:
        """All values under these names, in the order of the names."""
        for key in self._keys(*names):
            yield self.take(key)

    def first(self, *names: str) -> tuple[Any, Pointer] | None:
        """The value under the first of these names that has one. The same value under another name is read too."""
        keys = self._keys(*names)
        if not keys:
            return None
        value, at = self.take(keys[0])
        for key in keys[1:]:
            if self._unread[key] == value:
                del self._unread[key]
        return value, at

    def text(self, *names: str) -> Text:
        found = self.first(*names)
        return self.source.text(*self._one(*found)) if found else ()

    def word(self, *names: str) -> str:
        """Like `text`, of names and addresses, in which nothing is markup."""
        found = self.first(*names)
        return self.source.word(*self._one(*found)) if found else ""

    def _one(self, value: Any, at: Pointer) -> tuple[Any, Pointer]:
        """Tells when it is more than one string."""
        if isinstance(value, dict | list | tuple):
            self.source.remark(at, f"{type_name(value)} where a string was expected; its parts are joined")
        return value, at

    def _ones(self, *names: str) -> Iterator[tuple[Any, Pointer]]:
        """The members of the lists of all these names. A string is a list of one."""
        for value, at in self.each(*names):
            pairs = members(value, at) if isinstance(value, list | tuple) else [(at, value)]
            yield from (self._one(member, inner) for inner, member in pairs)

    def paragraphs(self, *names: str) -> tuple[Text, ...]:
        """Of all these names, without saying anything twice."""
        found = [text for value, at in self.each(*names) for text in self.source.paragraphs(value, at)]
        return tuple(dict.fromkeys(found))

    def texts(self, *names: str) -> tuple[Text, ...]:
        """The members of the lists of all these names, each once."""
        found = (self.source.text(*one) for one in self._ones(*names))
        return tuple(dict.fromkeys(text for text in found if text))

    def words(self, *names: str) -> tuple[str, ...]:
        """Like `texts`, of names and addresses."""
        found = (self.source.word(*one) for one in self._ones(*names))
        return tuple(dict.fromkeys(word for word in found if word))

    def sought(self, name: str) -> tuple[str, ...]:
        """Like `words`, of what is looked for in all texts.

        Raises:
            InvalidResume: there are more than MAX_SOUGHT.
        """
        at = [step(self.at, key) for key in self._keys(name)]
        words = self.words(name)
        if len(words) > MAX_SOUGHT:
            raise InvalidResume(pointer=at[0], reason=f"has {len(words)} keywords; the limit is {MAX_SOUGHT}")
        return words

    def objects(self, *names: str, primary: str) -> Iterator["Fields"]:
        for value, at in self.each(*names):
            if not isinstance(value, list | tuple):
                self.source.remark(at, f"{type_name(value)} where a list was expected; it is read as the only member")
            yield from self.source.objects(value, at, primary)

    def object_at(self, *names: str, primary: str) -> "Fields | None":
        """Where one object is expected. Of several the first is read."""
        found = [fields for value, at in self.each(*names) for fields in self.source.objects(value, at, primary)]
        for another in found[1:]:
            self.source.remark(another.at, "not printed: one object is expected here, and another came before it")
        return found[0] if found else None

    def peek(self, key: Any) -> Any:
        """What is unread under `key`, without reading it."""
        return self._unread[key]

    def extras(self, but: Sequence[Any] = ()) -> tuple[Extra, ...]:
        """What nobody asked for: strings and lists to be printed under their key made readable. Each is told."""
        found = [self._extra(key) for key in self.unread() if key not in but]
        return tuple(extra for extra in found if extra)

    def _extra(self, key: Any) -> Extra | None:
        value, at = self.take(key)
        if name_of(key) in NOT_PRINTED or is_data_uri(value):
            self.source.remark(at, "this field is not printed")
            return None
        text = _as_link(value) or self.source.text(value, at)
        if not text:
            return None
        label = readable(key)
        self.source.remark(at, f"this field is unknown here; it is printed as “{label}: ...”")
        return Extra(label=label, text=text)


def _as_link(value: Any) -> Text:
    """An address that says by itself that it is one."""
    if isinstance(value, str) and re.match(r"https?://\S+$", value, re.IGNORECASE):
        url = link_to(value)
        return (Run(value, url=url),) if url else ()
    return ()
