"""GET /v1/themes and /v1/variants tell what a rendering takes."""

from typing import Any

import httpx
import pytest

from bodies import problem
from resumes_made import JSON_RESUME

BODIES: dict[str, dict[str, Any]] = {"resume": JSON_RESUME, "invoice": {"invoice": {"invoice_number": "7"}}}

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_every_theme_that_is_listed_renders(client: httpx.AsyncClient) -> None:
    themes = (await client.get("/v1/themes")).json()["themes"]
    assert {"classic", "letter"} <= {theme["name"] for theme in themes}
    for theme in themes:
        assert theme["title"]
        assert theme["description"]
        for document, body in BODIES.items():
            answer = await client.post(f"/v1/render/pdf?theme={theme['name']}", json=body)
            if document in theme["documents"]:
                assert answer.status_code == 200
            else:
                assert problem(answer) == (422, "invalid-parameter")


async def test_every_variant_that_is_listed_renders_under_both_its_names(client: httpx.AsyncClient) -> None:
    variants = (await client.get("/v1/variants")).json()["variants"]
    assert [variant["name"] for variant in variants] == [
        "base", "backend", "ml_ai", "fullstack", "devops", "leadership",
    ]  # fmt: skip
    for variant in variants:
        for name in (variant["name"], variant["versioned_name"]):
            assert (await client.post(f"/v1/render/check?variant={name}", json=JSON_RESUME)).status_code == 200


@pytest.mark.parametrize("address", ["/v1/themes", "/v1/variants"])
async def test_they_take_no_parameters(client: httpx.AsyncClient, address: str) -> None:
    assert problem(await client.get(f"{address}?kind=resume")) == (422, "invalid-parameter")
