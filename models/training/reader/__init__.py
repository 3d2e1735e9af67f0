"""A trained reader of lines: its questions and screens, made up or read, and its training.

Never imported at run time.
"""
