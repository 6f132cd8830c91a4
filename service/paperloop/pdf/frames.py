"""Messages between two processes: pickled, with their length in front."""

import pickle
import struct
from typing import Any, BinaryIO, Final

HEAD: Final = struct.Struct("!Q")
"""The bytes of what follows."""


def frame(message: Any) -> bytes:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(data)) + data


def next_frame(stream: BinaryIO) -> bytes | None:
    """The pickled message; None when the other side has closed the connection, in the middle of one too."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None
