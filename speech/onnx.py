"""Small ONNX networks on onnxruntime alone: how each of them is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken, ModelMissing

if TYPE_CHECKING:
    from pathlib import Path


def session(path: Path, name: str) -> Any:
    """An `onnxruntime.InferenceSession` of one thread, for a network of a few milliseconds. `name`: in the catalogue.

    Raises `ModelMissing` and `ModelBroken`, which say the command that helps.
    """
    import onnxruntime

    if not path.is_file():
        raise ModelMissing(f"The model {name} is missing. Run: hearsight models install {name}")
    options = onnxruntime.SessionOptions()
    # A second thread costs such a network more in waiting than it gains, and one that waits by spinning would keep
    # a core busy while nobody speaks.
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises several unrelated types for a damaged file
        raise ModelBroken(
            f"The model {name} is damaged. Run: hearsight models install {name}", detail=repr(error)
        ) from error
