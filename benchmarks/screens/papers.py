"""Files that the programs of the set open: a spreadsheet and a PDF, written from what is known to stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

NUMBER, TEXT = 40, 60
"""Kinds of values in a file of gnumeric."""
A4 = (595, 842)
"""Points."""
LEFT_PT, TOP_PT = 72, 80

Value = str | float
"""A text beginning with "=" is a formula."""


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]], wide_pt: float = 90) -> str:
    """A workbook of gnumeric, whose first two columns are wide."""
    names = "".join(f"<gnm:SheetName>{escape(name)}</gnm:SheetName>" for name, _ in sheets)
    pages = "".join(
        f"<gnm:Sheet><gnm:Name>{escape(name)}</gnm:Name>"
        f'<gnm:Cols DefaultSizePts="60"><gnm:ColInfo No="0" Unit="{wide_pt}" Count="2"/></gnm:Cols>'
        f"<gnm:Cells>{''.join(_cells(rows))}</gnm:Cells></gnm:Sheet>"
        for name, rows in sheets
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd">'
        f"<gnm:SheetNameIndex>{names}</gnm:SheetNameIndex><gnm:Sheets>{pages}</gnm:Sheets></gnm:Workbook>"
    )


def _cells(rows: Sequence[Sequence[Value]]) -> list[str]:
    return [
        f'<gnm:Cell Row="{row}" Col="{column}"{_kind(value)}>{escape(str(value))}</gnm:Cell>'
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    ]


def _kind(value: Value) -> str:
    if not isinstance(value, str):
        return f' ValueType="{NUMBER}"'
    return "" if value.startswith("=") else f' ValueType="{TEXT}"'


def pdf(title: str, pages: Sequence[Sequence[tuple[int, str]]]) -> bytes:
    """A PDF of lines in Helvetica, each with its size in points; "" is a gap of that size. Latin letters only."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    numbers = []
    for lines in pages:
        content = _content(lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> "
            b">> >>" % (*A4, len(objects))
        )
        numbers.append(len(objects))
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(numbers), kids)
    objects.append(b"<< /Title (%s) >>" % _string(title))
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count, len(objects), len(written),
    )  # fmt: skip
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def _content(lines: Sequence[tuple[int, str]]) -> bytes:
    y, parts = A4[1] - TOP_PT, []
    for size, text in lines:
        if text:
            parts.append(b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (size, LEFT_PT, y, _string(text)))
        y -= round(1.45 * size)
    return b"\n".join(parts)


def _string(text: str) -> bytes:
    plain = text.encode("latin-1")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
