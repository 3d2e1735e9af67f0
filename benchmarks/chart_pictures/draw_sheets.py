"""Writes specs as workbooks with a chart, which gnumeric and LibreOffice draw. Run by a Python that has XlsxWriter:
`python draw_sheets.py specs.json FOLDER`."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import xlsxwriter

KINDS = {
    "bar": ("column", None), "grouped": ("column", None), "stacked": ("column", "stacked"), "barh": ("bar", None),
    "line": ("line", None), "lines": ("line", None), "pie": ("pie", None), "doughnut": ("doughnut", None),
    "scatter": ("scatter", None),
}  # fmt: skip


def write(spec: dict[str, Any], path: Path) -> None:
    chance = random.Random(spec["style"])  # noqa: S311 - no secret
    book = xlsxwriter.Workbook(str(path))
    data = book.add_worksheet("Data")
    kind, series = spec["kind"], spec["series"]
    first = series[0]["x"] if kind == "scatter" else spec["categories"]
    data.write_column(1, 0, first)
    shape, subtype = KINDS[kind]
    chart = book.add_chart({"type": shape, **({"subtype": subtype} if subtype else {})})
    rows = len(first)
    for number, one in enumerate(series, start=1):
        data.write(0, number, one["name"])
        data.write_column(1, number, one["values"])
        chart.add_series(
            {
                "name": ["Data", 0, number],
                "categories": ["Data", 1, 0, rows, 0],
                "values": ["Data", 1, number, rows, number],
                **({"marker": {"type": "automatic"}} if shape == "line" and chance.random() < 0.6 else {}),
                **({"marker": {"type": "circle", "size": 7}} if shape == "scatter" else {}),
            }
        )
    chart.set_title({"name": spec["title"]})
    if shape not in ("pie", "doughnut"):
        across, up = spec["x_title"], spec["y_title"]
        grid = {"major_gridlines": {"visible": chance.random() < 0.6}}
        value = {"name": up, **grid, **({"log_base": 10} if spec["log"] else {})}
        category = {"name": across} if across else {}
        lying = shape == "bar"  # there XlsxWriter's x is the axis that lies
        chart.set_x_axis({**category, "name": up} if lying else category)
        chart.set_y_axis({**value, "name": across} if lying else value)
    several = len(series) > 1 or shape in ("pie", "doughnut")
    chart.set_legend({"position": chance.choice(("right", "bottom", "top"))} if several else {"none": True})
    chart.set_size({"width": chance.randint(480, 760), "height": chance.randint(320, 460)})
    data.insert_chart(0, 5, chart)
    if len(sys.argv) > 3:  # LibreOffice prints sheets: the chart alone on a page
        data.set_landscape()
        data.print_area(0, 5, 30, 20)
        data.fit_to_pages(1, 1)
    book.close()


if __name__ == "__main__":
    for name, spec in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).items():
        write(spec, Path(sys.argv[2]) / f"{name}.xlsx")
