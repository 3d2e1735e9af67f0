"""Terminals, program text and files of settings: what a line of theirs means, and how it is asked for."""
