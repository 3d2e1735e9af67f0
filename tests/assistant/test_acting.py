"""Acting: consent, confirmation, undo, and what is refused. Hands that only note what they are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import chat
from assistant.cancel import Token
from assistant.carry import Command as CarriedCommand
from assistant.carry import Reply
from assistant.commands import Command
from assistant.conversation import Statement
from assistant.hands import CannotAct, Reach, Why
from assistant.phrases import say_in
from assistant.pointing import other_host_named, target_in_words
from assistant.telling import Habits
from assistant.turn import Request, TurnHandle
from assistant.types import Answer, Box, Capture, Evidence, Finding, Question, Scene, TextBlock, Thing
from tests.assistant.fakes import Finder, ReadingEngine, picture
from tests.assistant.test_session import Stage

CAN = frozenset({"focusable"})
NAME = Thing(1, "textbox", "Name", "Ada", CAN | {"focused"}, Box(0, 0, 10, 5), handle="name")
SAVE = Thing(2, "button", "Save", "", CAN, Box(0, 10, 10, 5), handle="save")
TERMS = Thing(3, "link", "Terms", "", CAN, Box(0, 20, 10, 5), handle="terms")
BANK = Thing(4, "link", "www.bank.example", "", CAN, Box(0, 30, 10, 5), handle="bank")
SECRET = Thing(5, "password", "Passphrase", "", CAN, Box(20, 0, 10, 5), handle="secret")
NOTE = Thing(6, "label", "Only a note", "", frozenset(), Box(20, 10, 10, 5), handle="note")
GREY = Thing(7, "button", "Send", "", CAN | {"disabled"}, Box(20, 20, 10, 5), handle="grey")
THINGS = (NAME, SAVE, TERMS, BANK, SECRET, NOTE, GREY)
TARGETS = {"terms": "https://example.org/terms", "bank": "https://evil.example/login"}


class FakeHands:
    def __init__(self) -> None:
        self.focused: str = "name"
        self.done: list[tuple[str, ...]] = []
        self.trouble: dict[str, Why] = {}
        self.caret: str | None = None

    def focus(self, handle: str, token: Token) -> None:
        self._check(handle)
        self.done.append(("focus", handle))
        self.focused = handle

    def has_focus(self, handle: str, token: Token) -> bool:
        return handle == self.focused

    def target(self, handle: str, token: Token) -> str:
        self._check(handle)
        return TARGETS.get(handle, "")

    def follow(self, handle: str, target: str, token: Token) -> None:
        self._check(handle)
        if TARGETS.get(handle, "") != target:
            raise CannotAct("changed")
        self.done.append(("follow", handle, target))

    def from_caret(self, handle: str, token: Token) -> str | None:
        self._check(handle)
        return self.caret

    def _check(self, handle: str) -> None:
        if handle in self.trouble:
            raise CannotAct(self.trouble[handle])


class NamingEngine(ReadingEngine):
    """Answers "Where is X?" with the thing that is called so."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def answer(self, question: Question, capture: Capture, scene: Scene, conversation: object, token: Token) -> Answer:
        self.calls.append(question.text)
        words = question.text.removeprefix("Where is ").rstrip("?")
        found = [thing for thing in scene.things if thing.name == words]
        evidence = tuple(Evidence("tree", thing.box, None, thing.name) for thing in found)
        return Answer(f"{words}: there." if found else f"I see no {words}.", bool(found), evidence)


class Room:
    def __init__(self, stage: Callable[..., Stage], **more: Any) -> None:
        self.hands = FakeHands()
        self.now = 0.0
        self.copied: list[str] = []
        self.stage = stage(
            Finder("tree", Finding("tree", things=more.pop("things", THINGS))),
            engine=NamingEngine(),
            reach=Reach(self.hands, lambda thing, language: f"{thing.name} {thing.role}"),
            clock=lambda: self.now,
            **more,
        )
        self.stage.session.acting.copy = self.copied.append

    def ask(self, text: str, **more: Any) -> TurnHandle:
        return self.stage.run("ask", text=text, **{"in_person": True, **more})

    def said(self, text: str, **more: Any) -> str:
        """What Hearsight says to that."""
        before = len(self.stage.mouth.texts)
        self.ask(text, **more)
        return " ".join(self.stage.mouth.texts[before:])


