"""What an operator can set, and what they are told when they set it wrong."""

import re
from pathlib import Path
from typing import Any

import pytest

from paperloop.settings import PREFIX, InvalidSettings, Settings

DOCUMENTED = Path(__file__, "../../docs/settings.md").resolve()


def test_nothing_set_means_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


def test_other_peoples_variables_are_none_of_ours() -> None:
    assert Settings.from_environment({"LANES": "7", "PATH": "/bin", "MYPAPERLOOP_LANES": "7"}) == Settings()


@pytest.mark.parametrize(("variable", "value", "field", "meant"), [
    ("PAPERLOOP_LANES", "3", "lanes", 3),
    ("PAPERLOOP_LANE_DEADLINE_S", "2.5", "lane_deadline_s", 2.5),
    ("PAPERLOOP_DATA_DIR", "/var/lib/paperloop", "data_dir", Path("/var/lib/paperloop")),
    ("PAPERLOOP_LLM_MODEL", "small", "llm_model", "small"),
    ("PAPERLOOP_LLM_MODEL", "", "llm_model", Settings().llm_model),
    ("PAPERLOOP_LLM_BASE_URL", "", "llm_base_url", None),
    ("PAPERLOOP_MAX_UPLOAD_BYTES", "1", "max_upload_bytes", 1),
])  # fmt: skip
def test_a_variable_sets_its_field(variable: str, value: str, field: str, meant: Any) -> None:
    assert getattr(Settings.from_environment({variable: value}), field) == meant


@pytest.mark.parametrize(("variable", "value", "said"), [
    ("PAPERLOOP_LANES", "zero", "must be a whole number"),
    ("PAPERLOOP_LANES", "0", "must be 1 or more"),
    ("PAPERLOOP_LANE_DEADLINE_S", "0", "must be more than 0"),
    ("PAPERLOOP_LANE_DEADLINE_S", "-1", "must be more than 0"),
    ("PAPERLOOP_LANE_MEMORY_MB", "63", "must be 64 or more"),
    ("PAPERLOOP_LLM_BASE_URL", "llm", "must be an address such as http"),
    ("PAPERLOOP_LLM_BASE_URL", "file:///etc/passwd", "must be an address such as http"),
    ("PAPERLOOP_MAX_UPLOAD_BYTES", "50 MB", "must be a whole number"),
    ("PAPERLOOP_LANE", "2", "no such setting"),
    ("PAPERLOOP_LLM_API_KEY", "sk-\nsecret", "it holds characters that no HTTP header may carry"),
    ("PAPERLOOP_LLM_API_KEY", "sk-sécret", "it holds characters that no HTTP header may carry"),
])  # fmt: skip
def test_a_value_that_cannot_be_used_is_told_with_its_variables_name(variable: str, value: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=f"{variable}: .*{said}") as told:
        Settings.from_environment({variable: value})
    assert "sk-" not in str(told.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidSettings) as told:
        Settings.from_environment({"PAPERLOOP_LANES": "x", "PAPERLOOP_MAX_PAGES": "0"})
    assert len(str(told.value).splitlines()) == 2


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_time_without_end_is_no_time(value: str) -> None:
    with pytest.raises(InvalidSettings):
        Settings.from_environment({"PAPERLOOP_LANE_DEADLINE_S": value})


def test_a_key_is_shown_to_nobody() -> None:
    settings = Settings.from_environment({"PAPERLOOP_LLM_API_KEY": "sk-secret"})
    assert "sk-secret" not in repr(settings) + settings.model_dump_json()


def test_there_are_two_lanes_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert Settings().lanes == 2


def test_every_setting_stands_in_the_documentation_with_its_default() -> None:
    rows = re.findall(r"^\| `(PAPERLOOP_\w+)` \| ([^|]+) \|", DOCUMENTED.read_text(), re.MULTILINE)
    assert dict(rows) == {f"{PREFIX}{name.upper()}": _shown(name) for name in Settings.model_fields}


def _shown(name: str) -> str:
    default = Settings.model_fields[name].default
    if name == "lanes":
        return "one a core, at least 2"
    if default is None:
        return "unset"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
