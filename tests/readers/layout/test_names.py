import pytest

from paperloop.readers.layout.findings import Place
from paperloop.readers.layout.names import can_be_name
from paperloop.readers.layout.sheet import Sheet


@pytest.mark.parametrize("text", ["Thrush Nurseries Ltd", "Müller & Söhne GmbH", "3M Deutschland GmbH", "J. Doe"])
def test_what_is_mostly_letters_can_be_a_name(typed, text):
    assert _can_be_name(typed(text))


@pytest.mark.parametrize(
    "text", ["14 Glenmoyle Road", "80333 München", "info@thrush.example", "Ltd", "Page 2", "Invoice no.", "#7", "Bank:"]
)
def test_addresses_links_labels_and_bare_legal_forms_are_no_names(typed, text):
    assert not _can_be_name(typed(text))


def _can_be_name(pages):
    line = Sheet(pages).lines[0]
    return can_be_name(Place(line, 0, len(line.row.words)))
