import argparse

import pytest
from arguments import count, duration


@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "many"])
def test_a_count_is_a_whole_number_from_one(wrong: str) -> None:
    assert count("1") == 1
    with pytest.raises((argparse.ArgumentTypeError, ValueError)):
        count(wrong)


@pytest.mark.parametrize("wrong", ["0", "-0.5", "inf", "nan", "long"])
def test_a_duration_is_above_nothing(wrong: str) -> None:
    assert duration("0.5") == 0.5
    with pytest.raises((argparse.ArgumentTypeError, ValueError)):
        duration(wrong)
