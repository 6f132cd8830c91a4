"""/v1/resumes: kept, changed by those who have seen the last version, and gone when deleted."""

import json
from typing import Any

import httpx
import pymupdf
import pytest

from bodies import problem
from resumes_made import ADA, JSON_RESUME, RENDERCV, RESUME_DATA
from serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def created(client: httpx.AsyncClient, body: Any = JSON_RESUME) -> httpx.Response:
    answer = await client.post("/v1/resumes", json=body)
    assert answer.status_code == 201, answer.text
    return answer


async def test_what_is_created_is_read_back_as_it_was_sent(client: httpx.AsyncClient) -> None:
    for body in (JSON_RESUME, RESUME_DATA, RENDERCV):
        made = await created(client, body)
        read = await client.get(made.headers["location"])
        assert made.headers["location"] == f"/v1/resumes/{made.json()['id']}"
        assert body.items() <= read.json().items()
        assert read.headers["etag"] == made.headers["etag"]
        assert made.json()["warnings"] == []


async def test_what_was_read_can_be_sent_back_as_it_is(client: httpx.AsyncClient) -> None:
    made = await created(client)
    read = await client.get(made.headers["location"])
    changed = read.json() | {"json_resume": ADA | {"languages": [{"language": "Danish"}]}}
    answer = await client.put(made.headers["location"], json=changed, headers={"if-match": read.headers["etag"]})
    assert answer.status_code == 200
    again = await client.get(made.headers["location"])
    assert again.json()["json_resume"]["languages"] == [{"language": "Danish"}]
    assert again.headers["etag"] == answer.headers["etag"] != read.headers["etag"]


async def test_a_lost_update_is_a_412_that_tells_the_etag(client: httpx.AsyncClient) -> None:
    made = await created(client)
    where, etag = made.headers["location"], made.headers["etag"]
    await client.put(where, json=RENDERCV, headers={"if-match": etag})
    lost = await client.put(where, json=JSON_RESUME, headers={"if-match": etag})
    assert problem(lost) == (412, "precondition-failed")
    assert lost.json()["etag"] == (await client.get(where)).headers["etag"]
    assert problem(await client.delete(where, headers={"if-match": f"W/{lost.json()['etag']}"}))[0] == 412
    assert (await client.delete(where, headers={"if-match": f'"x", {lost.json()["etag"]}'})).status_code == 204


async def test_without_a_condition_the_last_one_wins(client: httpx.AsyncClient) -> None:
    where = (await created(client)).headers["location"]
    assert (await client.put(where, json=RENDERCV)).status_code == 200
    assert (await client.put(where, json=RENDERCV, headers={"if-match": "*"})).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("condition", ["*", "{etag}", "W/{etag}", '"x", {etag}'])
async def test_what_if_none_match_names_is_not_written_over(
    client: httpx.AsyncClient, method: str, condition: str
) -> None:
    made = await created(client)
    where, etag = made.headers["location"], made.headers["etag"]
    body = RENDERCV if method == "PUT" else None
    headers = {"if-none-match": condition.format(etag=etag)}
    refused = await client.request(method, where, json=body, headers=headers)
    assert problem(refused) == (412, "precondition-failed")
    assert refused.json()["etag"] == (await client.get(where)).headers["etag"] == etag
    assert (await client.request(method, where, json=body, headers={"if-none-match": '"x"'})).is_success


async def test_both_conditions_must_hold_however_they_are_sent(client: httpx.AsyncClient) -> None:
    made = await created(client)
    where, etag = made.headers["location"], made.headers["etag"]
    both = [("if-match", etag), ("if-none-match", "*")]
    assert problem(await client.put(where, json=RENDERCV, headers=both))[0] == 412
    apart = [("if-match", '"x"'), ("if-match", etag)]
    assert (await client.put(where, json=RENDERCV, headers=apart)).status_code == 200


