"""JSON pointers (RFC 6901): the way from the top of a document to a value in it, "" for the document itself."""

Pointer = str
"""Into an invoice: /totals/grand_total, /lines/0/net_amount. Those of a caller's own fields begin with /fields, which
an invoice has none of."""


def step(at: Pointer, name: object) -> Pointer:
    """The pointer to the member `name` of what is `at`."""
    return f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
