"""The parts of `growth.py`: what is made larger, and whether its cost keeps step."""
