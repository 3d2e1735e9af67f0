"""A run goes on where it was stopped, leaves out what fails up to a share, and its figures are those of the rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import HostDied, NoSuchFile, UnusableInput, Usage
from models.evaluation.captions import report
from models.evaluation.captions.datasets import Asked, Bad, Captioned, Set, captions, questions
from models.evaluation.captions.java import folder as jars_in
from models.evaluation.captions.kept import Kept, results
from models.evaluation.captions.look import Noted, Said
from models.evaluation.captions.objects import ours
from models.evaluation.captions.report import Tools, of
from models.evaluation.captions.run import limited, through

from . import sets

RUN = {"set": "easy-VQA", "engine": "vlm", "model": "tiny"}
TOOLS = Tools(ours())


class Looking:
    """Stands for `look.Looker`: says what the test wants of each row."""

    def __init__(self, says: dict[str, str], *, failing: Sequence[str] = (), stop_at: str = "") -> None:
        self._says, self._failing, self._stop_at = says, failing, stop_at
        self.asked: list[list[str]] = []

    def caption(self, id: str, path: Path, verbosity: Any, token: Token) -> Said:
        return next(self.answers(path, [(id, "")], token))

    def answers(self, path: Path, rows: Sequence[tuple[str, str]], token: Token) -> Iterator[Said]:
        assert path.is_file()
        self.asked.append([id for id, _ in rows])
        for id, _ in rows:
            if id == self._stop_at:
                raise Cancelled
            yield Said(id, "", False, failed="broken") if id in self._failing else Said(id, self._says[id], ms=2.0)


def of_ids(*ids: str) -> Set:
    return Set("POPE", "x", tuple(Asked(id, Path(), "?", ("yes",)) for id in ids))


def run(found: Set, looking: Looking, kept: Kept, most_bad: float = 0.0) -> tuple[Set, list[str]]:
    told: list[str] = []
    looker: Any = looking
    return through(found, looker, kept, told.append, Token(), verbosity="brief", most_bad=most_bad), told


def test_questions_about_one_picture_are_asked_at_one_look(tmp_path: Path) -> None:
    found = questions(sets.vqa(tmp_path))
    looking = Looking({"420": "Red.", "421": "Yes."})
    with Kept(None, RUN) as kept:
        left, told = run(found, looking, kept)
    assert looking.asked == [["420", "421"]]
    assert (left.rows, told) == (found.rows, ["420", "421"])
    figures = of(left, kept.rows, TOOLS).figures
    assert figures["accuracy"] == figures["in_words"] == 1.0


def test_a_run_that_was_stopped_between_two_questions_about_one_picture_goes_on(tmp_path: Path) -> None:
    found, says = questions(sets.vqa(tmp_path)), {"420": "Red.", "421": "Yes."}
    with Kept(tmp_path / "said.jsonl", RUN) as kept, pytest.raises(Cancelled):
        run(found, Looking(says, stop_at="421"), kept)
    looking = Looking(says)
    with Kept(tmp_path / "said.jsonl", RUN) as kept:
        _, told = run(found, looking, kept)
        assert (looking.asked, told, list(kept.rows)) == ([["421"]], ["420", "421"], ["420", "421"])


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    found = questions(sets.easy(tmp_path), split="test")
    says, path = {row.id: row.answers[0] for row in found.rows}, tmp_path / "said.jsonl"
    with pytest.raises(Cancelled), Kept(path, RUN) as kept:
        run(found, Looking(says, stop_at="3"), kept)
    with path.open("a") as file:
        file.write('{"id": "3", "te')  # as a kill leaves it
    looking = Looking(says)
    with Kept(path, RUN) as kept:
        _, told = run(found, looking, kept)
    assert looking.asked == [["3"], ["4"]]
    assert told == ["1", "2", "3", "4"]
    lines = path.read_text().splitlines()
    assert json.loads(lines[0]) == {"run": RUN}
    assert [json.loads(line)["id"] for line in lines[1:]] == ["1", "2", "3", "4"]
    with Kept(path, RUN) as kept:
        again, _ = run(found, Looking({}), kept)
    assert of(again, kept.rows, TOOLS).figures["accuracy"] == 1.0
    assert results(path, found).keys() == {"1", "2", "3", "4"}


def test_answers_of_another_run_are_never_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    with Kept(path, {**RUN, "model": "misspelt"}):
        pass
    with Kept(path, RUN) as kept:  # nothing was said by the other one
        kept.add(Said("1", "tea"))
    with pytest.raises(Usage, match=r"said\.jsonl has answers of another run: its model is 'tiny', now 'other'"):
        Kept(path, {**RUN, "model": "other"})
    path.write_text("nothing of the sort\n")
    with pytest.raises(UnusableInput, match="no file of answers"):
        Kept(path, RUN)
    with pytest.raises(UnusableInput, match="can't be written"):
        Kept(tmp_path / "nowhere" / "said.jsonl", RUN)


def test_unchecked_answers_are_never_taken_for_checked_ones(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    with Kept(path, {**RUN, "checked": "no"}) as kept:
        kept.add(Said("1", "tea"))
    with pytest.raises(Usage, match="its checked is 'no', now None"):
        Kept(path, RUN)


@pytest.mark.parametrize("end", ['{"id": "2", "text": "caf\u00e9'.encode()[:-1], b"{", b""])
def test_a_line_that_was_cut_off_anywhere_is_written_again(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "said.jsonl"
    with Kept(path, RUN) as kept:
        kept.add(Said("1", "caf\u00e9 \u2028 \ud800"))
    path.write_bytes(path.read_bytes() + end)
    with Kept(path, RUN) as kept:
        assert kept.rows == {"1": Said("1", "caf\u00e9 \u2028 \ud800")}
        kept.add(Said("2", "tea"))
    assert [json.loads(line)["id"] for line in path.read_bytes().split(b"\n")[1:-1]] == ["1", "2"]
    assert results(path, of_ids("1"))["1"].text == "caf\u00e9 \u2028 \ud800"


def test_answers_with_the_line_ends_of_windows_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    with Kept(path, RUN) as kept:
        kept.add(Said("1", "tea"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with Kept(path, RUN) as kept:
        kept.add(Said("2", "milk"))
    assert results(path, of_ids("1")).keys() == {"1", "2"}


@pytest.mark.parametrize(
    "text", ["a person's note", '{"run": 5}\n', "[1]\n", '{"run": {}}\n{"id": "1", "text": null}\n']
)
def test_a_file_that_holds_something_else_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text(text)
    with pytest.raises(UnusableInput, match="no file of answers"):
        Kept(path, RUN)
    assert path.read_text() == text


@pytest.mark.skipif(sys.platform == "win32", reason="there the file isn't locked")
def test_two_runs_never_write_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    with Kept(path, RUN), pytest.raises(Usage, match=r"Another run writes its answers to said\.jsonl"):
        Kept(path, RUN)
    with Kept(path, RUN):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    import resource

    path, limits = tmp_path / "said.jsonl", resource.getrlimit(resource.RLIMIT_FSIZE)
    with Kept(path, RUN) as kept:
        kept.add(Said("1", "tea"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, limits[1]))
        try:
            with pytest.raises(UnusableInput, match="can't be written"):
                kept.add(Said("2", "milk" * 1000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with Kept(path, RUN) as kept:
        assert kept.rows["1"] == Said("1", "tea")
    with pytest.raises(UnusableInput, match="it is no file"):
        Kept(tmp_path, RUN)


def test_what_fails_is_left_out_up_to_a_share(tmp_path: Path) -> None:
    found = questions(sets.easy(tmp_path), split="test")
    says = {row.id: row.answers[0] for row in found.rows}
    with Kept(None, RUN) as kept:
        left, _ = run(found, Looking(says, failing=["2"]), kept, most_bad=0.25)
        assert left.bad == (Bad("2", "broken"),)
        assert [row.id for row in left.rows] == ["1", "3", "4"]
        assert "2" not in kept.rows, "it is tried again"
    looking = Looking(says, failing=["1", "2", "3"])
    with Kept(None, RUN) as kept, pytest.raises(UnusableInput, match=r"2 of 4 rows .* 25% may be left out.*broken"):
        run(found, looking, kept, most_bad=0.25)
    assert looking.asked == [["1"], ["2"]], "it ends at once"
    with Kept(None, RUN) as kept, pytest.raises(UnusableInput, match=r"4 of 4 rows .* broken"):
        run(found, Looking(says, failing=list(says)), kept, most_bad=1.0)
    assert limited(found, 2).rows == found.rows[:2]


def test_figures_of_captions(tmp_path: Path) -> None:
    found = captions(sets.coco(tmp_path))
    said = {"1": Said("1", "A red square on white.", ms=4.0), "2": Said("2", "A dog on a chair.", ms=8.0)}
    made = of(found, said, TOOLS)
    figures = made.figures
    assert (figures["pictures"], figures["captioned"], figures["ms"]) == (2, 2, 6.0)
    assert figures["chair_i"] == 0.5, "a dog is in the captions of the second picture, a chair is nowhere in it"
    assert figures["chair_s"] == 0.5
    assert 0 < (figures["bleu_4"] or 0) < (figures["bleu_1"] or 0) < 1
    assert figures["spice"] is None
    assert any(remark.startswith("METEOR is by words and stems, without its paraphrases") for remark in made.remarks)
    assert any(remark.startswith("SPICE is not computed: ") for remark in made.remarks)
    made = of(found, {}, TOOLS)
    assert made.remarks[0] == "2 of 2 rows have no result: they count, as if nothing was said."
    nothing = made.figures
    assert nothing["chair_s"] is nothing["chair_i"] is None, "who says nothing is not praised for inventing nothing"
    assert (nothing["captioned"], nothing["bleu_1"], nothing["meteor"], nothing["cider"]) == (0, 0.0, 0.0, 0.0)
    alone = Set("COCO-Captions", "x", (Captioned("1", Path(), ("A cat.",)),))
    assert "CHAIR is not computed" in " ".join(of(alone, said, TOOLS).remarks)


def test_saying_that_it_cannot_tell_is_right_where_people_could_not(tmp_path: Path) -> None:
    found = questions(sets.vizwiz(tmp_path))
    names = [row.id for row in found.rows]
    said = {name: Said(name, "I can't tell.", answered=False) for name in names}
    figures = of(found, said, TOOLS).figures
    assert (figures["answered"], figures["accuracy"]) == (0.0, 0.5)
    assert figures["unanswerable_f1"] == pytest.approx(2 / 3)
    sure = {names[0]: Said(names[0], "It is red.", sure=0.2), names[1]: said[names[1]]}
    figures = of(found, sure, TOOLS).figures
    assert figures["accuracy"] == figures["unanswerable_f1"] == figures["unanswerable_precision"] == 1.0


def test_screenqa_and_pope_have_their_own_figures(tmp_path: Path) -> None:
    screens = questions(sets.screenqa(tmp_path / "screens"))
    said = {"3-1": Said("3-1", "There are 12 exercises."), "3-2": Said("3-2", "No price.", answered=False)}
    figures = of(screens, said, TOOLS).figures
    assert figures["exact"] == pytest.approx(2 / 3)
    assert figures["unanswerable_f1"] == pytest.approx(2 / 3), "the third one is answerable and was not answered"
    polls = questions(sets.pope(tmp_path / "polls"))
    said = {"1": Said("1", "Yes, there is a dog."), "2": Said("2", "Yes, there is a cup.")}
    figures = of(polls, said, TOOLS).figures
    assert (figures["yes_no_accuracy"], figures["yes_no_precision"], figures["yes_no_recall"]) == (0.5, 0.5, 1.0)
    assert figures["yes_ratio"] == 1.0


def test_figures_by_the_sort_of_answer_and_as_text(tmp_path: Path) -> None:
    found = questions(sets.vqa(tmp_path))
    made = of(found, {"420": Said("420", "It is dark red."), "421": Said("421", "Yes.")}, TOOLS)
    assert list(made.groups) == ["other", "yes/no"]
    assert made.groups["other"]["accuracy"] == pytest.approx(0.3)
    text = report.markdown(made)
    assert "| questions | 2 | 1 | 1 |" in text
    assert "| accuracy | 0.6500 | 0.3000 | 1.0000 |" in text
    assert "all,accuracy,0.65\n" in report.as_csv(made)
    told = report.as_json(made, found, RUN)
    assert json.loads(json.dumps(told))["groups"]["yes/no"]["accuracy"] == 1.0
    assert told["bad"] == []


def test_results_in_the_layouts_of_the_sets(tmp_path: Path) -> None:
    path, found = tmp_path / "results.json", of_ids("404464", "1", "a.jpg", "7")
    sets.write(path, [{"image_id": 404464, "caption": "a man"}])
    assert results(path, found)["404464"].text == "a man"
    sets.write(path, [{"question_id": 1, "answer": "red"}])
    assert results(path, found)["1"].text == "red"
    sets.write(path, [{"image": "a.jpg", "answer": "x", "answerable": 0.4}])
    assert (results(path, found)["a.jpg"].answered, results(path, found)["a.jpg"].sure) == (False, 0.4)
    sets.write(path, [{"image_id": 7, "id": 0, "caption": "a man"}, {"image_id": 8, "id": 1, "caption": "a dog"}])
    assert results(path, found).keys() == {"7", "8"}, "COCO's own tools number the rows besides"
    odd = {"image": "a.jpg", "answer": "x"}
    unsure: list[Any] = [{**odd, "answerable": one} for one in (float("nan"), "yes", None, 7)]
    for wrong in ([{"caption": "a man"}], [1], {"a": 1}, *([row] for row in unsure), [{**odd, "sure": "very"}]):
        sets.write(path, wrong)
        with pytest.raises(UnusableInput, match="no file of results"):
            results(path, found)
    sets.write(path, [odd, {**odd, "answer": "y"}])
    with pytest.raises(UnusableInput, match=r"two results for a\.jpg; the second is row 2"):
        results(path, found)
    sets.write(path, [{"image_id": 9, "caption": "a man"}])
    with pytest.raises(UnusableInput, match=r"results\.json has no result for any row of x: it is of another set"):
        results(path, found)
    with pytest.raises(NoSuchFile):
        results(tmp_path / "nowhere.json", found)


def test_a_folder_without_the_jars_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"has no meteor/meteor-1\.5\.jar"):
        jars_in(tmp_path)
    place = tmp_path / "pycocoevalcap" / "meteor"
    place.mkdir(parents=True)
    (place / "meteor-1.5.jar").write_bytes(b"")
    assert jars_in(tmp_path) == place.parent


def test_a_models_trouble_is_not_forgotten_where_another_one_answers() -> None:
    class Broken:
        name = "vlm"

        def describe(self, *_: Any) -> Any:
            return iter(())

        def answer(self, *_: Any) -> Any:
            raise HostDied

    broken: Any = Broken()
    nothing: Any = None
    noted = Noted(broken)
    with pytest.raises(HostDied):
        noted.answer(nothing, nothing, nothing, nothing, nothing)
    with pytest.raises(HostDied):
        noted.check()
    noted.check()


def test_what_was_said_travels_as_json() -> None:
    said = Said("1", "Red.", sure=0.5, ms=1.0)
    assert Said(**json.loads(json.dumps(asdict(said)))) == said
    assert Asked("1", Path(), "?", ("red",)).answerable is None
