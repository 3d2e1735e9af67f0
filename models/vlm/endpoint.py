"""A model that another program runs: an OpenAI-compatible server (llama.cpp, vLLM, Ollama, LM Studio) on this computer,
or on one of the person's own network that the settings name.

Off unless `endpoint.url` is set. Pictures go to that address and to no other: no proxy is used and no redirection is
followed, the name is looked up once, and an address outside of the own network is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting, ModelTrouble
from assistant.setting_rules import endpoint_trouble
from models.vlm.chat import messages_for, settings_for
from models.vlm.endings import Ended
from models.vlm.prompt import Prompt
from models.vlm.quoted import harmless
from models.vlm.server import Server

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Pixels

TASKS = ("caption", "answer")
CAPTION = Prompt("caption", user="Describe this picture in one sentence.")
"""What a server is told where a caller wants a plain caption."""
MOST_CHARS = 20_000
"""Of one answer: a server that writes on and on is left."""
LONGEST_NAME = 80
"""Characters of a model's name as it is told."""
SETTINGS = frozenset(("max_new_tokens", "num_beams", "temperature", "top_p"))


class Endpoint:
    """A worker for `assistant.host`, as `models.vlm.captioner.Captioner` is; any thread.

    `url`: "http://127.0.0.1:8080/v1". `model`: as the server calls it; empty: the only one it has. `network_host`:
    the one other computer that may be asked. `key`: "env:NAME" or "file:PATH", empty for none; read at each request,
    never kept, logged or told. `timeout_s`: the longest silence of the server.
    """

    def __init__(
        self, url: str, *, model: str = "", network_host: str = "", key: str = "", timeout_s: float = 60.0
    ) -> None:
        if trouble := endpoint_trouble(url, network_host):
            raise BadSetting(trouble)
        self._server = Server(url, key=key, timeout_s=timeout_s)
        self._model = model
        self._tells_chances = True

    def warm(self, *, token: Token) -> None:
        """Find out whether the server is there and has the model. Raises `ModelTrouble`."""
        self._name(token)

    def about(self, *, token: Token) -> dict[str, object]:
        """Without asking the server: what it can do is only known when it does it."""
        return {
            "name": self._model or self._server.where,
            "family": "endpoint",
            "tasks": TASKS,
            "device": "another program",
        }

    def pieces(self, pixels: Pixels, *, token: Token, prompt: Prompt | None = None, **settings: Any) -> Iterator[Ended]:
        """What the model writes of an (h, w, 3) uint8 RGB picture, as it comes; the last piece tells whether it was
        cut. Raises `ModelTrouble` (the server is not there, is silent, is none, refuses, breaks off), `BadSetting`
        and `Cancelled`; the request ends with the iterator."""
        asked = {
            "model": self._name(token),
            "messages": messages_for(prompt or CAPTION, pixels),
            "stream": True,
            **_checked(settings),
        }
        if self._tells_chances:
            try:
                yield from self._written({**asked, "logprobs": True}, token)
                return
            except _TooMuchAsked:
                pass  # by an older server; by all others for another reason, which they give again
        yield from self._written(asked, token)
        self._tells_chances = False  # then nobody knows how sure the model is

    def _written(self, asked: dict[str, Any], token: Token) -> Iterator[Ended]:
        total = 0
        ended = False
        with closing(self._server.lines("chat/completions", asked, token, refused=_TooMuchAsked)) as lines:  # type: ignore[type-var]  # a generator has `close`
            for line in lines:
                if line is None:
                    ended = True
                    break
                piece = _piece(line, self._server.where)
                if piece is None:
                    continue
                total += len(piece[0])
                if total > MOST_CHARS:
                    raise ModelTrouble(f"The model server at {self._server.where} wrote without end, so I left it.")
                ended = ended or piece[2] is not None
                yield Ended(piece[0], piece[1], piece[2] == "length")
        if not ended:
            raise ModelTrouble(f"The model server at {self._server.where} broke off in the middle. Please try again.")

    def _name(self, token: Token) -> str:
        if self._model:
            return self._model
        found = self._server.json("models", token)
        listed = found.get("data") if isinstance(found, dict) else None
        names = [str(one["id"]) for one in listed or () if isinstance(one, dict) and "id" in one]
        if not names:
            raise ModelTrouble(f"The model server at {self._server.where} has no model. Load one into it.")
        if len(names) > 1:
            listing = ", ".join(harmless(name, LONGEST_NAME) for name in names[:8])
            raise ModelTrouble(
                f"The model server has several models. Choose one: hearsight settings endpoint.model NAME. There are: "
                f"{listing}."
            )
        self._model = names[0]
        return self._model


class _TooMuchAsked(ModelTrouble):
    """The server takes the request for a wrong one (HTTP 400 or 422)."""


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    asked = settings_for(settings, SETTINGS, "A model server")
    return {**asked, **({"top_p": float(settings["top_p"])} if "top_p" in settings else {})}


def _piece(line: str, where: str) -> tuple[str, float | None, str | None] | None:
    """One event: text, probability, and why it ended (else None). None for an event without either."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        raise ModelTrouble(f"What answers at {where} is no model server: it writes no JSON.") from None
    if not isinstance(event, dict):
        return None
    if event.get("error"):
        raise ModelTrouble(f"The model server at {where} failed.")
    choices = event.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return None  # the sum of the tokens, say
    choice = choices[0]
    said = choice.get("delta") or choice.get("message") or {}
    text = said.get("content") if isinstance(said, dict) else None
    reason = choice.get("finish_reason")
    if not isinstance(text, str):
        text = ""
    return (text, _chance(choice), str(reason) if reason else None) if text or reason else None


def _chance(choice: dict[str, Any]) -> float | None:
    """The mean probability of the tokens in one event."""
    import math

    listed = choice.get("logprobs")
    content = listed.get("content") if isinstance(listed, dict) else None
    found = [one.get("logprob") for one in content or () if isinstance(one, dict)]
    chances = [math.exp(min(0.0, value)) for value in found if isinstance(value, int | float)]
    return sum(chances) / len(chances) if chances else None
