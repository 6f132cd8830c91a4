"""Which of the three shapes a résumé's file has, told by its keys."""

from collections.abc import Mapping
from typing import Any, Final

SHAPES: Final = ("resume_data", "json_resume", "rendercv")

_RENDERCV: Final = frozenset({"cv"})
_JSON_RESUME: Final = frozenset({"basics", "work", "volunteer", "awards", "certificates", "interests", "references"})


def wrapped(document: Any) -> Any:
    """`document` under the name of its shape, as the service takes it; as it is where it has a name already."""
    if not isinstance(document, Mapping) or any(shape in document for shape in SHAPES):
        return document
    if _RENDERCV & document.keys():
        return {"rendercv": document}
    return {"json_resume" if _JSON_RESUME & document.keys() else "resume_data": document}
