"""What the published programs make of some captions and answers: the figures that our measures are tested against.

    python -m venv /tmp/ref && /tmp/ref/bin/pip install pycocoevalcap==1.2 scikit-learn     # and Java
    git clone https://github.com/GT-Vision-Lab/VQA /tmp/VQA; git clone https://github.com/RUCAIBox/POPE /tmp/POPE
    /tmp/ref/bin/python benchmarks/caption_reference.py --vqa /tmp/VQA --pope /tmp/POPE

writes tests/models/evaluation/captions/reference.json, and beside it the part of WordNet 3.0 that the captions need.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent / "tests" / "models" / "evaluation" / "captions"
GIVEN: dict[str, Any] = json.loads((HERE / "given.json").read_text("utf-8"))
"""Captions with references; answers with those of people; answers to yes or no with the right one; how sure it is that
a question can be answered, and whether it can (1)."""
PICTURES, ANSWERS, POLLED, SURE = (GIVEN[name] for name in ("captions", "answers", "polled", "sure"))
SHORT_OF_ALL = ("-p", "0.85 0.2 0.6 0.75")


def of_captions() -> dict[str, Any]:
    import pycocoevalcap
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    said = {number: [{"caption": caption}] for number, (caption, _) in enumerate(PICTURES)}
    true = {number: [{"caption": one} for one in some] for number, (_, some) in enumerate(PICTURES)}
    said, true = PTBTokenizer().tokenize(said), PTBTokenizer().tokenize(true)
    folder = Path(pycocoevalcap.__path__[0])
    every = {word for some in (*said.values(), *true.values()) for word in " ".join(some).split()}
    modules = {"stems": ("exact stem", "1.0 0.6"), "synonyms": ("exact stem synonym", "1.0 0.6 0.8")}
    meteor = {
        name: _meteor(folder, said, true, "-m", some, "-w", weights, *SHORT_OF_ALL)
        for name, (some, weights) in modules.items()
    }
    return {
        "words": [[said[number][0], true[number]] for number in said],
        "bleu": Bleu(4).compute_score(true, said, verbose=0)[0],
        "rouge_l": Rouge().compute_score(true, said)[0],
        "cider": Cider().compute_score(true, said)[0],
        "cider_each": list(Cider().compute_score(true, said)[1]),
        "meteor": meteor | {"all": _meteor(folder, said, true)},
        "wordnet": _wordnet(folder, every),
    }


def _meteor(folder: Path, said: Any, true: Any, *arguments: str) -> list[float]:
    command = ["java", "-Xmx2G", "-jar", "meteor-1.5.jar", "-", "-", "-stdio", "-l", "en", "-norm", *arguments]

    def run(given: str) -> list[str]:
        return subprocess.run(
            command, cwd=folder / "meteor", input=given, capture_output=True, encoding="utf-8", check=True
        ).stdout.splitlines()

    stats = run("".join(" ||| ".join(["SCORE", *true[number], said[number][0]]) + "\n" for number in said))
    return [float(figure) for figure in run(" ||| ".join(["EVAL", *stats]) + "\n")]


def _wordnet(folder: Path, words: set[str]) -> dict[str, Any]:
    """What the jar has of these words and of all shorter ones that they may come from."""
    words = {part for word in words for part in re.split(r"[^a-z]+", word)}
    with zipfile.ZipFile(folder / "meteor" / "meteor-1.5.jar") as jar:
        sets = jar.read("synonym/english.synsets").decode().splitlines()
        irregular = jar.read("synonym/english.exceptions").decode().splitlines()
        licence = jar.read("synonym/COPYING.WORDNET").decode()
    bases = {
        base: forms for base, forms in zip(irregular[::2], irregular[1::2], strict=True) if words & set(forms.split())
    }
    near = (
        words
        | set(bases)
        | {word[:-cut] + end for word in words for cut in (1, 2, 3, 4) for end in ("", "e", "y", "man")}
    )
    return {
        "licence": licence,
        "synsets": {word: numbers for word, numbers in zip(sets[::2], sets[1::2], strict=True) if word in near},
        "exceptions": bases,
    }


def of_answers(vqa: Path) -> list[float]:
    """The evaluation is written for Python 2: its prints are taken out."""
    source = (vqa / "PythonEvaluationTools" / "vqaEvaluation" / "vqaEval.py").read_text()
    space: dict[str, Any] = {}
    exec(re.sub(r'print "[^"]*"', "pass", source), space)  # noqa: S102 - a program that was named

    class Given:
        def __init__(self, qa: Any) -> None:
            self.qa = qa

        def getQuesIds(self) -> list[int]:  # noqa: N802 - its name
            return list(self.qa)

    true = {
        number: {
            "answers": [{"answer": one, "answer_id": at} for at, one in enumerate(some)],
            "question_type": "",
            "answer_type": "",
        }
        for number, (_, some) in enumerate(ANSWERS)
    }
    judge = space["VQAEval"](Given(true), Given({n: {"answer": answer} for n, (answer, _) in enumerate(ANSWERS)}), n=6)
    judge.updateProgress = lambda share: None
    judge.evaluate()
    return [judge.evalQA[number] / 100 for number in range(len(ANSWERS))]


def of_polls(pope: Path) -> dict[str, Any]:
    source = (pope / "evaluate.py").read_text()
    with tempfile.TemporaryDirectory() as place:
        said, true = Path(place) / "said", Path(place) / "true"
        said.write_text("".join(json.dumps({"answer": answer}) + "\n" for answer, _ in POLLED))
        true.write_text("".join(json.dumps({"label": label}) + "\n" for _, label in POLLED))
        source = source.replace("ans_file = ''", f"ans_file = {str(said)!r}").replace(
            "label_file = ''", f"label_file = {str(true)!r}"
        )
        space: dict[str, Any] = {}
        exec(source, space)  # noqa: S102 - a program that was named
    figures = {"accuracy": "acc", "precision": "precision", "recall": "recall", "f1": "f1", "yes_ratio": "yes_ratio"}
    return {name: space[its] for name, its in figures.items()}


def of_answerable() -> dict[str, Any]:
    from sklearn.metrics import average_precision_score, f1_score

    told, true = [1 - sure for sure, _ in SURE], [1 - can for _, can in SURE]
    f1 = f1_score(true, [one > 0.5 for one in told])
    return {"f1": float(f1), "average_precision": float(average_precision_score(true, told))}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--vqa", type=Path, required=True, help="the folder of VQA's evaluation; it is run")
    asked.add_argument("--pope", type=Path, required=True, help="the folder of POPE's evaluation; it is run")
    where = asked.parse_args()
    made = of_captions()
    wordnet = made.pop("wordnet")
    made |= {"vqa": of_answers(where.vqa), "pope": of_polls(where.pope), "answerable": of_answerable()}
    (HERE / "reference.json").write_text(json.dumps(made, indent=1) + "\n")
    (HERE / "wordnet.json").write_text(json.dumps(wordnet, indent=1) + "\n")


if __name__ == "__main__":
    main()
