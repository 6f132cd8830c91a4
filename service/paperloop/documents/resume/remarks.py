"""What is told about a résumé that was taken although something about it is odd."""

from dataclasses import dataclass

Pointer = str
"""A JSON pointer (RFC 6901) into the document as it was sent."""


@dataclass(frozen=True, slots=True)
class Remark:
    """`pointer` names the place, `detail` says what was found there and what was made of it."""

    pointer: Pointer
    detail: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.detail}" if self.pointer else self.detail


def step(at: Pointer, name: object) -> Pointer:
    """The pointer to the member `name` of what is `at`."""
    return f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
