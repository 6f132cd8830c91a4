"""The parts of `compare.py`: who is compared, what is measured, what is said of it."""
