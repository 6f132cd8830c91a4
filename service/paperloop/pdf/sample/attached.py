"""A Factur-X file is a PDF with the invoice's XML attached and declared as its equal."""

from typing import Final

import pymupdf

NAME: Final = "factur-x.xml"
DATE: Final = "D:20241115080000Z"
"""Of the file and of what is in it: fixed, so that the same invoice gives the same bytes."""

_XMP: Final = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
      fx:DocumentType="INVOICE" fx:DocumentFileName="factur-x.xml" fx:Version="1.0" fx:ConformanceLevel="EN 16931"/>
  </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def attach_einvoice(pdf: pymupdf.Document, xml: bytes) -> None:
    """`xml` as factur-x.xml, in the name tree of files and as an associated file of the document (ISO 32000-2,
    14.13). The pages are not made to conform to PDF/A-3, which the standard asks for too."""
    content = _added(pdf, f"<</Type/EmbeddedFile/Subtype/text#2Fxml/Params<</Size {len(xml)}/ModDate({DATE})>>>>")
    pdf.update_stream(content, xml, new=True)
    files = f"<</F {content} 0 R/UF {content} 0 R>>"
    file = _added(pdf, f"<</Type/Filespec/F({NAME})/UF({NAME})/AFRelationship/Alternative/EF{files}>>")
    catalog = pdf.pdf_catalog()
    pdf.xref_set_key(catalog, "Names", f"<</EmbeddedFiles<</Names[({NAME}) {file} 0 R]>>>>")
    pdf.xref_set_key(catalog, "AF", f"[{file} 0 R]")
    pdf.set_xml_metadata(_XMP)


def _added(pdf: pymupdf.Document, source: str) -> int:
    number = int(pdf.get_new_xref())
    pdf.update_object(number, source)
    return number
