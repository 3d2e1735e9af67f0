"""requirements.lock: complete, of one piece, and what pyproject.toml asks for."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
BY_WHO_WANTS_IT = {"gguf", "gpu"}
"""Extras that are not installed with the rest, and tested with a fake at their border: a long compilation; a card."""
NOT_ON_A_CPU = {"triton"}
"""openai-whisper asks for it; only its CUDA kernels use it, and where there is a GPU torch brings the right one."""


def pins() -> dict[str, Requirement]:
    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if line and line[0] != "#"]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def version(pin: Requirement) -> Version:
    (only,) = pin.specifier
    assert only.operator == "==", pin
    return Version(only.version)


def asked_by(requirements: list[str], extras: set[str], python: str) -> list[Requirement]:
    found = []
    for requirement in map(Requirement, requirements):
        environments = [
            {"extra": extra, "python_version": python, "python_full_version": f"{python}.0"} for extra in ("", *extras)
        ]
        if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
            found.append(requirement)
    return found


def test_every_package_is_pinned_to_one_version() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert len(pins()) == len(lines) > 50
    for pin in pins().values():
        assert version(pin)


def test_the_lock_leaves_to_torch_what_only_cuda_needs() -> None:
    """torch's CUDA build asks for exact versions of these: one more pin here and pip finds no solution."""
    assert not [name for name in pins() if name in NOT_ON_A_CPU or name.startswith(("nvidia-", "cuda-"))]


def test_the_lock_satisfies_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {name: asked for name, asked in project["optional-dependencies"].items() if name not in BY_WHO_WANTS_IT}
    wanted = [*project["dependencies"], *(one for asked in extras.values() for one in asked)]
    locked = pins()
    for requirement in map(Requirement, wanted):
        pin = locked[canonicalize_name(requirement.name)]
        assert version(pin) in requirement.specifier, f"{pin} is pinned, {requirement} is asked for"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_lock_is_complete(python: str) -> None:
    """What is installed with `--no-deps` lacks nothing: each demand of each pinned package is met by a pin."""
    locked = pins()
    extras: dict[str, set[str]] = {}
    for _ in range(3):  # an extra may ask for another package's extra
        for name in locked:
            for requirement in asked_by(importlib.metadata.requires(name) or [], extras.get(name, set()), python):
                extras.setdefault(canonicalize_name(requirement.name), set()).update(requirement.extras)
    problems = []
    for name in locked:
        for requirement in asked_by(importlib.metadata.requires(name) or [], extras.get(name, set()), python):
            wanted = canonicalize_name(requirement.name)
            if wanted in NOT_ON_A_CPU:
                continue
            if wanted not in locked:
                problems.append(f"{name} asks for {requirement}, which is not pinned")
            elif version(locked[wanted]) not in requirement.specifier:
                problems.append(f"{name} asks for {requirement}, {locked[wanted]} is pinned")
    assert not problems


def test_what_is_installed_is_what_is_pinned() -> None:
    for name, pin in pins().items():
        if pin.marker is None or pin.marker.evaluate():
            installed = Version(re.sub(r"\+.*", "", importlib.metadata.version(name)))
            assert installed == version(pin), name
