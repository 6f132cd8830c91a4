"""What all three shapes tell of the person alike."""

from collections.abc import Iterator

from paperloop.documents.resume.fields import Fields
from paperloop.documents.resume.limits import is_data_uri
from paperloop.documents.resume.model import Contact
from paperloop.documents.resume.runs import words_of


def person_of(top: Fields, name: str) -> Fields:
    """The object under `name`, which may be missing."""
    found = next(top.objects_at(name, primary="name"), None)
    return found or Fields({}, top.at, top.source)


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
