"""`python -m paperloop`."""

from paperloop.cli import main

if __name__ == "__main__":
    main()
