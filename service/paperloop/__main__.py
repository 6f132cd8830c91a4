"""`python -m paperloop`, and the command `paperloop`."""

import sys

from paperloop.pdf import fork_server


def main() -> None:
    if not any(argument.startswith("--workers") for argument in sys.argv):  # server processes have one each
        # The command line, and the service behind it, load while the fork server loads pymupdf.
        fork_server.start_early()
    from paperloop import cli

    cli.main()


if __name__ == "__main__":
    main()
