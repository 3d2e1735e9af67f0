"""`hearsight models install`: what is fetched, shown and said, and what is recommended for this computer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.error_words import told
from assistant.errors import STOPPED, HearsightError, NoVoice, Usage

if TYPE_CHECKING:
    from assistant.settings import Settings
    from models.recommend import Fit, Machine
    from models.store import Store
    from speech.speaker import Speaker

SAID_S = 10.0
"""The longest wait for the last sentence."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for. `speech`: None is yes on a terminal, and no for a script."""

    names: tuple[str, ...] = ()
    needed: bool = False
    recommended: bool = False
    yes: bool = False
    accepted: tuple[str, ...] = ()
    trust_again: bool = False
    speech: bool | None = None
    as_json: bool = False


def install_models(wishes: Wishes, ask: Callable[[str], bool]) -> int:
    """Exit status. `ask` puts a question to the person. Raises `errors.Usage`, `errors.ModelTrouble`."""
    from assistant.cancel import Cancelled, Token
    from assistant.ctrl_c import CtrlCHushes
    from assistant.model_shelf import store_here
    from models.fetch import install

    store = store_here()
    for name in wishes.accepted:
        store.accept_licence(store.name_of(name))
    needed = store.needed() if wishes.needed or wishes.recommended else []
    names = [*needed, *(store.name_of(name) for name in wishes.names)]
    chosen = None
    if wishes.recommended:
        chosen = recommended(store)
        if not wishes.as_json:
            print("\n".join(in_words(chosen)))
        names += [chosen.fit.entry.name] if chosen.fit is not None else []
        missing = [name for name in dict.fromkeys(names) if store.state(name) != "installed"]
        if not missing:
            print("All of that is installed." if not wishes.as_json else _as_json(store, [], chosen))
            return 0
        if not wishes.yes:
            if not sys.stdin.isatty():
                raise Usage("Nobody can be asked here. To install what is recommended: add --yes.")
            if not ask(f"Fetch {', '.join(missing)} ({_megabytes(store, missing)} MB)?"):
                print("Nothing was fetched.")
                return 0
    token, done = Token(), []
    with Voiced(wishes.speech if not wishes.as_json else False) as voiced:
        try:
            with CtrlCHushes(token):
                for one in install(
                    store, names, told=voiced.told, token=token, trust_again=wishes.trust_again, silent=wishes.as_json
                ):
                    done.append(one)
                    if not wishes.as_json:
                        _tell(store, one.name, fetched=one.fetched)
                    if one.fetched:
                        voiced.installed(one.name)
        except Cancelled:
            kept = any(store.half_fetched(name) for name in names)
            print(
                "Stopped." + (" What has come so far is kept: install it again to go on." if kept else ""),
                file=sys.stderr,
            )
            return STOPPED
    if wishes.as_json:
        print(_as_json(store, [(one.name, one.fetched) for one in done], chosen))
    return 0


def _tell(store: Store, name: str, *, fetched: bool) -> None:
    print(f"{name} is installed in {store.path(name)}." if fetched else f"{name} is there and sound.")
    if needs := store.entry(name).needs:
        print(needs)


def _megabytes(store: Store, names: list[str]) -> int:
    return round(sum(store.entry(name).download_bytes for name in names) / 1e6)


def _as_json(store: Store, done: list[tuple[str, bool]], chosen: Recommendation | None) -> str:
    rows = [
        {
            "name": name,
            "fetched": fetched,
            "folder": str(store.path(name)),
            "source": (store.record(name) or {}).get("source"),
            "origin": (store.record(name) or {}).get("origin"),
        }
        for name, fetched in done
    ]
    result: dict[str, Any] = {"models": rows}
    if chosen is not None:
        fit = chosen.fit
        result["recommended"] = fit.entry.name if fit is not None else None
        result["why"] = in_words(chosen)
    return json.dumps(result, ensure_ascii=False)


# -- what is recommended --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`fit` is None where no captioning model suits; `passed_over` are those before it, the most able first."""

    machine: Machine
    fit: Fit | None
    passed_over: tuple[Fit, ...]


