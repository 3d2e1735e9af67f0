"""A dialogue that acts on real windows: asked, taken there, read from there, a link opened after a yes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from virtual_desktop import VirtualDesktop

from assistant.capture.gate import Gate
from assistant.hands import Reach
from assistant.session import Session
from assistant.telling import Habits
from assistant.turn import Request
from assistant.types import Capture
from assistant.viewing import Eyes
from models.evidence.hands import AtspiHands
from models.evidence.merge import SceneMerger
from models.evidence.secrets import SecretRedactor
from models.grounded.engine import GroundedEngine
from models.grounded.phrases import phrases
from models.grounded.wording import describe_thing
from tests.models.evidence.stage import CHROMIUM, Stage, one

pytestmark = pytest.mark.desktop

LONG_S = 60.0
PAGE = """<html><head><title>News</title></head><body><h1>Town news</h1>
<p>The bridge is open again.</p><p>The market moves to Friday.</p>
<p>More in <a href="second.html">the archive</a> or at <a href="https://evil.example/x">www.town.example</a>.</p>
<form><label>Your name <input value="Ada"></label><button type="button">Subscribe</button></form></body></html>"""


class Talk:
    """A session that looks at one window of the stage and says nothing aloud."""

    def __init__(self, stage: Stage, hands: AtspiHands, title: str, acting: str) -> None:
        self.title, self.stage = title, stage
        self.copied: list[str] = []
        redactor, engine = SecretRedactor(), GroundedEngine(None)

        def name(thing: object, language: str) -> str:
            return describe_thing(thing, phrases(language), value=False)  # type: ignore[arg-type]

        self.session = Session(
            eyes=Eyes(stage.gatherer, (), SceneMerger(redactor), redactor, Gate()),
            engines={"auto": engine, "grounded": engine},
            window=lambda: self,
            reach=Reach(hands, name),
            habits=Habits(acting=acting),  # type: ignore[arg-type]
        )
        self.session.acting.copy = self.copied.append

    def grab(self) -> Capture:
        return self.stage.grab(self.stage.window(self.title))

    def say(self, text: str) -> str:
        turn = self.session.submit(Request(kind="ask", at=time.monotonic(), text=text, in_person=True))
        assert turn.wait(LONG_S)
        assert turn.outcome.error is None, turn.outcome.error
        assert turn.outcome.answer is not None
        return turn.outcome.answer.text


@pytest.fixture
def hands(desktop: VirtualDesktop) -> Iterator[AtspiHands]:
    hands = AtspiHands(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
    yield hands
    hands.close()


def focused(stage: Stage, title: str, name: str) -> None:
    """Raises unless that has the focus before long."""
    stage.tree(title, lambda things: any(t.name == name and "focused" in t.states for t in things))


def test_in_a_gtk_dialog_where_is_it_moves_nothing_and_take_me_there_does_after_a_yes(
    stage: Stage, hands: AtspiHands
) -> None:
    stage.start("zenity", "--forms", "--title", "Trip", "--text", "Where?", "--add-entry", "From", "--add-entry", "To")
    focused(stage, "^Trip$", "From")
    talk = Talk(stage, hands, "^Trip$", "ask")
    assert "To" in talk.say("Where is the To field?")
    assert talk.say("Take me there").startswith("Say yes to move the focus to To, text field")
    focused(stage, "^Trip$", "From")
    assert talk.say("Yes") == "Focus: To, text field."
    focused(stage, "^Trip$", "To")
    assert talk.say("Take me back") == "The focus is back: From, text field."
    focused(stage, "^Trip$", "From")
    things = stage.tree("^Trip$")[1]
    assert [one(things, "textbox", name).value for name in ("From", "To")] == ["", ""], "nothing was typed"
    talk.session.close()


def test_in_a_browser_a_link_is_opened_after_a_yes_and_how_it_is_known_is_told(stage: Stage, hands: AtspiHands) -> None:
    (stage.folder / "second.html").write_text("<title>Archive</title><p>Old news")
    (stage.folder / "news.html").write_text(PAGE)
    url = (stage.folder / "news.html").as_uri()
    stage.start(*CHROMIUM, f"--user-data-dir={stage.folder / 'chromium'}", url)
    stage.tree("^News", lambda things: any(thing.role == "link" for thing in things))
    talk = Talk(stage, hands, "^News", "focus")
    assert "Subscribe" in talk.say("Where is the Subscribe button?")
    assert talk.say("How do you know?").startswith("The program itself says so: Subscribe")
    assert talk.say("Take me there").endswith("Focus: Subscribe button.")
    focused(stage, "^News", "Subscribe")
    assert "does not lead to www.town.example, as its text says, but to evil.example" in talk.say(
        "Open the link www.town.example"
    )
    assert talk.say("No") == "All right, I leave it."
    said = talk.say("Open the archive link")
    assert said == "Say yes to open the archive link. It leads to a file on this computer, second.html."
    assert talk.say("Yes") == "Opened: the archive link."
    assert stage.window("^Archive").title.startswith("Archive")
    talk.session.close()


def test_reading_from_here_goes_on_behind_what_was_told(stage: Stage, hands: AtspiHands) -> None:
    (stage.folder / "news.html").write_text(PAGE)
    url = (stage.folder / "news.html").as_uri()
    stage.start(*CHROMIUM, f"--user-data-dir={stage.folder / 'chromium'}", url)
    stage.tree("^News", lambda things: any(thing.role == "link" for thing in things))
    talk = Talk(stage, hands, "^News", "never")
    assert "Friday" in talk.say("When does the market move?")
    read = talk.say("Read from here")
    assert read.startswith("The market moves to Friday. More in the archive"), read
    assert "bridge" not in read
    talk.session.close()


def test_reading_from_the_cursor_in_an_editor(stage: Stage, hands: AtspiHands) -> None:
    file = stage.folder / "letter.txt"
    file.write_text("Dear Anna,\nthe train leaves at nine.\nYours, Ben\n")
    stage.start("mousepad", str(file))
    stage.tree("letter.txt", lambda things: any("Anna" in thing.value for thing in things))
    stage.desktop.key("Down")
    talk = Talk(stage, hands, "letter.txt", "never")
    end = time.monotonic() + LONG_S
    while (read := talk.say("Read from the cursor")) != "the train leaves at nine. Yours, Ben":
        assert time.monotonic() < end, read
    assert file.read_text().startswith("Dear Anna,\n")
    talk.session.close()
