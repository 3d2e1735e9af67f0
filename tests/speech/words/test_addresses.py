from __future__ import annotations

import pytest

from speech.words import spoken

ADDRESSES = [
    ("https://www.example.org/", "W.W.W dot example dot org"),
    ("http://example.org/a-b/?x=1#top", "example dot org slash A, dash B slash question mark X equals 1 hash top"),
    ("See https://example.org/news.", "See example dot org slash news."),
    ("(www.bbc.co.uk/news)", "(W.W.W dot B.B.C dot co dot uk slash news)"),
    ("ftp://files.example.net/pub/", "files dot example dot net slash pub"),
    ("hearsight.org", "hearsight dot org"),
    ("github.com/anna/repo_two", "github dot com slash anna slash repo underscore two"),
    ("anna.berg@example.com", "anna dot berg at example dot com"),
    ("Write to a_b+c-d@mail.example.org!", "Write to A, underscore B plus C dash D at mail dot example dot org!"),
    ('"Anna Berg" <anna@berg.de>', '"Anna Berg" less than anna at berg dot de greater than'),
    ("/home/anna/report-final.pdf", "slash home slash anna slash report dash final dot P.D.F"),
    ("~/notes.txt", "tilde slash notes dot T.X.T"),
    ("./run.sh", "dot slash run dot S.H"),
    (r"C:\Users\Anna\notes.txt", "C colon backslash Users backslash Anna backslash notes dot T.X.T"),
    (r"\\server\share\doc.docx", "backslash backslash server backslash share backslash doc dot docx"),
    ("src/main.py", "S.R.C slash main dot P.Y"),
    ("photo_2026.jpg", "photo underscore 2026 dot J.P.G"),
    ("os.path.join", "os dot path dot join"),
    (".gitignore", "dot gitignore"),
    ("Node.js and .NET", "Node dot J.S and dot net"),
]  # fmt: skip
NO_ADDRESSES = ["e.g. this", "U.S.A. and J.R.R. Tolkien", "It ended.Then it began.", "9 a.m. to 5 p.m.", "Dr. Smith"]


@pytest.mark.parametrize(("text", "said"), ADDRESSES)
def test_every_sign_of_an_address_is_said_but_its_scheme(text: str, said: str) -> None:
    assert spoken(text, "en") == said


@pytest.mark.parametrize("level", ["none", "some", "most", "all"])
def test_an_address_can_be_typed_from_what_is_said_at_every_level(level: str) -> None:
    assert spoken("anna.b_c@example.com", "en", level) == "anna dot B underscore C at example dot com"  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_full_stops_of_ordinary_text_are_not_said(text: str) -> None:
    assert "dot" not in spoken(text, "en")


def test_an_address_in_a_chinese_sentence_is_said_in_the_language_of_its_letters() -> None:
    assert spoken("邮箱：anna@berg.de，谢谢", "zh") == "邮箱： anna at berg dot de，谢谢"
    assert spoken("网址 www.example.cn/新闻", "zh") == "网址 W.W.W dot example dot C.N slash 新闻"


def test_and_or_is_no_path() -> None:
    assert spoken("Yes and/or no, I/O, 60 km/h", "en") == "Yes and slash or no, I slash O, 60 kilometers per hour"
