"""What is told about a résumé that was taken although something about it is odd."""

from dataclasses import dataclass

from paperloop.documents.json_pointers import Pointer


@dataclass(frozen=True, slots=True)
class Remark:
    """`pointer` names the place in the document as it was sent, `detail` says what was found there and what was made of
    it."""

    pointer: Pointer
    detail: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.detail}" if self.pointer else self.detail
