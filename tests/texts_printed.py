"""What a view says, as a list of strings to compare with."""

from collections.abc import Iterator

from paperloop.documents.resume.runs import words_of
from paperloop.documents.resume.view import Entry, ResumeView


def printed_texts(view: ResumeView) -> list[str]:
    """Every string that can be read in the printed résumé, in the order of the view."""
    return [text for text in _texts(view) if text]


def _texts(view: ResumeView) -> Iterator[str]:
    yield view.name
    yield words_of(view.headline)
    for contact in view.contacts:
        yield contact.label if contact.needs_label else ""
        yield contact.text
    for section in view.sections:
        yield section.title
        for entry in section.entries:
            yield from _texts_of(entry)


def _texts_of(entry: Entry) -> Iterator[str]:
    """A number is printed with its sign of a list, so it is no text of its own."""
    yield from map(words_of, (entry.label, entry.details, entry.title))
    yield entry.dates
    yield from map(words_of, (entry.subtitle, entry.location))
    yield entry.link.text if entry.link else ""
    yield from map(words_of, (*entry.text, *entry.highlights))
    yield from entry.keywords
