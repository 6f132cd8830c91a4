"""The text of a chunk, for people: the grid that keeps the layout, or the words with their boxes."""

import json

from paperloop.documents.pages import Page
from paperloop.pdf.calls import ParsedPages, WriteText
from paperloop.pdf.chunk import Chunk, answer, read_chunk
from paperloop.pdf.document import opened
from paperloop.readers.grid import text_grid

FORM_FEED = "\f"


def write_text(call: WriteText) -> ParsedPages:
    with opened(call.document, call.password) as document:
        chunk = read_chunk(document, call)
        parsed = answer(document, call, chunk)
        if parsed.unreadable:
            return parsed
        text = _grids(chunk) if call.form == "grid" else ",".join(map(_words, chunk.pages))
        call.to.write_text(text, "utf-8")
        return parsed


def _grids(chunk: Chunk) -> str:
    """A page that could not be read is an empty one, so that the pages after it keep their places."""
    grids = {page.number: text_grid(page) for page in chunk.pages}
    return FORM_FEED.join(grids.get(number, "") for number in chunk.numbers)


def _words(page: Page) -> str:
    words = [
        {"text": word.text, "bbox": [round(edge, 2) for edge in word[:4]], "hidden": word.hidden} for word in page.words
    ]
    whole = {"number": page.number, "width": page.width, "height": page.height, "words": words}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
