"""Everything that needs a model: eyes, engines, and the recogniser, in the host process or behind it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import HearsightError
from assistant.types import Box
from assistant.viewing import Eyes
from assistant.wiring.habits import language_of
from assistant.wiring.teaching import WORKER, known_things, taught_looks, worker_of_things
from assistant.wiring.vlm import caption_worker

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.hands import Reach
    from assistant.host import Host
    from assistant.narrating import Density, Narrator
    from assistant.ports import Comparer, Engine, Gatherer, Recogniser
    from assistant.settings import Settings
    from assistant.types import Capture, Claim, Pixels, Scene, TextBlock, Thing, Verbosity
    from assistant.watch_dialogs import Describer
    from models.catalogue import Entry
    from models.objects.finder import Seen
    from models.store import Store
    from models.vlm.notices import Notices
    from speech.recognisers.chosen import Figure

LOOK_S = 20.0
"""A look at a frame takes 0.1 s, or a second on a loaded machine; after so long the models' process hangs."""
RECOGNISERS_FILE = "recognisers.json"
"""Beside the models: how quick each recogniser is here (`speech.recognisers.choose`)."""

EMPTY_CELL = ("", Box(0, 0, 0, 0))

Workers = dict[str, tuple[str, dict[str, object]]]
"""What lives in the host process: name -> (class, its arguments)."""


def workers_for(settings: Settings, store: Store, model: str | None) -> Workers:
    """What lives in the host process; only those whose models are installed."""
    workers = workers_of_eyes(store)
    if store.installed("minilm-l6-v2"):
        # An embedder that also reads lines, with the same weights.
        workers["embed"] = ("models.grounded.reader:LineReader", {"folder": str(store.path("minilm-l6-v2"))})
    hearing = hearing_model(settings, store)
    if hearing is not None:
        workers["hear"] = hearing
    captions = caption_worker(settings, store, model)
    if captions is not None:
        workers["caption"] = captions
        matcher = next((n for n in store.names() if store.entry(n).kind == "matcher" and store.installed(n)), None)
        if matcher is not None:  # looks a second time where the evidence can't tell whether the other is right
            folder = str(store.path(matcher))
            workers["match"] = ("models.vlm.captioner:Captioner", {"source": folder, "device": settings.host.device})
    return workers


def workers_of_eyes(store: Store) -> Workers:
    """What `eyes` needs of the host process."""
    workers: Workers = {
        "ocr": ("models.evidence.ocr:Reader", {}),
        "elements": ("models.evidence.elements.finder:Finder", {}),
        "charts": ("models.evidence.charts.reader:ChartReader", {}),
        "objects": ("models.objects.finder:ObjectFinder", {}),
        "faces": ("models.photo.finder:FaceFinder", {}),
        "codes": ("models.photo.codes:CodeReader", {}),
    }
    workers |= worker_of_things(store)
    if store.installed("page-layout"):
        layout = str(store.path("page-layout"))
        workers["layout"] = ("models.evidence.documents.headings:PageLayout", {"folder": layout})
    return workers


def hearing_model(
    settings: Settings, store: Store, language: str | None = None
) -> tuple[str, dict[str, object]] | None:
    """The recogniser as a worker of the host process, None when no model for the language (by default the one that is
    spoken) is there. One whose files are damaged counts as there: it is told, not passed over.

    Raises `errors.Usage` or `errors.ModelMissing` for a model that the settings name and that isn't there."""
    wanted, language = settings.listening.model, language or language_of(settings)
    models = [
        {"name": name, "folder": str(store.root / name), "memory_mb": store.entry(name).memory_mb}
        for name in store.names()
        if store.present(name) and _hears(store.entry(name), language, named=name == wanted)
    ]
    if wanted != "auto" and wanted not in {model["name"] for model in models}:
        store.path(wanted)  # raises, with what to do
    if not models:
        return None
    return "speech.recognisers.chosen:ChosenWhisper", {
        "models": models,
        "ledger": str(store.root / RECOGNISERS_FILE),
        "kind": settings.listening.recogniser,
        "device": settings.host.device,
        "language": language,
        "pinned": "" if wanted == "auto" else wanted,
    }


def _hears(entry: Entry, language: str, *, named: bool) -> bool:
    """Whether a model is a recogniser for the language. One installed from a folder says nothing of itself: it is
    taken when it is named."""
    return named or (entry.kind == "recogniser" and bool({language, "multilingual"} & set(entry.languages)))


