import threading
from threading import Event

import pytest
from periodic import every


def test_work_is_done_again_and_again_until_it_is_left() -> None:
    done, thrice = list[int](), Event()

    def work() -> None:
        done.append(len(done))
        if len(done) == 3:
            thrice.set()

    with every(0.001, work):
        assert thrice.wait(30)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("every")]


def test_what_went_wrong_beside_is_told_when_it_is_left() -> None:
    tried = Event()

    def work() -> None:
        tried.set()
        raise ValueError("beside")

    with pytest.raises(ValueError, match="beside"), every(0.001, work):
        assert tried.wait(30)
