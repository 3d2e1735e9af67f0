"""The values of a chart in words, as a table is read."""

from __future__ import annotations

from models.grounded.chart_words import ChartWords
from models.grounded.charts import Plotted, name_of, said_number
from models.grounded.phrases import Phrases

ROWS_SAID = 12
"""Rows of a table that are read at once."""


def table_of(chart: Plotted, words: ChartWords, p: Phrases) -> str:
    """The values in words, row by row."""
    rows = []
    for at in range(min(ROWS_SAID, len(chart.categories))):
        name = name_of(chart, at, words)
        name = name.replace(".", words.decimal) if chart.kind == "scatter" else name
        rows.append(words.say["row"].format(name=name, values=_row(chart, at, words, p)))
    if len(chart.categories) > ROWS_SAID:
        rows.append(words.say["more_rows"].format(count=len(chart.categories) - ROWS_SAID))
    return words.say["table_exact" if chart.exact else "table"].format(rows=p.group_separator.join(rows))


def _row(chart: Plotted, at: int, words: ChartWords, p: Phrases) -> str:
    cells = []
    for name, line in zip(chart.names, chart.marks, strict=True):
        mark = line[at]
        if mark is None and chart.kind == "scatter":
            continue
        value = words.say["missing"] if mark is None else said_number(mark.text, chart, words)
        cells.append(words.say["cell"].format(series=name, value=value) if name and len(chart.marks) > 1 else value)
    return p.separator.join(cells)
