"""The language that a résumé says it is in."""

from typing import Final

from paperloop.documents.resume.fields import Fields
from paperloop.documents.resume.headings import languages, wording_or_none

_NAMED: Final = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "dutch": "nl", "portuguese": "pt",
    "italian": "it", "swedish": "sv", "polish": "pl", "japanese": "ja", "mandarin_chinese": "zh", "chinese": "zh",
    "arabic": "ar", "hebrew": "he",
}  # fmt: skip
"""RenderCV's names of those languages that have headings."""


def own_language(fields: Fields, *names: str) -> str:
    """The BCP 47 tag that stands under one of `names`, "" for none; told where there are no headings in it."""
    found = fields.first(*names)
    told = fields.source.word(*found) if found else ""
    tag = _NAMED.get(told.lower(), told)
    if found and tag and wording_or_none(tag) is None:
        known = f"“{told[:40]}” is no language with headings; there are {', '.join(languages())}"
        fields.source.remark(found[1], f"{known}. They are in English, unless `language` asks for another")
    return tag
