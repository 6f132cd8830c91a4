"""Electronic invoices of the folder readers/einvoice/data, and of fragments, read."""

from pathlib import Path

from paperloop.documents.invoice import Invoice
from paperloop.readers.einvoice import read_einvoice

DATA = Path(__file__).parent / "readers" / "einvoice" / "data"


def read(name: str) -> Invoice:
    invoice = read_einvoice((DATA / f"{name}.xml").read_bytes())
    assert invoice is not None
    return invoice


def cii(*, document: str = "", settlement: str = "", lines: str = "") -> Invoice:
    """A Cross Industry Invoice of the given fragments, read."""
    xml = f"""<CrossIndustryInvoice><ExchangedDocument>{document}</ExchangedDocument><SupplyChainTradeTransaction>
        {lines}<ApplicableHeaderTradeSettlement>{settlement}</ApplicableHeaderTradeSettlement>
        </SupplyChainTradeTransaction></CrossIndustryInvoice>"""
    invoice = read_einvoice(xml.encode())
    assert invoice is not None
    return invoice
