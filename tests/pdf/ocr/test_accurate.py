"""RapidOCR, in a lane of its own."""

from importlib.util import find_spec
from pathlib import Path

import pytest

import paperloop.app as app
from paperloop.app import Paperloop
from paperloop.settings import InvalidSettings, Settings
from scans_made import printed_pages, scanned
from serving import in_process


async def test_a_page_is_read_by_rapidocr_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Upside down, so that a second reading is needed."""
    scan = scanned(printed_pages("Invoice 4711", "Rechnung für Müller"), turn=180)
    async with in_process(tmp_path, ocr_engine="rapidocr") as (client, _):
        answer = await client.post("/v1/text", content=scan, headers={"content-type": "application/pdf"})
        words = await client.post(
            "/v1/text", content=scan, headers={"content-type": "application/pdf", "accept": "application/json"}
        )
    assert answer.text.split() == ["Invoice", "4711", "Rechnung", "für", "Müller"]
    told = words.json()
    assert told["document"]["pages_ocr"] == [1, 2]
    [first] = [word for word in told["pages"][0]["words"] if word["text"] == "Invoice"]
    assert first["bbox"] == pytest.approx([240 - 78, 60 - 42, 240 - 20, 60 - 24], abs=9)


def test_an_engine_that_is_not_installed_stops_the_start_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "find_spec", lambda name: None if name == "rapidocr" else find_spec(name))
    with pytest.raises(InvalidSettings, match=r"PAPERLOOP_OCR_ENGINE: rapidocr can't be found; pip install .*accurate"):
        Paperloop(Settings(ocr_engine="rapidocr"))
