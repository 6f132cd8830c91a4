"""What all three shapes tell of the person alike."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from paperloop.documents.resume.fields import Fields, name_of
from paperloop.documents.resume.limits import is_data_uri
from paperloop.documents.resume.model import Contact
from paperloop.documents.resume.runs import words_of
from paperloop.documents.resume.sections import KINDS

_OF_A_PERSON: Final = frozenset({
    "name", "label", "title", "headline", "email", "phone", "url", "website", "location", "image", "photo", "picture",
    "profiles", "urls", "credentials",
})  # fmt: skip


def person_of(top: Fields, *names: str) -> Fields:
    """The object under one of these names. Fields of a person that it lacks may stand at the top."""
    person = top.object_at(*names, primary="name") or Fields({}, top.at, top.source)
    for key in top.unread():
        if name_of(key) in _OF_A_PERSON and not person.has(name_of(key)):
            person.adopt(key, *top.take(key))
    return person


def photo_of(person: Fields, *names: str) -> str:
    """A data URI. Addresses are not fetched: the service has no business with them."""
    photo = ""
    for value, at in person.each(*names):
        if is_data_uri(value) and not photo:
            photo = value
        else:
            person.source.remark(at, "the picture is not printed; send it as a data URI (data:image/jpeg;base64,...)")
    return photo


def sections_within(person: Fields) -> list[Any]:
    """Keys of what nobody has asked for and is a section rather than a detail of the person."""
    return [key for key in person.unread() if name_of(key) in KINDS or _holds_entries(person.peek(key))]


def _holds_entries(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(member, dict | list) for member in inside)


def others_of(fields: Fields, but: Sequence[Any] = ()) -> Iterator[Contact]:
    """What nobody asked for, without the keys in `but`, as contacts of no kind under their names."""
    for extra in fields.extras(but):
        url = next((run.url for run in extra.text if run.url), None)
        yield Contact(kind="other", label=extra.label, text=words_of(extra.text), url=url)
