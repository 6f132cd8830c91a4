"""Messages between two processes: pickled, with their length in front."""

import pickle
import struct
from io import BytesIO
from typing import Any, BinaryIO, Final

HEAD: Final = struct.Struct("!Q")
"""The bytes of what follows."""


def frame(message: Any) -> bytes:
    written = BytesIO()
    written.write(bytes(HEAD.size))
    pickle.dump(message, written, pickle.HIGHEST_PROTOCOL)
    HEAD.pack_into(written.getbuffer(), 0, written.tell() - HEAD.size)
    return written.getvalue()


def next_frame(stream: BinaryIO) -> bytes | None:
    """The pickled message; None when the other side has closed the connection, in the middle of one too."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None
