"""All screens of the set."""

from __future__ import annotations

from benchmarks.screens.recipe import Recipe, Warp


def every() -> list[Recipe | Warp]:
    """In the order in which they are listed; names are unique."""
    from benchmarks.screens.recipes import gtk, pages, terminals

    return [*pages.RECIPES, *terminals.RECIPES, *gtk.RECIPES]
