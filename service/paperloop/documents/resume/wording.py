"""Keys of a document made readable."""

import re
from typing import Final

from paperloop.documents.resume.characters import cleaned

_WORDS = """
AI API APIs AWS BitBucket CAD CI CD CNC CRM CSS CV DevOps ERP ETL FAQ GCP GDPR GIS GitHub GitLab GPA HR HTML IoT ISO
IT JavaScript JS LinkedIn LLM ML MLOps NLP ORCID OS PhD PHP QA REST SAP SEO SQL TypeScript UI URL UX XML YouTube
"""
_SPELLINGS: Final = {word.lower(): word for word in _WORDS.split()}


def readable(key: object) -> str:
    """`key` as a heading: `ai_tools` is "AI Tools", `birthDate` "Birth Date". One with blanks stays as it is."""
    text = cleaned(str(key))
    if " " in text or not text:
        return text
    words = re.sub(r"(?<=\w)-(?=\w)|_", " ", text).split()
    return " ".join(map(_spelled, words)) or text


def _spelled(word: str) -> str:
    if word.lower() in _SPELLINGS:
        return _SPELLINGS[word.lower()]
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", word).split()
    return " ".join(_SPELLINGS.get(part.lower(), part[:1].upper() + part[1:]) for part in parts)
