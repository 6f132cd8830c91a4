"""A route that does nothing: what the web server and Starlette cost by themselves."""

from starlette.applications import Starlette

from baselines.application import of, ready


def application(llm: str, threads: int) -> Starlette:
    del llm
    return of("/", ready, threads=threads)
