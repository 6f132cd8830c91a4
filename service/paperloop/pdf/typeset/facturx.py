"""What makes a PDF/A-3 with an attached invoice a Factur-X document: four properties in its metadata, and the schema
that PDF/A wants of properties that it does not know (ISO 19005-3, 6.6.2.3)."""

from pathlib import Path
from typing import Final

import pymupdf

_NAMESPACE: Final = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES: Final = {
    "DocumentFileName": ("factur-x.xml", "The name of the embedded XML document"),
    "DocumentType": ("INVOICE", "The type of the hybrid document in capital letters"),
    "Version": ("1.0", "The actual version of the standard applying to the embedded XML document"),
    "ConformanceLevel": ("EN 16931", "The conformance level of the embedded XML document"),
}
_SCHEMAS_END: Final = "</rdf:Bag></pdfaExtension:schemas>"
_END: Final = "</rdf:RDF>"


def declare_einvoice(path: Path) -> None:
    """Adds the properties to the metadata of the PDF/A-3 in the file, whose bytes stay as they are: it is an
    incremental update."""
    with pymupdf.open(path) as pdf:
        xmp = pdf.get_xml_metadata()
        xmp = xmp.replace(_SCHEMAS_END, f"{_schema()}{_SCHEMAS_END}", 1).replace(_END, f"{_description()}{_END}", 1)
        pdf.set_xml_metadata(xmp)
        pdf.save(path, incremental=True, encryption=pymupdf.PDF_ENCRYPT_KEEP, no_new_id=True)


def _description() -> str:
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (value, _) in _PROPERTIES.items())
    return f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{values}</rdf:Description>'


def _schema() -> str:
    properties = "".join(_property(name, told) for name, (_, told) in _PROPERTIES.items())
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _property(name: str, told: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{told}</pdfaProperty:description></rdf:li>"
    )
