"""What a probed server process serves, by its import string."""

import os
from pathlib import Path

from lag import LagProbe

from paperloop import server


def application() -> LagProbe:
    paperloop = server.standalone()
    log = os.environ.get("PROBE_LOG")
    return LagProbe(paperloop.app, log=Path(log) if log else None, workers=paperloop.workers)
