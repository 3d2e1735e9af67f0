"""The sentence-embedding model, as for the tests of the grounded engine."""

from tests.models.grounded.conftest import minilm

__all__ = ["minilm"]
