"""Reading an invoice from the words that a parse left in files."""

from paperloop.documents.extraction import Reading
from paperloop.pdf.calls import ReadInvoice
from paperloop.pdf.sidecar import read_pages
from paperloop.readers.reading import read_answer_on, read_einvoice_on, read_layout_only


def read_invoice(call: ReadInvoice) -> Reading:
    pages = [page for path in call.words for page in read_pages(path)]
    if call.einvoice is not None:
        return read_einvoice_on(pages, call.einvoice)
    if call.model_answer is not None:
        return read_answer_on(pages, call.model_answer)
    return read_layout_only(pages)
