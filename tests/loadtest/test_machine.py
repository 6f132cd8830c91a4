"""The machine's name."""

import re
from pathlib import Path

import machine
import pytest


def test_a_machine_is_named_by_its_cores_its_processor_and_its_system() -> None:
    assert re.fullmatch(r"[1-9]\d* cores, \S.*, \S+", machine.described())


@pytest.mark.parametrize(("said", "name"), [
    ("processor\t: 0\nmodel name\t: Fast 9000: X\nmodel name\t: other\n", "Fast 9000: X"),
    ("processor\t: 0\nmodel\t\t: 7\n", "kind"),
    (None, "kind"),
])  # fmt: skip
def test_a_processor_has_the_name_that_the_system_tells(
    monkeypatch: pytest.MonkeyPatch, said: str | None, name: str
) -> None:
    def read(*_: object, **__: object) -> str:
        if said is None:
            raise FileNotFoundError
        return said

    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.setattr(machine.platform, "processor", lambda: "")
    monkeypatch.setattr(machine.platform, "machine", lambda: "kind")
    assert machine.processor() == name
