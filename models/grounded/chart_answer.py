"""Questions about a chart: its values, extremes, comparisons, run, axes and names. Only what is wholly understood is
answered: every word of a question for a value must be a name in the chart or one that any such question may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.types import Answer, Tune
from models.grounded.chart_choice import meant, other_kind, speaks_of
from models.grounded.chart_matching import forms, less_names, less_words, pieces, spans, without
from models.grounded.chart_sentence import extreme, sentences, trend
from models.grounded.chart_table import ROWS_SAID, table_of
from models.grounded.chart_words import ChartWords, chart_words
from models.grounded.charts import Mark, Plotted, axis_title, name_of, plotted, said
from models.grounded.questions import plain_question
from models.grounded.reply import Context


def charted(ctx: Context) -> Answer | None:
    """The answer if the question is one about a chart that is there; None for any other."""
    charts = plotted(ctx.view.things)
    words = chart_words(ctx.phrases.language)
    asked = plain_question(ctx.asked, ctx.phrases)
    if not charts:
        return _none(ctx, asked, words)
    chart, asked = meant(charts, asked, words, ctx.view.frame)
    intent = next((key for key, pattern in words.asks.items() if re.fullmatch(pattern, asked)), "")
    if chart is None and intent in ("legend", "compared"):
        named = [one for one in charts if len(one.marks) > 1 and any(one.names)]
        chart = named[0] if len(named) == 1 else None
    if chart is None:
        if intent:
            return _of_several(ctx, charts, words, intent) if len(charts) > 1 else None
        return _of_any(ctx, charts, words, asked) or _not_by(ctx, charts, words, asked)
    asking = Asking(ctx, chart, words, asked)
    if intent == "table" and ctx.view.of_roles("table") and not re.search(words.kinds_asked, asked):
        return None  # that table is meant
    if intent:
        return asking.answer(intent)
    return asking.values() or _not_by(ctx, [chart], words, asked)


def _none(ctx: Context, asked: str, words: ChartWords) -> Answer | None:
    """Where there is no chart: that, for whoever asks for one."""
    named = re.search(words.kinds_asked, asked) is not None
    if named and any(re.fullmatch(words.asks[key], asked) for key in ("play", "describe", "table")):
        return ctx.answer(words.say["no_chart"], (), sure=False)
    return None


def _of_any(ctx: Context, charts: Sequence[Plotted], words: ChartWords, asked: str) -> Answer | None:
    """A value of the only chart that the whole question is understood of, and that it speaks of."""
    own = [chart for chart in charts if speaks_of(chart, asked, words)] if len(charts) > 1 else []
    found = [answer for chart in own if (answer := Asking(ctx, chart, words, asked).values()) is not None]
    return found[0] if len(found) == 1 else None


def _not_by(ctx: Context, charts: Sequence[Plotted], words: ChartWords, asked: str) -> Answer | None:
    """That it can't be told which city has the most where the only charts that speak of it are by month, and no table
    may tell it."""
    if ctx.view.of_roles("table") or ctx.view.seen_tables:
        return None
    own = [chart for chart in charts if speaks_of(chart, asked, words)]
    extremes = pieces(words.highest, asked, words) or pieces(words.lowest, asked, words)
    return ctx.cannot_tell() if own and extremes and all(other_kind(one, asked, words) for one in own) else None


def _of_several(ctx: Context, charts: Sequence[Plotted], words: ChartWords, intent: str) -> Answer:
    """What each shows, or which one is meant."""
    if intent not in ("describe", "table"):
        return _which(ctx, charts, words)
    parts = [sentences(chart, words)[0] if intent == "describe" or not chart.told else _titled_table(ctx, chart, words)
             for chart in charts]  # fmt: skip
    evidence = [one for chart in charts for one in (chart.evidence, *(mark.evidence for mark in chart.every))]
    return ctx.answer(ctx.phrases.join.join(parts), evidence)


def _titled_table(ctx: Context, chart: Plotted, words: ChartWords) -> str:
    p = ctx.phrases
    return p.join.join((p.ended(chart.title or words.kinds[chart.kind]), table_of(chart, words, p)))


def _which(ctx: Context, charts: Sequence[Plotted], words: ChartWords) -> Answer:
    names = ctx.phrases.listed([chart.title or words.kinds[chart.kind] for chart in charts])
    text = words.say["which_chart"].format(count=len(charts), names=names)
    return ctx.answer(text, [chart.evidence for chart in charts], sure=False)


def of_chart_title(ctx: Context) -> Answer | None:
    """The title of the only chart, where the screen itself has none."""
    charts = plotted(ctx.view.things)
    if ctx.view.title or len(charts) != 1 or not charts[0].title:
        return None
    return ctx.answer(ctx.phrases("title", title=charts[0].title), [charts[0].evidence])


class Asking:
    """One question about one chart."""

    def __init__(self, ctx: Context, chart: Plotted, words: ChartWords, asked: str) -> None:
        self.ctx, self.chart, self.words, self.asked = ctx, chart, words, asked
        self.say = words.say

    def answer(self, intent: str) -> Answer | None:
        """To a question that a pattern of the language has recognised."""
        if not self.chart.told and intent in ("table", "trend", "count", "play"):
            return self._untold()
        tell: dict[str, Callable[[], Answer | None]] = {
            "table": self._table,
            "describe": self._described,
            "trend": self._trend,
            "kind": self._kind,
            "axes": self._axes,
            "legend": self._legend,
            "compared": self._compared,
            "title": self._title,
            "count": self._count,
            "play": self._played,
        }
        return tell[intent]()

    # -- what it is ---------------------------------------------------------------------------------------------

    def _told(self, text: str, marks: Iterable[Mark | None] = ()) -> Answer:
        evidence = [self.chart.evidence, *(mark.evidence for mark in marks if mark is not None)]
        return self.ctx.answer(text, list(dict.fromkeys(evidence)))

    def _untold(self) -> Answer:
        text = self.say["not_told"].format(kind=self._kind_word())
        return self.ctx.answer(text, [self.chart.evidence], sure=False)

    def _kind_word(self) -> str:
        kind = self.words.kinds[self.chart.kind]
        return kind.lower() if self.words.decimal == "." else kind

    def _kind(self) -> Answer:
        return self._told(self.say["kind"].format(kind=self._kind_word()))

    def _described(self) -> Answer:
        return self._told(sentences(self.chart, self.words)[0], self.chart.every)

    def _axes(self) -> Answer:
        chart, parts = self.chart, []
        lying = chart.has("lying")
        titles = (chart.value_title, chart.category_title) if lying else (chart.category_title, chart.value_title)
        wanted = self._axes_asked()
        for axis, title in zip(("horizontal", "vertical"), titles, strict=True):
            shows_names = (axis == "vertical") == lying
            if axis not in wanted:
                continue
            if title:
                parts.append(self.say["axis"].format(axis=self.say[axis], title=title))
            elif shows_names and any(chart.categories) and chart.kind in ("bar", "line"):
                names = self.ctx.phrases.listed([name for name in chart.categories if name][:ROWS_SAID])
                parts.append(self.say["axis_names"].format(axis=self.say[axis], names=names))
        if chart.unit:
            parts.append(self.say["unit"].format(unit=chart.unit))
        if not parts:
            return self.ctx.answer(self.say["no_axes"], [chart.evidence], sure=False)
        text = self.ctx.phrases.group_separator.join(parts)
        return self._told(self.ctx.phrases.ended(text[0].upper() + text[1:]))

    def _axes_asked(self) -> tuple[str, ...]:
        if re.search(r"\bx\b|x轴|horizontal|waagerecht|横轴", self.asked):
            return ("horizontal",)
        return (
            ("vertical",) if re.search(r"\by\b|y轴|vertical|senkrecht|纵轴", self.asked) else ("horizontal", "vertical")
        )

    def _legend(self) -> Answer:
        names = [name for name in self.chart.names if name]
        if self.chart.kind in ("pie", "doughnut"):
            names = [name for name in self.chart.categories if name]
        if not names:
            return self.ctx.answer(self.say["no_legend"], [self.chart.evidence], sure=False)
        return self._told(self.say["legend"].format(names=self.ctx.phrases.listed(names)))

    def _compared(self) -> Answer | None:
        """The series, if they are what the question calls them: "which years"."""
        found = re.fullmatch(self.words.asks["compared"], self.asked)
        noun = (found["noun"] or "") if found else ""
        names = [name.casefold() for name in self.chart.names if name]
        years = re.search(self.words.periods["year"], noun) is not None
        if len(names) < 2 or (
            noun
            and not all(
                noun.rstrip("se") in name or (years and re.fullmatch(r"(?:19|20)\d\d年?", name)) for name in names
            )
        ):
            return None
        return self._legend()

    def _title(self) -> Answer | None:
        return self._told(self.ctx.phrases("title", title=self.chart.title)) if self.chart.title else None

    def _count(self) -> Answer:
        chart = self.chart
        found = re.fullmatch(self.words.asks["count"], self.asked)
        what = found["what"] if found else ""
        if re.fullmatch(self.words.series_nouns, what):
            names = self.ctx.phrases.listed([name for name in chart.names if name])
            text = self.say["count_series"].format(count=len(chart.marks), names=names)
            return self._told(text if names else self.say["series_unnamed"].format(count=len(chart.marks)))
        if chart.kind in ("pie", "doughnut"):
            names = self.ctx.phrases.listed([name_of(chart, at, self.words) for at in range(len(chart.categories))])
            return self._told(self.say["count_parts"].format(count=len(chart.categories), names=names))
        key = "count_bars" if chart.kind == "bar" else "count_points"
        return self._told(self.say[key].format(count=len(chart.every)), chart.every)

    def _table(self) -> Answer:
        return self._told(table_of(self.chart, self.words, self.ctx.phrases), self.chart.every)

    def _cell(self, series: str, value: str) -> str:
        return self.say["cell"].format(series=series, value=value) if series and len(self.chart.marks) > 1 else value

    def _played(self) -> Answer:
        """Each series as tones, one after the other."""
        chart, words = self.chart, self.words
        marks = sorted(chart.every, key=lambda mark: mark.number)
        low, high = marks[0], marks[-1]
        tunes = []
        for name, line in zip(chart.names, chart.marks, strict=True):
            order = list(range(len(line)))
            if chart.kind == "scatter":
                order = sorted((at for at in order if line[at] is not None), key=lambda at: float(chart.categories[at]))
            values = tuple(mark.number if (mark := line[at]) is not None else None for at in order)
            said_first = (
                self.say["played_series"].format(series=name, count=len(values)) if len(chart.marks) > 1 else ""
            )
            tunes.append((said_first, Tune(values, low.number, high.number)))
        text = self.say["played"].format(
            title=chart.title or self.say["this_chart"],
            count=len(chart.every),
            low=said(low, chart, words),
            high=said(high, chart, words),
        )
        return replace(self._told(text, chart.every), tunes=tuple(tunes))

    def _trend(self) -> Answer:
        chart = self.chart
        if chart.kind in ("pie", "doughnut", "scatter"):
            return self._described()
        asked = [at for at, name in enumerate(chart.names) if name and spans(name, self.asked, self.words)]
        if len(chart.marks) == 1:
            return self._told(self.say["trend"].format(what=trend(chart, 0, self.words)), chart.marks[0])
        wanted = asked or list(range(len(chart.marks)))[:4]
        clauses = [
            self.say["trend_series"].format(
                series=chart.names[at] or self.say["no_name"].format(number=at + 1), what=trend(chart, at, self.words)
            )
            for at in wanted
        ]
        text = self.ctx.phrases.ended(self.ctx.phrases.group_separator.join(clauses))
        return self._told(text, [mark for at in wanted for mark in chart.marks[at]])

    # -- values -------------------------------------------------------------------------------------------------

    def values(self) -> Answer | None:
        """A value, the highest or lowest, a comparison of two; None where not every word is understood."""
        chart, words = self.chart, self.words
        places, rest = self._found(chart.categories, self.asked)
        lines, rest = self._found(chart.names, rest)
        most, least = (bool(pieces(pattern, rest, words)) for pattern in (words.highest, words.lowest))
        comparing = bool(pieces(words.compare, rest, words))
        for pattern in (words.highest, words.lowest, words.compare):
            rest = without(pattern, rest, words)
        own = [chart.title, chart.value_title, axis_title(chart.value_title), chart.category_title, chart.unit]
        rest = less_names(own, rest, words)
        if less_words(words.fillers | words.nouns, rest, words):
            return None
        if (most or least) and not places and other_kind(chart, self.asked, words):
            return None
        if most != least and not comparing and len(places) <= 1:
            return self._extreme(places, lines, rest, most=most)
        if len(places) == 2 and (comparing or most or least) and len(lines) <= 1:
            return self._two_places(places, lines)
        if len(lines) == 2 and (comparing or most or least) and len(places) <= 1:
            return self._two_lines(lines, places)
        if len(places) == 1 and not most and not least and not comparing:
            return self._value(places[0], lines)
        return None

    def _found(self, names: Sequence[str], text: str) -> tuple[list[int], str]:
        """The numbers of the names that the text has, in its order, and the text without them."""
        hits: list[tuple[int, int, int]] = []
        for at, name in sorted(enumerate(names), key=lambda one: -len(one[1])):
            for form in forms(name, self.words):
                found = spans(form, text, self.words)
                if found and not any(s < found[0][1] and found[0][0] < e for s, e, _ in hits):
                    hits.append((*found[0], at))
                    break
        hits.sort()
        for start, end, _ in reversed(hits):
            text = f"{text[:start]} {text[end:]}"
        return [at for _, _, at in hits], " ".join(text.split())

    def _value(self, place: int, lines: Sequence[int]) -> Answer:
        chart = self.chart
        wanted = list(lines) or list(range(len(chart.marks)))
        if not chart.told or not wanted:
            return self._untold()
        name = name_of(chart, place, self.words)
        marks = [chart.marks[at][place] for at in wanted]
        if all(mark is None for mark in marks):
            return self.ctx.answer(self.say["not_seen"].format(name=name), [chart.evidence], sure=False)
        cells = []
        for at, mark in zip(wanted, marks, strict=True):
            value = said(mark, chart, self.words) if mark is not None else self.say["missing"]
            series = chart.names[at]
            cells.append(
                self.say["cell"].format(series=series, value=value) if series and len(chart.marks) > 1 else value
            )
        text = self.say["value"].format(name=name, value=self.ctx.phrases.separator.join(cells))
        subject = [mark.evidence for mark in marks if mark is not None]
        return self.ctx.answer(text, [*subject, chart.evidence], subject=subject)

    def _extreme(self, places: Sequence[int], lines: Sequence[int], rest: str, *, most: bool) -> Answer | None:
        chart = self.chart
        if not chart.told:
            return self._untold()
        key = "highest_answer" if most else "lowest_answer"
        pick = max if most else min
        if places:  # which series is highest in March
            cells = [(at, mark) for at, line in enumerate(chart.marks) if (mark := line[places[0]]) is not None]
            if len(cells) < 2:
                return None
            at, mark = pick(cells, key=lambda one: one[1].number)
            name = chart.names[at] or self.say["no_name"].format(number=at + 1)
            return self._told(self.say[key].format(name=name, value=said(mark, chart, self.words)), [mark])
        wanted = list(lines) or list(range(len(chart.marks)))
        found = [(at, *top) for at in wanted if (top := extreme(chart, at, most=most)) is not None]
        if not found:
            return None
        at, place, mark = pick(found, key=lambda one: one[2].number)
        if chart.kind == "scatter":
            return None  # its points have no names
        name = name_of(chart, place, self.words)
        if len(chart.marks) > 1 and chart.names[at]:
            name = self.say["of_series"].format(series=chart.names[at], name=name)
        equal = [m for m in chart.marks[at] if m is not None and m is not mark and m.text == mark.text]
        return self._told(self.say[key].format(name=name, value=said(mark, chart, self.words)), [mark, *equal])

    def _two_places(self, places: Sequence[int], lines: Sequence[int]) -> Answer | None:
        chart = self.chart
        if not chart.told:
            return self._untold()
        if len(chart.marks) > 1 and not lines:
            return None
        line = chart.marks[lines[0] if lines else 0]
        first, second = line[places[0]], line[places[1]]
        names = [name_of(chart, place, self.words) for place in places]
        if first is None or second is None:
            missing = names[0] if first is None else names[1]
            return self.ctx.answer(self.say["not_seen"].format(name=missing), [chart.evidence], sure=False)
        return self._against(names[0], first, names[1], second)

    def _against(self, name: str, first: Mark, other: str, second: Mark) -> Answer:
        chart, words = self.chart, self.words
        if first.text == second.text:
            gaps = {"value": said(first, chart, words), "other_value": said(second, chart, words)}
            return self._told(self.say["same"].format(name=name, other=other, **gaps), [first, second])
        if first.number < second.number:
            name, first, other, second = other, second, name, first
        digits = max(len(mark.text.partition(".")[2]) for mark in (first, second))
        gap = Mark(f"{first.number - second.number:.{digits}f}", 0.0, first.exact and second.exact, first.evidence)
        text = self.say["higher"].format(
            name=name,
            value=said(first, chart, words),
            other=other,
            other_value=said(second, chart, words),
            difference=said(gap, chart, words),
        )
        return self._told(text, [first, second])

    def _two_lines(self, lines: Sequence[int], places: Sequence[int]) -> Answer | None:
        chart = self.chart
        if not chart.told:
            return self._untold()
        one, other = (chart.names[at] for at in lines)
        if places:
            first, second = (chart.marks[at][places[0]] for at in lines)
            return self._against(one, first, other, second) if first is not None and second is not None else None
        pairs = [
            (place, first, second)
            for place, (first, second) in enumerate(zip(chart.marks[lines[0]], chart.marks[lines[1]], strict=True))
            if first is not None and second is not None
        ]
        above = [place for place, first, second in pairs if first.number > second.number and first.text != second.text]
        marks = [mark for _, first, second in pairs for mark in (first, second)]
        if not above:
            return self._told(self.say["series_never"].format(name=one, other=other), marks)
        where = self.ctx.phrases.listed([name_of(chart, place, self.words) for place in above][:ROWS_SAID])
        text = self.say["series_higher"].format(name=one, other=other, count=len(above), all=len(pairs), where=where)
        return self._told(text, marks)


def about(ctx: Context, answer: Answer) -> Answer:
    """The answer; with the word that it is no exact one where some of it was measured in a chart."""
    measured = {
        mark.evidence.box for chart in plotted(ctx.view.things) for mark in chart.every if not mark.exact
    }  # fmt: skip
    if not answer.answerable or not any(one.kind == "pixels" and one.box in measured for one in answer.evidence):
        return answer
    return replace(answer, text=chart_words(ctx.phrases.language).say["from_chart"].format(text=answer.text))
