"""Our measures of captions beside the published programs, on a set and results that you have (docs/evaluation.md).

    pip install --target /tmp/programs --no-deps pycocoevalcap==1.2          # and Java
    python benchmarks/caption_compare.py SET results.json --tools /tmp/programs [--split val2014]

SET is a folder in the layout of COCO-Captions; its pictures need not be there. A line a measure: ours, theirs, and how
far apart the two are at most for any caption.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.errors import HearsightError
from models.evaluation.captions import cider, java, meteor, rouge, wordnet
from models.evaluation.captions.bleu import bleu
from models.evaluation.captions.datasets import captions
from models.evaluation.captions.files import Unseen
from models.evaluation.captions.kept import results
from models.evaluation.captions.words import words

Line = tuple[str, float, float, float]
WEIGHTS = ("-w", "1.0 0.6 0.8", "-p", "0.85 0.2 0.6 0.75")


def given(arguments: argparse.Namespace) -> tuple[list[str], list[tuple[str, ...]]]:
    """Captions, and the references of each."""
    found = captions(arguments.set, split=arguments.split, pictures=Unseen())
    said = results(arguments.results, found)
    rows = [row for row in found.rows if row.id in said][: arguments.limit]
    return [said[row.id].text for row in rows], [row.references for row in rows]


def tokenized(texts: list[tuple[str, ...]]) -> list[list[str]]:
    """By their tokenizer: of each row the texts, words with a space between."""
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    rows = {number: [{"caption": text} for text in some] for number, some in enumerate(texts)}
    return list(PTBTokenizer().tokenize(rows).values())


def compared(said: list[str], references: list[tuple[str, ...]], jars: Path) -> list[Line]:
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge

    pairs = [(words(text), [words(one) for one in some]) for text, some in zip(said, references, strict=True)]
    its_said: Any = dict(enumerate(tokenized([(text,) for text in said])))
    its_true: Any = dict(enumerate(tokenized(references)))
    ours = [" ".join(one) for mine, its in pairs for one in (mine, *its)]
    theirs = [one for number in its_said for one in (*its_said[number], *its_true[number])]
    apart = sum(one != other for one, other in zip(ours, theirs, strict=True))
    lines: list[Line] = [("texts (apart: those with other words)", len(ours), len(theirs), apart)]
    mine, its = bleu(pairs), Bleu(4).compute_score(its_true, its_said, verbose=0)[0]
    lines += [(f"BLEU-{order + 1}", mine[order], its[order], abs(mine[order] - its[order])) for order in range(4)]
    whole, each = Rouge().compute_score(its_true, its_said)
    lines.append(("ROUGE-L", rouge.rouge_l(pairs), whole, _most([rouge.of_one(*pair) for pair in pairs], each)))
    whole, each = Cider().compute_score(its_true, its_said)
    lines.append(("CIDEr-D", cider.cider(pairs), whole, _most(cider.by_picture(pairs), each)))
    known = wordnet.load(jars / java.METEOR_JAR)
    *each, whole = java.meteor(pairs, jars, "-m", "exact stem synonym", *WEIGHTS)
    scores = [meteor.best(*pair, known).score for pair in pairs]
    lines.append(("METEOR without paraphrases", meteor.meteor(pairs, known), whole, _most(scores, each)))
    stems = meteor.meteor(pairs)
    *each, whole = java.meteor(pairs, jars)
    lines.append(("METEOR, ours by stems alone, theirs with paraphrases", stems, whole, abs(stems - whole)))
    return lines


def _most(ours: Any, theirs: Any) -> float:
    return max(abs(float(one) - float(other)) for one, other in zip(ours, theirs, strict=True))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("set", type=Path)
    asked.add_argument("results", type=Path)
    asked.add_argument("--tools", type=Path, required=True, help="the folder that holds pycocoevalcap")
    asked.add_argument("--split", default="")
    asked.add_argument("--limit", type=int)
    where = asked.parse_args()
    try:
        jars = java.folder(where.tools)
    except HearsightError as error:
        sys.exit(error.spoken)
    if jars is None or java.missing(jars):
        sys.exit(java.missing(jars))
    sys.path.insert(0, str(jars.parent))
    try:
        lines = compared(*given(where), jars)
    except HearsightError as error:
        sys.exit(error.spoken)
    for name, ours, theirs, apart in lines:
        print(f"{name}: {ours:.6g} {theirs:.6g}, at most {apart:.2g} apart")


if __name__ == "__main__":
    main()