async def test_who_has_the_version_gets_a_304(client: httpx.AsyncClient) -> None:
    made = await created(client)
    answer = await client.get(made.headers["location"], headers={"if-none-match": made.headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_an_unknown_id_is_a_404_and_a_deleted_one_a_410(client: httpx.AsyncClient, method: str) -> None:
    body = JSON_RESUME if method == "PUT" else None
    assert problem(await client.request(method, "/v1/resumes/0", json=body)) == (404, "resume-not-found")
    where = (await created(client)).headers["location"]
    await client.delete(where)
    assert problem(await client.request(method, where, json=body)) == (410, "resume-gone")
    assert problem(await client.get(f"{where}/render/pdf")) == (410, "resume-gone")


async def test_the_list_is_read_page_by_page(client: httpx.AsyncClient) -> None:
    ids = [(await created(client)).json()["id"] for _ in range(5)]
    seen: list[str] = []
    following = "/v1/resumes?limit=2"
    while following:
        answer = await client.get(following)
        page = answer.json()
        seen += [resume["id"] for resume in page["resumes"]]
        assert len(page["resumes"]) <= 2
        assert set(page["resumes"][0]) == {"id", "name", "created_at", "updated_at"}
        following = page["next"]
        assert ("link" in answer.headers) == bool(following)
    assert [each for each in seen if each in ids] == ids
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("query", ["limit=0", "limit=999", "limit=x", "page=2", "after=nobody"])
async def test_a_page_that_can_t_be_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/v1/resumes?{query}")
    assert problem(answer) == (422, "invalid-parameter")
    assert answer.json()["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(("body", "name"), [
    ({}, "invalid-body"), (JSON_RESUME | {"theme": "classic"}, "invalid-body"), ({"json_resume": 1}, "invalid-resume"),
])  # fmt: skip
async def test_what_could_not_be_rendered_is_not_stored(client: httpx.AsyncClient, body: Any, name: str) -> None:
    assert problem(await client.post("/v1/resumes", json=body)) == (422, name)
    where = (await created(client)).headers["location"]
    assert problem(await client.put(where, json=body)) == (422, name)
    assert (await client.get(where)).json()["json_resume"] == ADA


async def test_oddities_are_told_when_it_is_stored(client: httpx.AsyncClient) -> None:
    made = await created(client, {"json_resume": ADA | {"shoe_size": 38}})
    assert any("shoe_size" in warning for warning in made.json()["warnings"])
    assert (await client.get(made.headers["location"])).json()["json_resume"]["shoe_size"] == 38


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_stored_one_is_rendered_in_a_variant_and_a_theme(client: httpx.AsyncClient, method: str) -> None:
    made = await created(client, RESUME_DATA)
    where = f"{made.headers['location']}/render/pdf?variant=backend&theme=classic"
    answer = await client.request(method, where)
    with pymupdf.open("pdf", answer.content) as pdf:
        assert "An engineer of backends." in pdf[0].get_text()
    assert answer.headers["x-paperloop-readback"] == "1.000"
    has = await client.request(method, where, headers={"if-none-match": answer.headers["etag"]})
    assert has.status_code == 304
    await client.put(made.headers["location"], json=JSON_RESUME)
    changed = await client.request(method, where, headers={"if-none-match": answer.headers["etag"]})
    assert changed.status_code == 200


async def test_a_method_that_is_not_there_is_told_with_those_that_are(client: httpx.AsyncClient) -> None:
    answer = await client.patch("/v1/resumes/0")
    assert problem(answer) == (405, "method-not-allowed")
    assert {"GET", "PUT", "DELETE"} <= set(answer.headers["allow"].split(", "))


async def test_half_a_surrogate_pair_is_stored_as_it_was_sent(client: httpx.AsyncClient) -> None:
    body = r'{"json_resume": {"basics": {"name": "Zo\ud800\u00eb", "odd\udfff": "\u738b"}}}'
    made = await client.post("/v1/resumes", content=body, headers={"content-type": "application/json"})
    assert made.status_code == 201
    read = await client.get(made.headers["location"])
    assert read.json()["json_resume"] == json.loads(body)["json_resume"]
    assert read.json()["name"] == "Zo\ufffdë"
    assert (await client.get(f"{made.headers['location']}/render/pdf")).status_code == 200


async def test_names_with_any_characters_survive(service: Service) -> None:
    body = {"json_resume": {"basics": {"name": "Zoë 王 \u202e<b>\"'"}}}
    made = await created(service.client, body)
    assert (await service.client.get(made.headers["location"])).json()["json_resume"] == body["json_resume"]
