"""results.csv: the tidy table, RFC 4180, UTF-8 with a byte order mark, which Excel needs."""

import csv
import io

from workshop.domain.report import Report
from workshop.export.table import COLUMNS, table


def render(report: Report) -> bytes:
    """The file's bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(table(report))
    return text.getvalue().encode("utf-8-sig")
