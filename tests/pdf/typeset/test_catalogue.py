"""Themes are files, and the documentation knows each of them."""

from pathlib import Path

import pytest

from paperloop.pdf.typeset.catalogue import FONTS, Theme, invoice_themes, themes

DOCS = Path(__file__, "../../../../docs").resolve()


def test_themes_differ_in_kind_and_say_what_they_are() -> None:
    assert {"academic", "classic", "compact", "modern", "plain", "sidebar"} <= set(themes())
    assert all(theme.title and theme.description for theme in (themes() | invoice_themes()).values())


def test_no_theme_is_for_both_kinds_of_documents() -> None:
    assert invoice_themes()
    assert not themes().keys() & invoice_themes().keys()


def test_a_theme_says_which_sections_go_first_and_how_many_pages_it_shrinks_to() -> None:
    assert "publications" in themes()["academic"].order[:2]
    assert themes()["compact"].fit == 1


@pytest.mark.parametrize(("page", "listed"), [("themes.md", themes()), ("invoices.md", invoice_themes())])
def test_every_theme_stands_in_the_gallery(page: str, listed: dict[str, Theme]) -> None:
    told = (DOCS / page).read_text(encoding="utf-8")
    for name in listed:
        assert f"(themes/{name}.png)" in told
        assert (DOCS / "themes" / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_every_font_has_its_licence_beside_it() -> None:
    licences = {path.stem.replace("-", "") for path in (FONTS / "licences").iterdir()}
    families = {path.stem.split("-")[0].split("_")[0] for path in FONTS.glob("*.?tf")}
    prefixes = {"LinLibertine": "LinuxLibertine"}
    unlicensed = {
        family
        for family in families
        if not any(prefixes.get(family, family).startswith(licence) for licence in licences)
    }
    assert not unlicensed
