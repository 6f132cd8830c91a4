"""`python -m paperloop.testing OUTDIR`: the sample documents as files."""

import sys
from pathlib import Path

from paperloop.testing.documents import write_sample


def write_samples(folder: Path) -> list[Path]:
    """sample-invoice.pdf, sample-invoice-de.pdf and sample-einvoice.pdf in `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in ("sample-invoice.pdf", "sample-invoice-de.pdf", "sample-einvoice.pdf")]
    english, german, einvoice = paths
    write_sample(english)
    write_sample(german, language="de")
    write_sample(einvoice, einvoice=True)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python -m paperloop.testing OUTDIR")
    for path in write_samples(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
