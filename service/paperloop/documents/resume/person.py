"""What all three shapes tell of the person alike."""

from collections.abc import Iterator
from typing import Final

from paperloop.documents.resume.fields import Fields, name_of
from paperloop.documents.resume.limits import is_data_uri
from paperloop.documents.resume.model import Contact
from paperloop.documents.resume.runs import words_of

_OF_A_PERSON: Final = frozenset({
    "name", "label", "title", "headline", "email", "phone", "url", "website", "location", "image", "photo", "picture",
    "profiles", "urls", "credentials",
})  # fmt: skip


def person_of(top: Fields, *names: str) -> Fields:
    """The object under one of these names. Where there is none, its fields may stand at the top."""
    found = top.object_at(*names, primary="name")
    if found:
        return found
    keys = [key for key in top.unread() if name_of(key) in _OF_A_PERSON]
    return Fields({key: top.take(key)[0] for key in keys}, top.at, top.source)


def photo_of(person: Fields, *names: str) -> str:
    """A data URI. Addresses are not fetched: the service has no business with them."""
    photo = ""
    for value, at in person.each(*names):
        if is_data_uri(value) and not photo:
            photo = value
        else:
            person.source.remark(at, "the picture is not printed; send it as a data URI (data:image/jpeg;base64,...)")
    return photo


def others_of(fields: Fields) -> Iterator[Contact]:
    """What nobody asked for, as contacts of no kind under their names."""
    for extra in fields.extras():
        url = next((run.url for run in extra.text if run.url), None)
        yield Contact(kind="other", label=extra.label, text=words_of(extra.text), url=url)