def recommended(store: Store) -> Recommendation:
    """Measures this computer for a second or two; asks nothing of the network. Raises `errors.BadSetting` and
    `errors.DeviceMissing` for a device of the settings that isn't there."""
    from assistant.settings import load
    from models import device, recommend

    here = recommend.machine(device.choose(load().host.device))
    known = (store.entry(name) for name in store.names())
    entries = [replace(e, must_accept=False) if e.must_accept and store.trust.accepted(e) else e for e in known]
    found = recommend.fits(entries, here, recommend.read_bench(store.root, here.torch_device))
    fit = recommend.choose(found)
    before = found if fit is None else found[: found.index(fit)]
    return Recommendation(here, fit, tuple(each for each in before if each.trouble))


def in_words(chosen: Recommendation) -> list[str]:
    """What is recommended and why, one sentence a line."""
    here, fit = chosen.machine, chosen.fit
    lines = [
        f"This computer: models run on {here.device} in {here.precision}; {here.memory_mb} MB are free for a model, "
        f"memory moves {here.bytes_per_s / 1e9:.0f} GB a second (measured now, with what else is running)."
    ]
    if fit is None:
        lines.append(
            "No captioning model would be quick enough here, so none is recommended: pictures are described by their "
            "text, layout and colours. To try one all the same: hearsight models install vit-gpt2"
        )
    else:
        how = "measured here by hearsight models bench" if fit.measured else "reckoned, not measured"
        rounded = {"int8": " in 8 bits", "int4": " in 4 bits"}.get("" if fit.measured else fit.precision, "")
        lines.append(
            f"Recommended: {fit.entry.name}. {fit.entry.purpose} It takes about {fit.memory_mb} MB of memory{rounded} "
            f"and writes about {fit.tokens_per_s:.0f} tokens a second after {fit.first_s:.0f} seconds ({how})."
        )
    reasons: dict[str, list[str]] = {}
    for each in chosen.passed_over:
        reasons.setdefault(each.trouble, []).append(each.entry.name)
    return lines + [f"Not {', '.join(names)}: {trouble}." for trouble, names in reasons.items()]


# -- said aloud -----------------------------------------------------------------------------------------------------


class Voiced:
    """Says each tenth of a download, and why it failed. The voice is opened with the first news, so not for what is
    there already.

    One tenth is said when the one before has ended: a quick download doesn't talk behind itself.
    """

    def __init__(self, wanted: bool | None, open_mouth: Callable[[Settings], Speaker] | None = None) -> None:
        self._wanted = sys.stdout.isatty() if wanted is None else wanted
        self._open = open_mouth or _mouth
        self._mouth: Speaker | None = None
        self._language = "en"
        self._tenths: dict[str, Any] = {}

    def __enter__(self) -> Voiced:
        return self

    def __exit__(self, _: object, error: object, trace: object) -> None:
        if self._mouth is not None:
            if isinstance(error, HearsightError):  # whoever heard it begin hears that it failed, too
                self._mouth.say(told(error.spoken, self._language), language=self._language)
            self._mouth.wait_idle(SAID_S)
            self._mouth.close()

    def told(self, name: str, done: int, total: int) -> None:
        """As `models.fetch.Told`."""
        from models.fetch import LONG_CHECK_BYTES, Tenths

        if name not in self._tenths:
            self._tenths[name] = Tenths()
            self._say("model_coming", name=name)
        percent = self._tenths[name].passed(done, total)
        if percent is not None and self._mouth is not None and self._mouth.wait_idle(0):
            if percent < 100:
                self._say("model_tenth", percent=str(percent))
            elif total > LONG_CHECK_BYTES:
                self._say("model_checked")

    def installed(self, name: str) -> None:
        self._say("model_there", name=name)

    def _say(self, key: str, **words: str) -> None:
        from assistant.phrases import say_in

        if self._wanted and self._mouth is None:
            self._begin()
        if self._mouth is not None:
            self._mouth.say(say_in(self._language, key, **words), language=self._language)

    def _begin(self) -> None:
        from assistant.settings import load
        from assistant.wiring.habits import language_of

        settings = load()
        self._language = language_of(settings)
        self._wanted = False  # once, whether it can be had or not
        if settings.speech.voice == "console":  # what is said is printed already
            return
        try:
            self._mouth = self._open(settings)
        except HearsightError as error:
            print(told(error.spoken, self._language), file=sys.stderr)


def _mouth(settings: Settings) -> Speaker:
    """Raises `errors.NoSound`, `errors.NoVoice`."""
    from assistant.wiring.speech import speaker_for

    speaker, trouble = speaker_for(settings, lambda _: None, keep_waiting=False)
    if speaker is None:
        raise trouble or NoVoice()
    return speaker
