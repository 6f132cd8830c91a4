"""What is looked at once the users have gone."""

from pathlib import Path

import pytest
import scene
from budget import Budget
from run import Left, Load

BUDGET = Budget.read(Path(__file__).parents[2] / "loadtest" / "budget.toml")


def test_a_service_that_did_not_live_through_the_load_is_said_to_have_ended() -> None:
    with scene.staged(Load(users=1, seconds=1, workers=1), BUDGET, lambda _: None) as stage:
        assert scene.remains(stage, []) == Left(files=0, requests=0, resumes_astray=0, errors_logged=0)
        stage.service.process.kill()
        stage.service.process.wait()
        with pytest.raises(RuntimeError, match="the service ended with -9 under load; it said:"):
            scene.remains(stage, [])
