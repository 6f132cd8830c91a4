"""The users of a load test, for locust. `make load` runs it; by itself:

    locust -f loadtest/locustfile.py --host http://127.0.0.1:8000 --materials FOLDER --records FILE --embedding URL

Nothing in here, or in `users/`, imports the service: what it can't see, it can't spare.
"""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from locust import events
from locust.env import Environment
from records import RecordWriter
from users.attacker import Attacker
from users.embedder import Embedder
from users.resume_editor import ResumeEditor
from users.uploader import Uploader

__all__ = ["Attacker", "Embedder", "ResumeEditor", "Uploader"]

BUDGET = Path(__file__).with_name("budget.toml")


@events.init_command_line_parser.add_listener
def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--materials", required=True, metavar="FOLDER", help="what drawing.py has drawn")
    parser.add_argument("--records", required=True, metavar="FILE", help="a line for every request is written there")
    parser.add_argument("--embedding", required=True, metavar="URL", help="where host.py listens")
    parser.add_argument("--budget", default=str(BUDGET), metavar="FILE", help="weights of the behaviours")


@events.init.add_listener
def _begin(environment: Environment, **_: Any) -> None:
    weights = tomllib.loads(Path(environment.parsed_options.budget).read_text(encoding="utf-8"))["weights"]
    for behaviour in environment.user_classes:
        behaviour.weight = weights[behaviour.behaviour]
    writer = RecordWriter(Path(environment.parsed_options.records))
    environment.events.request.add_listener(writer.request)
    environment.events.quitting.add_listener(writer.close)
