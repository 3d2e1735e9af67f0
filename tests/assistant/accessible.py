"""Looks at a page of HTML as somebody hears it: what WCAG 2.2 A asks and can be told from the file alone.

A language (3.1.1), a title (2.4.2), landmarks and a way past what is repeated (1.3.1, 2.4.1), headings without a gap
(1.3.1), a text for every picture (1.1.1), links that say something and lead somewhere (2.4.4), unique ids and names
that exist (4.1.2), nothing that is fetched from elsewhere.
"""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "img", "br", "link", "input", "hr"})


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.troubles: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self._open: list[int] = []
        self.feed(text)
        self.close()
        if self._open:
            self.troubles.append(f"not closed: {self.tags[self._open[-1]][0]}")
        self._look()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts[len(self.tags) - 1] = ""
        if tag not in VOID:
            self._open.append(len(self.tags) - 1)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self.tags[self._open.pop()][0] != tag:
            self.troubles.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.texts[number] += data

    def named(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, self.texts[n].strip()) for n, (name, attrs) in enumerate(self.tags) if name == tag]

    def _look(self) -> None:
        ids = [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]
        self._must(len(ids) == len(set(ids)), "an id is there twice")
        self._must(bool(self.named("html") and self.named("html")[0][0].get("lang")), "no language")
        self._must(bool(self.named("title") and self.named("title")[0][1]), "no title")
        for landmark in ("main", "header"):
            self._must(len(self.named(landmark)) == 1, f"not one {landmark}")
        levels = [int(name[1]) for name, _ in self.tags if len(name) == 2 and name[0] == "h" and name[1].isdigit()]
        self._must(levels[:1] == [1] and levels.count(1) == 1, "not one h1, first")
        self._must(all(b - a <= 1 for a, b in pairwise(levels)), "a level of headings is left out")
        for number, (tag, attrs) in enumerate(self.tags):
            text = self.texts[number].strip()
            if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                self._must(bool(text), "an empty heading")
            if tag == "img":
                self._must(bool((attrs.get("alt") or "").strip()), "a picture without a text")
                self._must(str(attrs.get("src")).startswith("data:"), "a picture from elsewhere")
            if tag == "a":
                target = str(attrs.get("href"))
                self._must(bool(text), "a link without words")
                self._must(target.startswith("#") and target[1:] in ids, f"a link to nowhere: {target}")
            if tag in ("script", "link", "iframe"):
                self.troubles.append(f"there is a {tag}")
            named = attrs.get("aria-labelledby")
            self._must(named is None or named in ids, f"named by what is not there: {named}")
            self._must(tag not in ("nav", "section") or bool(named), f"a {tag} without a name")

    def _must(self, holds: bool, trouble: str) -> None:
        if not holds:
            self.troubles.append(trouble)