def recogniser_figures(settings: Settings, *, again: bool) -> tuple[str, list[Figure], str, str]:
    """How quick each recogniser is here (`again`: measured anew): the language, the figures, the name of the one that
    is chosen ("" for none), and why. Raises `errors.RecogniserMissing`."""
    from assistant.cancel import Token
    from assistant.errors import RecogniserMissing
    from assistant.host import Host
    from models.store import Store

    hearing = hearing_model(settings, Store())
    if hearing is None:
        raise RecogniserMissing
    with Host({"hear": hearing}) as host:
        figures, name, why = host.worker("hear").call("figures", token=Token(), timeout_s=600, again=again)
    return language_of(settings), figures, name, why


@contextlib.contextmanager
def lone_recogniser(settings: Settings) -> Iterator[Recogniser | None]:
    """The recogniser alone, in a host of its own; None when no model for it is installed."""
    from assistant.host import Host
    from models.store import Store

    hearing = hearing_model(settings, Store())
    if hearing is None:
        yield None
        return
    with Host({"hear": hearing}) as host:
        yield recogniser(host, {"hear": hearing})


def _unseen_programs() -> Callable[[str, int], bool] | None:
    """Which programs are never to be looked at, by their names and the windows they have now; None: there are none."""
    from assistant.capture.desktop import desktop
    from assistant.capture.unseen import unseen

    if not unseen.programs():
        return None
    pids: frozenset[int] = frozenset()
    with contextlib.suppress(HearsightError):  # no display: then there is no picture to look at either
        pids = desktop().hidden_pids()
    return lambda name, pid: unseen(name) or pid in pids


def eyes(host: Host, workers: Workers) -> Eyes:
    from assistant.capture.gate import Gate
    from models.evidence.charts.reader import ChartGatherer
    from models.evidence.documents.headings import HeadingGatherer
    from models.evidence.elements.finder import ElementsGatherer
    from models.evidence.looks.gatherer import LooksGatherer
    from models.evidence.merge import SceneMerger
    from models.evidence.ocr import OcrGatherer
    from models.evidence.panels import PanelsGatherer
    from models.evidence.parting import PartedText
    from models.evidence.secrets import SecretRedactor
    from models.evidence.tree import TreeGatherer
    from models.evidence.tree_check import TreeCheck
    from models.evidence.upright import Upright
    from models.objects.finder import ObjectsGatherer
    from models.photo.codes import CodesGatherer
    from models.photo.finder import FacesGatherer
    from models.taught.gatherer import TaughtGatherer

    redactor = SecretRedactor()
    late: list[Gatherer] = [
        ElementsGatherer(host.worker("elements")),
        ChartGatherer(host.worker("charts"), host.worker("ocr")),
        ObjectsGatherer(host.worker("objects")),
        FacesGatherer(host.worker("faces")),
        LooksGatherer(),
        CodesGatherer(host.worker("codes"), _language, products_named),
    ]
    if WORKER in workers:
        late.append(TaughtGatherer(host.worker(WORKER), known_things, host.worker("objects")))
    if "layout" in workers:
        late.append(HeadingGatherer(host.worker("layout")))
    return Eyes(
        tree=TreeGatherer(unseen=_unseen_programs),
        others=(
            PartedText(OcrGatherer(host.worker("ocr"))),
            TreeCheck(host.worker("ocr")),
            PanelsGatherer(host.worker("elements")),
        ),
        merger=SceneMerger(redactor),
        redactor=redactor,
        gate=Gate(),
        late=tuple(late),
        upright=Upright(host.worker("ocr")),
    )


def _language() -> str:
    """Of what is put into words before it is known who asks."""
    from assistant.settings import load

    return language_of(load())


def _place() -> bool:
    """Whether the settings allow to tell where a photograph was taken."""
    from assistant.settings import load

    return load().photos.place


def products_named() -> dict[str, str]:
    """Bar code -> name; none where the table is damaged, which `hearsight products list` tells."""
    import logging

    from assistant.errors import HearsightError
    from assistant.folders import data_dir
    from assistant.products import FILE_NAME, Products

    try:
        return Products(data_dir() / FILE_NAME).all()
    except HearsightError as error:
        logging.getLogger("hearsight.wiring").warning("no names of products: %s", error.detail)
        return {}


