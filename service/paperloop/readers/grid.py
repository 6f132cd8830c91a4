"""A page's words as lines of text in which tables stay aligned, as a person or a language model reads them."""

from paperloop.documents.pages import Page


def text_grid(page: Page) -> str:
    return "\n".join(word.text for word in page.visible)
