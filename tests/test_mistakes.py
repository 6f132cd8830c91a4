"""What pydantic finds wrong is said in words of JSON, whatever is wrong with whichever member."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from paperloop.documents.invoice import Invoice
from paperloop.errors import InvalidBody
from paperloop.mistakes import mistake
from paperloop.pdf.body import validated
from paperloop.pdf.html import HtmlBody
from paperloop.pdf.render_options import RenderOptions
from paperloop.settings import Settings
from paperloop.web.parameters import PageParameters, PngParameters

MODELS = (Invoice, RenderOptions, HtmlBody, Settings, PngParameters, PageParameters)
ODD = (
    "", "x", "\ud800", "1.234,56", "x" * 2000, "-1", "0", "1e400", "2024-02-30", 0, -1, 1.5, 10**30, True,
    [], ["x"], {}, None,
)  # fmt: skip
FOREIGN = (
    "Input", "should", "valid", "instance", "dictionary", "tuple", "Decimal", "datetime", "pydantic", "integer",
    "unicode",
)  # fmt: skip


def bodies(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """With an odd value for each field, also inside of objects and lists."""
    for name, field in model.model_fields.items():
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if is_model(kind)]
        yield from ({name: value} for value in ODD)
        yield from ({name: made} for kind in inner for made in bodies(kind))
        yield from ({name: [made]} for kind in inner for made in bodies(kind))


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_word_of_pydantic_reaches_who_made_the_mistake(model: type[BaseModel]) -> None:
    said = set()
    for body in bodies(model):
        try:
            model.model_validate(body)
        except ValidationError as error:
            said |= {mistake(fault) for fault in error.errors() if fault["type"] != "extra_forbidden"}
    assert said
    assert not [each for each in said if any(word in each for word in FOREIGN)]


@pytest.mark.parametrize(("model", "body", "said"), [
    (RenderOptions, {"fit": 0}, "/fit: must be 1 or more"),
    (RenderOptions, {"fit": "two"}, "/fit: must be a whole number, such as 2"),
    (RenderOptions, {"fit": True}, "/fit: must be a whole number, such as 2"),
    (RenderOptions, {"fit": "2"}, "/fit: must be a whole number, such as 2"),
    (RenderOptions, {"theme": 5}, "/theme: must be a string"),
    (RenderOptions, {"unprintable": "maybe"}, "/unprintable: must be 'refuse' or 'drop-standard'"),
    (RenderOptions, {"theme": "x" * 101}, "/theme: must have at most 100 characters"),
    (RenderOptions, {"a/b~": 1}, "/a~1b~0: there is no such member; known are variant, theme, paper,"),
    (HtmlBody, {"html": ""}, "/html: must not be empty"),
    (HtmlBody, {}, "/html: is missing"),
    (HtmlBody, {"html": "x", "margin": True}, "/margin: must be a number such as 1234.56"),
    (HtmlBody, {"html": "x", "landscape": "perhaps"}, "/landscape: must be true or false"),
    (Invoice, {"seller": []}, "/seller: must be an object"),
    (Invoice, {"lines": {}}, "/lines: must be a list"),
    (Invoice, {"totals": {"net": "1"}}, "/totals/net: there is no such member; known are line_total, allowance_total"),
    (Invoice, {"lines": [{"price": "1"}]}, "/lines/0/price: there is no such member; known are id, name,"),
    (Invoice, {"seller": {"address": {"street": "x"}}}, "/seller/address/street: there is no such member; known are"),
    (Invoice, {"lines": [{"vat_rate": "19%"}]}, "/lines/0/vat_rate: must be a number such as 1234.56: digits, a point"),
    (Invoice, {"issue_date": "15.11.2024"}, "/issue_date: must be a date such as 2024-11-15"),
    (Invoice, {"issue_date": 1731628800}, "/issue_date: must be a date such as 2024-11-15"),
    (Invoice, {"issue_date": "1731628800"}, "/issue_date: must be a date such as 2024-11-15"),
])  # fmt: skip
def test_a_mistake_says_where_it_is_and_what_would_be_right(
    model: type[BaseModel], body: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidBody) as told:
        validated(model, body)
    assert f" {said}" in str(told.value)