def reach_of_the_desktop() -> tuple[Reach | None, Callable[[], None]]:
    """What acts on the screen, and how it is ended. Nothing is connected before it is needed."""
    if sys.platform != "linux":
        return None, lambda: None
    from assistant.hands import Reach
    from models.evidence.hands import AtspiHands

    def worded(thing: Thing, language: str) -> str:
        from models.grounded.phrases import phrases
        from models.grounded.wording import describe_thing

        return describe_thing(thing, phrases(language), value=False)

    hands = AtspiHands(unseen=_unseen_programs)
    return Reach(hands, worded), hands.close


def narrators(host: Host, clean: Callable[[str], str]) -> Callable[[str, Density, Token], Narrator]:
    """Makes what tells of a moving picture, from a language, a density, and the token that ends its looks: a process
    that hangs must not keep a camera open."""
    objects, ocr = host.worker("objects"), host.worker("ocr")

    def narrator(language: str, density: Density, token: Token) -> Narrator:
        from models.scenes.narrator import SceneNarrator

        def detect(pixels: Pixels) -> list[Seen]:
            area = [0, 0, pixels.shape[1], pixels.shape[0]]
            seen: list[Seen] = objects.call("find", pixels, areas=[area], token=token, timeout_s=LOOK_S)
            return seen

        def read(pixels: Pixels) -> list[TextBlock]:
            return [line for lines in ocr.stream("read", pixels, photo=True, token=token) for line in lines]

        # Before the camera is open, and the first thing that happens is missed.
        host.warm("objects", token=token)
        own = taught_looks(host, token)
        return SceneNarrator(detect, read=read, own=own, language=language, density=density, clean=clean)

    return narrator


def comparer() -> Comparer:
    def compare(
        before: Scene, after: Scene, same: Callable[[Box], bool], verbosity: Verbosity, language: str
    ) -> list[Claim]:
        from models.grounded.changes import changes

        return changes(before, after, same, verbosity, language)

    return compare


def in_brief() -> Describer:
    """What is said of a dialog that a watched program opens: the grounded engine's brief description."""
    from models.grounded.engine import GroundedEngine

    engine = GroundedEngine()

    def describe(capture: Capture, scene: Scene, language: str, token: Token) -> list[Claim]:
        return list(engine.describe(capture, iter([scene]), "brief", language, token))

    return describe


def engines(host: Host, workers: Workers, notices: Notices | None = None, *, twice: bool = False) -> dict[str, Engine]:
    """`notices`: what must be said of the vision-language model, if anybody listens. `twice`: it describes twice."""
    from models.auto import AutoEngine
    from models.grounded.engine import GroundedEngine

    embedder = host.worker("embed") if "embed" in workers else None
    grounded = GroundedEngine(embedder, datetime.now, embedder, _place)
    engines: dict[str, Engine] = {"grounded": grounded}
    if "caption" in workers:
        from models.vlm.engine import VlmEngine

        match = host.worker("match") if "match" in workers else None
        engines["vlm"] = VlmEngine(host.worker("caption"), instead=grounded, notices=notices, match=match, twice=twice)
        # Without another in its place: the grounded engine has spoken when it is asked.
        adds = VlmEngine(host.worker("caption"), notices=notices, match=match, twice=twice)
        engines["auto"] = AutoEngine(grounded, adds, embedder, notices)
    else:
        engines["auto"] = AutoEngine(grounded)
    return engines


def recogniser(host: Host, workers: Workers) -> Recogniser | None:
    if "hear" not in workers:
        return None
    from speech.recognisers.choose import Ledger
    from speech.recognisers.hosted import HostedRecogniser

    ledger = Ledger(Path(str(workers["hear"][1]["ledger"])))
    return HostedRecogniser(host.worker("hear"), "hosted", blame=ledger.blame)


def tables_of(scene: Scene) -> list[list[list[tuple[str, Box]]]]:
    """The tables of a scene that only the eye sees, as rows of (text, box), the headings first; an empty text where a
    cell is empty."""
    from models.evidence.structure.tables import seen_tables

    found: list[list[list[tuple[str, Box]]]] = []
    for table in seen_tables(scene.blocks):
        rows = [[(cell.text, cell.box) if cell is not None else EMPTY_CELL for cell in row] for row in table.rows]
        top = min(cell.box.y for cell in table.blocks)
        above = {block.text: block.box for block in scene.blocks if block.box.y < top}
        heads = [(text, above[text]) if text in above else EMPTY_CELL for text in table.header]
        found.append([heads, *rows] if any(text for text, _ in heads) else rows)
    return found
