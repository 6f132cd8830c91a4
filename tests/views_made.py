"""Résumé views as the themes get them, made up, without a document."""

import random
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from paperloop.documents.resume.view import ResumeView

View = dict[str, Any]

_ADAPTER = TypeAdapter(ResumeView)

WORDS = sorted({
    "office", "waffle", "affine", "flow", "fjord", "difficult", "shipped", "billing", "invoices", "latency", "queues",
    "measured", "teams", "review", "vendors", "migrated", "ledger", "schema", "budget", "42", "%", "p95", "C++", "R&D",
    "façade", "naïve", "Zürich", "Œuvre", "well-known", "state-of-the-art",
})  # fmt: skip


def runs(text: str = "", **looks: object) -> list[View]:
    return [{"text": text, "bold": False, "italic": False, "url": None, **looks}] if text else []


def entry(form: str = "entry", **members: Any) -> View:
    """An entry; strings become the shapes of their members."""
    texts = {name: runs(members.get(name, "")) for name in ("title", "subtitle", "location", "label", "details")}
    lists = {name: [runs(text) for text in members.get(name, ())] for name in ("text", "highlights")}
    return {
        "form": form, **texts, **lists, "dates": members.get("dates", ""), "link": members.get("link"),
        "number": members.get("number"),
        "keywords": list(members.get("keywords", ())),
    }  # fmt: skip


def section(kind: str, title: str, *entries: View) -> View:
    return {"kind": kind, "title": title, "entries": list(entries)}


def contact(kind: str, text: str, url: str | None = None, label: str = "") -> View:
    return {"kind": kind, "label": label, "needs_label": kind == "profile", "text": text, "url": url}


def view(*sections: View, name: str = "Ada Example", **members: Any) -> View:
    plain: View = {"language": "en", "direction": "ltr", "headline": [], "photo": False, "contacts": []}
    return {**plain, "name": name, "sections": list(sections), **members}


def said(text: str, **members: Any) -> View:
    """A view that says `text` in one paragraph."""
    return view(section("summary", "Summary", entry("text", text=[text])), **members)


def generated(seed: int, *, jobs: int = 3) -> View:
    """A whole résumé of random words, with every kind of section and form of entry."""
    chance = random.Random(seed)
    return view(
        section("summary", "Summary", entry("text", text=[sentence(chance, 30), sentence(chance, 12)])),
        section("work", "Experience", *(_job(chance, number) for number in range(jobs))),
        section("education", "Education", entry(title="MSc Flow", subtitle="Fjord University", dates="2009 – 2011")),
        section("projects", "Projects", _job(chance, 90)),
        section("skills", "Skills", *(_labelled(chance, label) for label in ("Languages", "Tools", "Practices"))),
        section("languages", "Languages", _labelled(chance, "English"), _labelled(chance, "French")),
        section("publications", "Publications", _job(chance, 91), _job(chance, 92)),
        section("interests", "Interests", *(entry("bullet", text=[sentence(chance, 4)]) for _ in range(3))),
        section(
            "custom", "Steps", *(entry("numbered", number=5 - place, text=[sentence(chance, 4)]) for place in range(3))
        ),
        name="Ada Example-Byron",
        headline=runs("Principal Engineer"),
        contacts=[
            contact("email", "ada@example.org", "mailto:ada@example.org", "Email"),
            contact("phone", "+44 20 7946 0991", "tel:+442079460991", "Phone"),
            contact("location", "Zürich, Switzerland", label="Location"),
            contact("profile", "ada-example", "https://example.org/ada", "GitHub"),
        ],
    )


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def _job(chance: random.Random, number: int) -> View:
    return entry(
        title=f"Engineer {number}: {sentence(chance, 2)}",
        subtitle=f"Company {number}",
        location=chance.choice(("Berlin", "São Paulo", "Łódź")),
        dates=f"Mar {2000 + number % 20} – Feb {2001 + number % 20}",
        link={"text": f"example.org/{number}", "url": f"https://example.org/{number}"},
        text=[sentence(chance, 14)],
        highlights=[sentence(chance, chance.randint(5, 30)) for _ in range(4)],
        keywords=chance.sample(WORDS, 3),
    )


def _labelled(chance: random.Random, label: str) -> View:
    return entry("labelled", label=label, details=sentence(chance, 8))


def shown(made: View) -> ResumeView:
    return _ADAPTER.validate_python(made)


def dumped(view: ResumeView) -> str:
    """As JSON, every member of every object there."""
    return _ADAPTER.dump_json(view).decode()


def texts(pages: Sequence[Any]) -> str:
    """What PyMuPDF reads on the pages."""
    return "\n".join(page.get_text() for page in pages)
