"""Kinds of arguments that the commands of this folder take."""

import argparse


def count(text: str) -> int:
    """Of what there has to be one at least."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it has to be 1 or more")
    return number


def duration(text: str) -> float:
    """What takes longer than no time."""
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("it has to be above 0")
    return number
