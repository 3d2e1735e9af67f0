"""Web pages in Chromium and Firefox: truth from the DOM."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.screens.browsers import Chromium, Firefox, page_truth, wait
from benchmarks.screens.recipe import Recipe, Shot
from benchmarks.screens.stage import Stage

HOST = "http://www.quayside.example"
FONTS = ("fonts-dejavu-core", "fonts-liberation", "fonts-noto-cjk")


def page(
    name: str,
    kind: str,
    size: tuple[int, int],
    file: str,
    *,
    act: str = "",
    scale: float = 1.0,
    theme: str = "light",
    program: str = "chromium",
    languages: tuple[str, ...] = ("en",),
    quick: bool = False,
) -> Recipe:
    """A page of `pages/`, alone on the screen. `act`: a script that runs before the picture is taken."""
    firefox = program == "firefox"
    return Recipe(
        name, program, kind, size, _maker(file, act, Firefox if firefox else Chromium),
        ("firefox-esr" if firefox else "chromium",), (*FONTS, "firefox-esr" if firefox else "chromium"),
        scale, theme, languages, quick,
    )  # fmt: skip


def _maker(file: str, act: str, kind: type[Chromium] | type[Firefox]) -> Callable[[Stage, Recipe], Shot]:
    def make(stage: Stage, recipe: Recipe) -> Shot:
        browser = kind(stage, f"{HOST}/{file}", scale=recipe.scale, dark=recipe.theme == "dark")
        try:
            title = browser.evaluate("document.title")
            stage.window(f"^{_escaped(title)}.*")
            if act:
                browser.evaluate(f"(() => {{ {act}; return true; }})()")
            width, height = stage.desktop.size
            # A kiosk's window is first mapped smaller; the page must have the size of the desktop.
            ratio = browser.evaluate("devicePixelRatio")
            wait(browser, f"Math.abs(innerWidth - {width / ratio}) < 3 && innerHeight > {height / ratio - 3}")
            capture = stage.still()
            truth = page_truth(browser, capture)
            things = stage.things(capture, lambda things: any(thing.role == "document" for thing in things))
            return Shot(capture, truth, things)
        finally:
            browser.close()

    return make


def _escaped(title: str) -> str:
    return "".join(f"\\{sign}" if sign in r"\.[]{}()*+?^$|" else sign for sign in title)


RECIPES = (
    page("webmail-inbox-100", "inbox", (1280, 800), "inbox.html", quick=True),
    page("observer-article-125", "article", (1366, 768), "article.html", scale=1.25),
    page("weekly-columns-1080p", "columns", (1920, 1080), "columns.html", scale=1.25),
    page("shop-checkout-100", "form", (1366, 768), "checkout.html", quick=True),
    page("portal-login-dark-100", "login", (1280, 720), "login.html", theme="dark"),
    page("chatter-garden-dark-100", "chat", (1280, 800), "chat.html", theme="dark", languages=("en", "zh")),
    page("sales-dashboard-1080p", "chart", (1920, 1080), "dashboard.html"),
    page("sound-settings-dark-150", "settings", (1440, 900), "settings.html", theme="dark", scale=1.5, quick=True),
    page("station-departures-100", "table", (1600, 900), "departures.html"),
    page("site-unreachable-100", "error", (1280, 800), "failure.html"),
    page("bay-news-zh-100", "article", (1280, 800), "news_zh.html", languages=("zh",), quick=True),
    page(
        "display-settings-zh-dark-150",
        "settings",
        (1920, 1080),
        "settings_zh.html",
        theme="dark",
        scale=1.5,
        languages=("zh",),
    ),
    page("code-review-dark-1440p", "code", (2560, 1440), "review.html", theme="dark", scale=1.5),
    page("calendar-march-100", "table", (1280, 960), "calendar.html"),
    page("lantern-shop-4k-200", "shop", (3840, 2160), "shop.html", scale=2.0),
    page("drive-delete-100", "dialog", (1280, 800), "delete.html"),
    page("bank-statement-small-100", "table", (800, 600), "statement.html"),
    page("tea-invoice-mixed-125", "document", (1366, 768), "invoice.html", scale=1.25, languages=("en", "zh")),
    page("drive-terms-small-100", "document", (1024, 768), "terms.html"),
    page("quayside-figures-100", "chart", (1440, 900), "weather.html"),
    page("openpedia-firefox-1200p", "article", (1920, 1200), "wiki.html", program="firefox", scale=1.5),
    page("soup-recipe-firefox-100", "document", (1280, 800), "recipe.html", program="firefox"),
    page("departures-firefox-4k-200", "table", (3840, 2160), "departures.html", program="firefox", scale=2.0),
    page("inbox-firefox-200", "inbox", (2560, 1600), "inbox.html", program="firefox", scale=2.0),
)
