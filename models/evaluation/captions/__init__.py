"""Captions and answers against what people wrote: the published measures, and sets of pictures on disk."""
