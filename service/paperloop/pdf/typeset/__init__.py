"""A résumé's view, set by Typst in one of the themes and read back: what goes in must be readable in the PDF."""
