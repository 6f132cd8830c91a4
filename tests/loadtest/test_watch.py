"""What is seen of a service from outside."""

import os
from pathlib import Path

from watch import Watch


def test_files_of_requests_and_others_are_counted_and_what_is_kept_is_not(tmp_path: Path) -> None:
    spool, temporary = tmp_path / "spool", tmp_path / "t"
    for path in (spool / "1" / "a-document.pdf", spool / "1" / "rendered-b", temporary / "c", temporary / "d" / "e"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    watch = Watch(os.getpid(), web_depth=0, spool=spool, temporary=temporary)
    watch.look()
    (sample,) = watch.samples
    assert (sample.files, sample.temporary) == (1, 2)
