"""The text of a chunk, for people: the grid that keeps the layout, or the words with their boxes."""

import json

from paperloop.documents.pages import Page
from paperloop.pdf.calls import ParsedPages, WriteText
from paperloop.pdf.chunk import answer, read_chunk
from paperloop.pdf.document import opened
from paperloop.readers.grid import text_grid

FORM_FEED = "\f"


def write_text(call: WriteText) -> ParsedPages:
    with opened(call.document, call.password) as document:
        chunk = read_chunk(document, call)
        if call.form == "grid":
            text = FORM_FEED.join(text_grid(page) for page in chunk.pages)
        else:
            text = ",".join(_words(page) for page in chunk.pages)
        call.to.write_text(text, "utf-8")
        return answer(document, call, chunk)


def _words(page: Page) -> str:
    words = [
        {"text": word.text, "bbox": [round(edge, 2) for edge in word[:4]], "hidden": word.hidden} for word in page.words
    ]
    whole = {"number": page.number, "width": page.width, "height": page.height, "words": words}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
