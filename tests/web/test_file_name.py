"""The name that an answer is saved under: readable for old programs, whole for the others."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperloop.web.file_name import content_disposition


@pytest.mark.parametrize(("name", "plain", "spelt"), [
    ("Bo Lind", "Bo-Lind", None),
    ("Ada Sørensen", "Ada-Sorensen", "Ada-Sørensen"),
    ("Żaneta Łukasz-Strauß", "Zaneta-Lukasz-Strauss", "Żaneta-Łukasz-Strauß"),
    ("Zoë Nguyễn Văn Đức", "Zoe-Nguyen-Van-Duc", "Zoë-Nguyễn-Văn-Đức"),
    ("Guðrún Þórsdóttir Æbelø", "Gudrun-Thorsdottir-Aebelo", "Guðrún-Þórsdóttir-Æbelø"),
    ("İpek Işık", "Ipek-Isik", "İpek-Işık"),
    ("Œuvre ½", "Oeuvre-1-2", "Œuvre-½"),
    ("Zoe\u0308", "Zoe", "Zoë"),
    ("山田 太郎", "resume", "山田-太郎"),
    ("Wang 王", "Wang", "Wang-王"),
    ("ليلى حداد", "resume", "ليلى-حداد"),
    ("नमस्ते", "resume", "नमस्ते"),
    ("", "resume", None),
    ("../../etc/passwd", "etc-passwd", None),
    ('a"b;c\r\nX: y', "a-b-c-X-y", None),
    ("\ud800", "resume", None),
    ("x" * 300, "x" * 80, None),
])  # fmt: skip
def test_a_name_is_written_in_ascii_and_beside_it_as_it_is_spelt(name: str, plain: str, spelt: str | None) -> None:
    header = content_disposition(name)
    assert header.startswith(f'inline; filename="{plain}.pdf"')
    assert ("filename*" in header) == (spelt is not None)
    assert file_name(header) == f"{spelt or plain}.pdf"


@given(st.text() | st.text(st.characters(categories=["Cs", "M", "L", "P", "C"])))
def test_the_header_is_one_that_every_program_can_read(name: str) -> None:
    header = content_disposition(name)
    value = r"inline; filename=\"[A-Za-z0-9-]{1,80}\.pdf\"(; filename\*=UTF-8''([A-Za-z0-9._~-]|%[0-9A-F]{2}){1,1000})?"
    assert re.fullmatch(value, header)  # attr-char of RFC 8187, 3.2.1
    assert not set(file_name(header)) & set('/\\"\r\n')


def file_name(header: str) -> str:
    """What a program takes that knows both forms."""
    extended = re.search(r"filename\*=UTF-8''(\S+)", header)
    plain = re.search(r'filename="([^"]*)"', header)
    assert plain
    return unquote(extended[1], errors="strict") if extended else plain[1]
