"""All screens of the set."""

from __future__ import annotations

from benchmarks.screens.recipe import Recipe, Warp

WARPS = (
    Warp("observer-article-photographed", "observer-article-125", "photographed", 11),
    Warp("departures-photographed", "station-departures-100", "photographed", 12),
    Warp("recipe-photographed", "soup-recipe-firefox-100", "photographed", 13),
    Warp("invoice-rotated-90", "tea-invoice-mixed-125", "rotated", 0, quarter_turns=1),
    Warp("inbox-upside-down", "webmail-inbox-100", "rotated", 0, quarter_turns=2, quick=True),
    Warp("terms-skewed", "drive-terms-small-100", "rotated", 21),
    Warp("letter-photographed", "mousepad-letter-light-100", "photographed", 14),
)


def every() -> list[Recipe | Warp]:
    """In the order in which they are listed; names are unique."""
    from benchmarks.screens.recipes import bare, gtk, gtk_more, office, pages, terminals

    return [*pages.RECIPES, *terminals.RECIPES, *gtk.RECIPES, *gtk_more.RECIPES, *bare.RECIPES, *office.RECIPES, *WARPS]