@pytest.fixture
def room(stage: Callable[..., Stage]) -> Iterator[Callable[..., Room]]:
    yield lambda **more: Room(stage, **more)


def test_where_is_it_moves_nothing(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Where is Save?")
    assert r.hands.done == []


def test_nothing_moves_before_a_yes_and_then_the_focus_does(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Where is Save?")
    assert r.said("Take me there") == " ".join(
        (say_in("en", "act_ask_focus", thing="Save button"), say_in("en", "act_first_ask"))
    )
    assert r.hands.done == []
    assert r.said("Yes.") == "Focus: Save button."
    assert r.hands.done == [("focus", "save")]


def test_a_name_says_where_to(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    assert "Focus: Save button." in r.said("Take me to Save")
    assert r.hands.done == [("focus", "save")]
    assert r.said("Take me to Print") == "I see no Print."
    assert r.stage.mouth.earcons[-1] == "refused"


def test_the_setting_focus_says_so_at_its_first_use_only(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    assert say_in("en", "act_first_focus") in r.said("Take me to Save")
    assert r.said("Take me to Terms") == "Focus: Terms link."


def test_the_setting_never_refuses_and_reads_and_copies_still(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="never"))
    r.ask("Where is Terms?")
    for words in ("Take me there", "Open that link", "Take me back"):
        assert r.said(words) == say_in("en", "act_never")
    assert r.said("Copy it") == "Copied: Terms: there."
    assert r.hands.done == []


def test_a_link_is_never_opened_without_a_yes_whatever_the_setting(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    r.ask("Where is Terms?")
    assert r.said("Open that link") == "Say yes to open Terms link. It leads to example.org."
    assert r.hands.done == []
    assert r.said("yes") == "Opened: Terms link."
    assert r.hands.done == [("follow", "terms", "https://example.org/terms")]


@pytest.mark.parametrize("other", ["Where is Save?", "No.", "Copy it", "Take me to Save", "maybe", "yes maybe"])
def test_anything_but_yes_cancels(room: Callable[..., Room], other: str) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.ask(other)
    r.ask("yes")
    assert [one for one in r.hands.done if one[0] == "follow"] == []


def test_a_look_in_between_cancels(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.stage.run("describe")
    assert r.said("yes") == say_in("en", "act_nothing_asked")


def test_a_yes_does_nothing_when_acting_was_switched_off_since_the_question(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.stage.session.habits = Habits(acting="never")
    assert r.said("yes") == say_in("en", "act_never")
    assert r.hands.done == []


def test_a_question_that_was_never_said_can_not_be_confirmed(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    r = room()
    target = r.hands.target

    def ended_meanwhile(handle: str, token: Token) -> str:
        token.cancel()  # a key was pressed while the program was asked where the link leads
        return target(handle, token)

    monkeypatch.setattr(r.hands, "target", ended_meanwhile)
    r.ask("Open the link Terms")
    assert r.said("yes") == say_in("en", "act_nothing_asked")
    assert r.hands.done == []


def test_a_yes_confirms_once(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.ask("yes")
    assert r.said("yes") == say_in("en", "act_nothing_asked")
    assert len(r.hands.done) == 1


def test_a_late_yes_does_nothing(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.now += 31
    assert r.said("yes") == say_in("en", "act_too_late")
    assert r.hands.done == []


def test_a_script_cannot_say_yes_and_the_person_still_can(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    assert r.said("yes", in_person=False) == say_in("en", "act_only_person")
    assert r.hands.done == []
    r.ask("yes")
    assert len(r.hands.done) == 1


@pytest.mark.parametrize("terminal", [True, False])
def test_a_yes_that_is_piped_into_a_dialogue_is_no_persons(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    said: list[bool] = []

    def carried(*_: object, in_person: bool, **__: object) -> Reply:
        said.append(in_person)
        return Reply()

    monkeypatch.setattr(chat, "carry_out", carried)
    monkeypatch.setattr(chat.sys.stdin, "isatty", lambda: terminal, raising=False)
    app = SimpleNamespace(session=None, source_from=None)
    chat._one_question(app, CarriedCommand(kind="describe"), "yes", listen=False)  # type: ignore[arg-type]
    assert said == [terminal]


def test_a_yes_that_was_hardly_heard_is_asked_for_again(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Open the link Terms")
    r.stage.recogniser.text, r.stage.recogniser.confidence = "Yes.", 0.3
    r.stage.run("ask", listen="until_silence", in_person=True)
    assert r.stage.mouth.texts[-1] == say_in("en", "act_unsure")
    assert r.hands.done == []
    r.stage.recogniser.confidence = 0.9
    r.stage.run("ask", listen="until_silence", in_person=True)
    assert r.hands.done == [("follow", "terms", "https://example.org/terms")]


def test_a_link_that_leads_elsewhere_than_its_text_is_told(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Where is www.bank.example?")
    told = r.said("Open it")
    assert "Careful" in told
    assert "www.bank.example" in told
    assert "evil.example" in told


def test_a_link_that_changed_its_target_meanwhile_is_not_followed(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    r = room()
    r.ask("Open the link Terms")
    monkeypatch.setitem(TARGETS, "terms", "https://evil.example/")
    assert "has changed" in r.said("yes")
    assert r.hands.done == []


@pytest.mark.parametrize("why", ["gone", "changed", "moved", "hidden", "behind", "refused", "silent", "unseen"])
def test_what_is_not_as_it_was_is_left_alone_and_that_is_said(room: Callable[..., Room], why: Why) -> None:
    r = room(habits=Habits(acting="focus"))
    r.hands.trouble["save"] = why
    turn = r.ask("Take me to Save")
    assert r.stage.mouth.texts[-1] == say_in("en", f"act_{why}", thing="Save button")
    assert turn.outcome.answer is not None
    assert not turn.outcome.answer.answerable


def test_take_me_back_and_go_back_return_the_focus(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    r.ask("Take me to Save")
    assert r.said("Take me back") == "The focus is back: Name textbox."
    assert r.hands.focused == "name"
    assert r.said("Take me back") == say_in("en", "act_no_back")


def test_go_back_by_voice_means_the_focus_only_right_after_it_was_moved(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    r.ask("Take me to Save")
    r.stage.recogniser.text = "Go back."
    r.stage.run("ask", listen="until_silence", in_person=True)
    assert r.hands.focused == "name"
    r.ask("Take me to Save")
    r.ask("Where is Terms?")
    r.stage.run("ask", listen="until_silence", in_person=True)
    assert r.hands.focused == "save"
    assert r.stage.commands == ["previous_sentence"]


def test_mere_text_and_what_is_greyed_out_are_said_to_be(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    assert r.said("Take me to Only a note") == say_in("en", "act_text", thing="Only a note label")
    assert r.said("Take me to Send") == say_in("en", "act_disabled", thing="Send button")
    assert r.said("Open the link Save") == say_in("en", "act_no_link", thing="Save button")


def test_a_password_field_can_have_the_focus_but_nothing_of_it_is_read_or_copied(room: Callable[..., Room]) -> None:
    focus = replace(SECRET, states=CAN | {"focused"})
    r = room(habits=Habits(acting="focus"), things=(SAVE, focus))
    r.ask("Take me to Passphrase")
    assert r.hands.focused == "secret"
    assert r.said("Read from the cursor") == say_in("en", "act_password")
    r.ask("Where is Passphrase?")
    assert r.said("Copy the text") == say_in("en", "act_secret")
    assert r.copied == []


def test_copy_says_what_it_copied(room: Callable[..., Room]) -> None:
    r = room()
    r.ask("Where is Name?")
    assert r.said("Copy that") == "Copied: Name: there."
    assert r.said("Copy the text") == "Copied: Ada"
    assert r.copied == ["Name: there.", "Ada"]


def test_a_long_text_is_copied_whole_and_said_in_part(room: Callable[..., Room]) -> None:
    long = replace(NAME, value="word " * 60)
    r = room(things=(long,))
    r.ask("Where is Name?")
    said = r.said("Copy the text")
    assert said.startswith("Copied, 300 characters, beginning with: word word")
    assert r.copied == ["word " * 60]


def test_a_secret_is_not_copied(room: Callable[..., Room]) -> None:
    r = room(things=(replace(NAME, value="the word is hunter2"), replace(SAVE, value="[hidden card number]")))
    for name in ("Name", "Save"):
        r.ask(f"Where is {name}?")
        assert r.said("Copy the text") == say_in("en", "act_secret")
    assert r.copied == []


def test_without_a_clipboard_it_says_so(room: Callable[..., Room]) -> None:
    r = room()
    r.stage.session.acting.copy = None
    r.ask("Where is Name?")
    assert r.said("Copy that") == say_in("en", "act_no_clipboard")


def test_before_anything_was_told_there_is_nothing_to_act_on(room: Callable[..., Room]) -> None:
    r = room()
    for words in ("Take me there", "Copy it", "Open that link"):
        assert r.said(words) == say_in("en", "act_nothing_told")


def test_nothing_in_a_picture_file_can_be_reached(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    r.stage.camera.capture = picture(source="file")
    r.stage.run("describe")
    r.stage.session.conversation.tell(99, _statement(r))
    assert r.said("Take me there") == say_in("en", "act_picture")


def _statement(r: Room) -> Any:
    scene = r.stage.session.conversation.scene
    assert scene is not None
    return Statement("A dog.", (Evidence("pixels", Box(0, 0, 5, 5)),), scene)


def test_what_only_ocr_read_takes_to_the_control_around_it(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    scene = Scene(60, 40, "window", things=THINGS, window=picture().window)
    talk = r.stage.session.conversation
    talk.tell(50, Statement("Save", (Evidence("ocr", Box(1, 11, 8, 3), 0.9, "Save"),), scene))
    assert "Focus: Save button." in r.said("Take me there")
    talk.tell(51, Statement("Far", (Evidence("ocr", Box(40, 30, 8, 3), 0.9, "Far"),), scene))
    assert r.said("Take me there") == say_in("en", "act_no_tree")


def test_of_several_things_it_asks_which_one(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    scene = Scene(60, 40, "window", things=THINGS)
    evidence = tuple(Evidence("tree", thing.box, None, thing.name) for thing in (SAVE, TERMS))
    r.stage.session.conversation.tell(50, Statement("Save and Terms.", evidence, scene))
    assert r.said("Take me there") == say_in("en", "act_several", names="Save button; Terms link")
    assert r.hands.done == []


def test_reading_goes_on_from_the_caret(room: Callable[..., Room]) -> None:
    r = room()
    r.hands.caret = "leaves at nine. Yours, hunter2."
    assert r.said("Read from the cursor") == "leaves at nine. Yours, [hidden]."


def test_scripts_that_ask_silently_change_nothing(stage: Callable[..., Stage]) -> None:
    s = stage(Finder("tree", Finding("tree", things=THINGS)), engine=NamingEngine(), habits=Habits(acting="focus"))
    turn = s.run("ask", text="Take me to Save", speak=False)
    assert turn.outcome.answer == Answer(say_in("en", "cannot_do"), False, (), "command")


def test_a_request_may_name_the_command(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    request = Request(kind="ask", at=time.monotonic(), command=Command("focus", "Save"))
    turn = r.stage.session.submit(request)
    assert turn.wait(20)
    assert r.hands.done == [("focus", "save")]
    assert turn.outcome.engine == "command"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://user@Evil.example:8443/a?b=www.bank.example", "evil.example"),
        ("https://www.bank.example@evil.example/", "evil.example"),
        ("https://evil.example\\@www.bank.example/", "evil.example"),
        ("file:///home/ada/next%20page.html#top", "a file on this computer, next page.html"),
        ("mailto:ann@example.org", "a new mail to ann@example.org"),
        ("javascript:alert(1)", "a script, not an address"),
        ("tel:+4912345", "another program, by tel"),
        ("", ""),
        ("http://[bad", ""),
    ],
)
def test_where_a_link_leads_is_said_in_words(target: str, words: str) -> None:
    assert target_in_words(target, "en") == words


@pytest.mark.parametrize(
    ("text", "target", "named"),
    [
        ("Terms", "https://example.org", ""),
        ("www.bank.example", "https://bank.example/login", ""),
        ("https://bank.example/login", "https://login.bank.example/", ""),
        ("bank.example", "https://bank.example.evil.org/", "bank.example"),
        ("www.bank.example", "https://evil.example\\@www.bank.example/", "www.bank.example"),
        ("Pay at PayPal.com now", "https://paypa1.com/", "paypal.com"),
        ("аpple.com", "https://apple.com/", "аpple.com"),
        ("report.pdf", "https://files.example/download?id=3", ""),
        ("readme.md", "https://code.example/blob/main/readme.md", ""),
        ("ann@example.org", "mailto:ann@example.org", ""),
        ("ann@example.org", "mailto:eve@evil.org", "example.org"),
        ("version 2.0.1", "https://example.org", ""),
        ("Example.org/PATH", "https://EXAMPLE.ORG/path", ""),
        ("Example.org/PATH", "https://evil.example/Example.org/PATH", "example.org"),
        ("Bank.example/Login", "https://evil.example/?next=bank.example/login", "bank.example"),
        ("PAYPAL.COM", "https://evil.example/paypal.com", "paypal.com"),
        ("HTTPS://WWW.Bank.Example", "HTTPS://bank.EXAMPLE/", ""),
        ("Straße.example", "https://strasse.example/", "straße.example"),
        ("Straße.example", "https://xn--strae-oqa.example/", ""),
        ("München.example", "https://xn--mnchen-3ya.example/", ""),
        ("example.org", "https://example.org./", ""),
        ("Ann@Example.ORG", "mailto:ann@example.org", ""),
        ("Main.go", "https://code.example/src/Main.go", ""),
        ('Log in at "bank.example"', "https://evil.example/", "bank.example"),
        ("bank.example!", "https://evil.example/", "bank.example"),
        ("Now on bank.example. Log in", "https://evil.example/", "bank.example"),
        ("first.last@example.org", "mailto:first.last@example.org", ""),
    ],
)
def test_a_text_that_names_another_host_is_noticed(text: str, target: str, named: str) -> None:
    assert other_host_named(text, target) == named


class Restless(Finder):
    """A tree whose focus goes from one thing to the next at each look; no pixel tells of it."""

    def gather(self, capture: Capture, scene: Scene, token: Token) -> Iterator[Finding]:
        at = len(self.saw) % len(THINGS)
        self.saw.append(capture)
        plain = [replace(thing, states=thing.states - {"focused"}) for thing in THINGS]
        plain[at] = replace(plain[at], states=plain[at].states | {"focused"})
        yield Finding("tree", things=tuple(plain))


def test_a_focus_that_moved_without_a_changed_pixel_is_noticed(stage: Callable[..., Stage]) -> None:
    from models.evidence.merge import SceneMerger

    s = stage(Restless("tree"), merger=SceneMerger())
    seen = []
    for _ in range(3):
        s.run("ask", text="What has the focus?")
        focus = s.engine.answered[-1][1].focus
        assert focus is not None
        seen.append(focus.name)
    assert seen == ["Name", "Save", "Terms"]


def test_of_a_description_the_sentence_that_is_heard_is_meant(stage: Callable[..., Stage]) -> None:
    blocks = tuple(TextBlock(text, Box(0, 10 * at, 10, 5)) for at, text in enumerate(("One.", "Two.", "Three.")))
    s = stage(Finder("tree", Finding("tree", blocks=blocks)))
    s.run("describe")
    talk = s.session.conversation
    s.mouth.hear(1)
    s.mouth.begin()
    s.run("ask", text="How do you know?")
    assert talk.meant is not None
    assert talk.meant.text == "Two."
    s.run("describe", by_key=False)
    s.mouth.hear()
    s.run("ask", text="How do you know?")
    assert talk.meant is not None
    assert talk.meant.text == "Three."


def test_a_field_is_meant_by_what_was_told_with_its_label(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    scene = Scene(60, 40, "window", things=THINGS)
    evidence = tuple(Evidence("tree", thing.box, None, thing.name) for thing in (NOTE, SAVE))
    r.stage.session.conversation.tell(50, Statement("Only a note: Save.", evidence, scene))
    assert "Focus: Save button." in r.said("Take me there")


def test_what_was_greyed_out_when_it_was_told_and_is_not_now_can_have_the_focus(room: Callable[..., Room]) -> None:
    r = room(habits=Habits(acting="focus"))
    grey = replace(SAVE, states=CAN | {"disabled"})
    evidence = (Evidence("tree", grey.box, None, grey.name),)
    r.stage.session.conversation.tell(50, Statement("Save.", evidence, Scene(60, 40, "window", things=(grey,))))
    assert "Focus: Save button." in r.said("Take me there")


def test_a_name_of_any_length_is_said_in_part(room: Callable[..., Room]) -> None:
    r = room(things=(replace(SAVE, name="Save " * 400),))
    scene = Scene(60, 40, "window", things=(replace(SAVE, name="Save " * 400),))
    r.stage.session.conversation.tell(50, Statement("Save.", (Evidence("tree", SAVE.box, None, "Save " * 400),), scene))
    assert len(r.said("Take me there")) < 400


def test_how_it_is_known_is_never_asked_of_a_captioning_model(room: Callable[..., Room]) -> None:
    r = room()
    model = NamingEngine()
    r.stage.session._engines = {**r.stage.session._engines, "vlm": model}  # type: ignore[dict-item]
    r.ask("What is it?", engine="vlm", why=True)
    r.ask("Are you sure?", engine="vlm")
    assert model.calls == ["What is it?"]
    assert r.stage.engine.calls == ["How do you know?", "How do you know?"]


LINES = tuple(
    TextBlock(text, Box(30, 10 * at, 20, 5)) for at, text in enumerate(("Dear Anna,", "see you at nine.", "Ben"))
)


def test_reading_from_here_begins_at_what_was_told_and_ends_at_the_end(stage: Callable[..., Stage]) -> None:
    s = stage(Finder("tree", Finding("tree", things=THINGS)), Finder("ocr", Finding("ocr", blocks=LINES)))
    s.run("read")
    talk = s.session.conversation
    assert talk.scene is not None
    talk.tell(50, Statement("At nine.", (Evidence("ocr", LINES[1].box, 0.9, LINES[1].text),), talk.scene))
    turn = s.run("ask", text="Read from here", in_person=True)
    assert turn.told == ["see you at nine.", "Ben"]
    assert turn.outcome.answer is not None
    assert [item.box for item in turn.outcome.answer.evidence] == [LINES[1].box, LINES[2].box]
    assert talk.said == ["see you at nine.", "Ben"], "it can be repeated and moved in"


def test_what_was_told_of_and_is_no_longer_there_is_not_read(stage: Callable[..., Stage]) -> None:
    s = stage(Finder("tree", Finding("tree", things=THINGS)), Finder("ocr", Finding("ocr", blocks=LINES)))
    s.run("read")
    talk = s.session.conversation
    assert talk.scene is not None
    talk.tell(50, Statement("Gone.", (Evidence("ocr", Box(50, 35, 5, 5), 0.9, "Gone"),), talk.scene))
    turn = s.run("ask", text="Read from here", in_person=True)
    assert s.mouth.texts[-1] == say_in("en", "act_lost")
    assert turn.told == []


def test_with_nothing_told_reading_begins_at_the_focus(stage: Callable[..., Stage]) -> None:
    focus = Thing(1, "button", "Nine", states=CAN | {"focused"}, box=Box(30, 10, 20, 5), handle="nine")
    s = stage(Finder("tree", Finding("tree", things=(focus,))), Finder("ocr", Finding("ocr", blocks=LINES)))
    turn = s.run("ask", text="Read from the cursor", in_person=True)
    assert turn.told == ["see you at nine.", "Ben"]
