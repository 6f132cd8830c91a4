"""MuPDF's built-in Tesseract: a picture in, words out."""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from paperloop.documents.pages import Word
from paperloop.pdf.ocr.language_data import LanguageData
from paperloop.pdf.ocr.picture import Picture
from paperloop.pdf.ocr.rules import without_rules


def words_in(picture: Picture, data: LanguageData, turn: int) -> Iterator[Word]:
    """What Tesseract reads, with its places on the page; the text stands there turned by `turn` degrees.

    MuPDF gives its answer as a PDF with invisible text over the picture, and finds no words in one of a single channel.
    """
    pixels = pymupdf.Pixmap(pymupdf.csRGB, without_rules(picture.pixels, picture.dpi))
    pixels.set_dpi(picture.dpi, picture.dpi)
    read = pixels.pdfocr_tobytes(compress=False, language="+".join(data.languages), tessdata=str(data.folder))
    with pymupdf.open(stream=read, filetype="pdf") as pdf:
        text = pdf[0].get_textpage(flags=0)
        blocks = [block for block in text.extractDICT()["blocks"] if block["type"] == mupdf.FZ_STEXT_BLOCK_TEXT]
        for x0, y0, x1, y1, said, block, line, _ in text.extractWORDS():
            place = pymupdf.Rect(x0, y0, x1, y1) * picture.back
            size = blocks[block]["lines"][line]["spans"][0]["size"]
            yield Word(place.x0, place.y0, place.x1, place.y1, said, size, turn=turn)
