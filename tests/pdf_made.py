"""Small PDFs, well-formed and otherwise, as bytes."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

from paperloop.documents.pages import Word

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


@dataclass
class Handmade:
    """A PDF written object by object, with a true cross-reference table and nothing else that is checked."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, dictionary: str, stream: bytes | None = None) -> int:
        """The new object's number. A stream gets its length added to the dictionary."""
        body = dictionary.encode("latin-1")
        if stream is not None:
            body = body[:-2] + b"/Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream"
        self.objects.append(body)
        return len(self.objects)

    def finish(self, root: int, trailer: str = "") -> bytes:
        out, offsets = b"%PDF-1.7\n", []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        size = len(offsets) + 1
        table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        end = f"trailer\n<</Size {size}/Root {root} 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
        return out + b"xref\n0 %d\n" % size + table + end.encode()


def one_page(
    content: bytes = b"",
    *,
    page: str = "",
    catalogue: str = "",
    resources: str = "",
    media: str = "[0 0 300 200]",
    font: str = HELVETICA,
    trailer: str = "",
    pdf: Handmade | None = None,
    contents: int | None = None,
) -> bytes:
    """One page of 300 by 200 points whose font /F1 is Helvetica, with entries added wherever a test needs them."""
    pdf = pdf or Handmade()
    font_number = pdf.add(font)
    contents = contents or pdf.add("<<>>", content)
    number = len(pdf.objects) + 1
    pdf.add(
        f"<</Type/Page/Parent {number + 1} 0 R/MediaBox {media}/Contents {contents} 0 R"
        f"/Resources<</Font<</F1 {font_number} 0 R>>{resources}>>{page}>>"
    )
    pdf.add(f"<</Type/Pages/Kids[{number} 0 R]/Count 1>>")
    return pdf.finish(pdf.add(f"<</Type/Catalog/Pages {number + 1} 0 R{catalogue}>>"), trailer)


def shown(text: str, x: float = 20, y: float = 100, size: float = 12, before: str = "") -> bytes:
    """The operators that draw `text` with its left end at (x, y), counted from the bottom left."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {before} {x} {y} Td ({escaped}) Tj ET\n".encode("latin-1")


def mapped(letters: dict[str, str]) -> tuple[Handmade, str]:
    """A font that claims other letters (its /ToUnicode) than it draws, and the document it stands in."""
    pairs = " ".join(
        f"<{ord(drawn):02X}> <{claimed.encode('utf-16-be', 'surrogatepass').hex()}>"
        for drawn, claimed in letters.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        f"<00> <FF> endcodespacerange {len(letters)} beginbfchar {pairs} endbfchar endcmap end end"
    )
    pdf = Handmade()
    number = pdf.add("<<>>", cmap.encode())
    return pdf, f"{HELVETICA[:-2]}/ToUnicode {number} 0 R>>"


def drawn(draw: Callable[[pymupdf.Page], object] | None = None, *, pages: int = 1) -> bytes:
    """`pages` pages of A4, each with its number and what `draw` adds."""
    with pymupdf.open() as pdf:
        for number in range(1, pages + 1):
            page = pdf.new_page()
            page.insert_text((60, 80), f"Page {number}")
            if draw:
                draw(page)
        return pdf.tobytes()


def deflated(unit: bytes, size: int, *, times: int = 1) -> bytes:
    """`unit` repeated up to about `size` bytes, compressed `times` times."""
    data = unit * (size // len(unit))
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def with_broken_pages(count: int, broken: set[int]) -> bytes:
    """Pages that print their number; the instructions of those in `broken` can't be unpacked."""
    pdf = Handmade()
    font = pdf.add(HELVETICA)
    impossible = pdf.add("<</Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>>>", deflated(b"q", 9))
    contents = [
        impossible if number in broken else pdf.add("<<>>", shown(f"page-{number}")) for number in range(1, count + 1)
    ]
    parent = len(pdf.objects) + count + 1
    resources = f"/Resources<</Font<</F1 {font} 0 R>>>>"
    pages = [
        pdf.add(f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 300 200]/Contents {each} 0 R{resources}>>")
        for each in contents
    ]
    pdf.add(f"<</Type/Pages/Kids[{' '.join(f'{page} 0 R' for page in pages)}]/Count {count}>>")
    return pdf.finish(pdf.add(f"<</Type/Catalog/Pages {parent} 0 R>>"))


def saved(folder: Path, data: bytes, name: str = "document.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def texts(words: list[Word]) -> list[str]:
    """The words' texts; hidden ones begin with a tilde."""
    return [f"~{word.text}" if word.hidden else word.text for word in words]
