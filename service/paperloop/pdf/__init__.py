"""What runs inside a worker process: PyMuPDF's work, and the readers' arithmetic beside it.

Nothing here imports async code, and nothing outside imports pymupdf. `calls.py` and `render_calls.py` say what can
be asked for, `perform.py` is the door.
"""
