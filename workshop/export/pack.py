"""pack.zip: every file of a session in one folder, with a page that explains them."""

from dataclasses import replace

from workshop.domain.errors import ExportNotInstalled, TooLargeToDraw
from workshop.domain.report import Report
from workshop.export import EXPORTS, SCHEMA, read_me, results_schema
from workshop.export import render as rendered
from workshop.export.pictures import pictures
from workshop.export.zipped import File, folder_name, zipped
from workshop.wording.languages import desk_language, speaking
from workshop.wording.translated import translated

NAME = "pack.zip"
IN_A_FOLDER = "pictures.zip"


def render(report: Report) -> bytes:
    """The file's bytes."""
    documents, left_out = _documents(report)
    files = [*documents, File(SCHEMA, results_schema.document())]
    with speaking(desk_language(report.plan.language)):
        told = replace(report, plan=translated(report.plan))
        drawn = [File(f"pictures/{file.name}", file.content) for file in pictures(told)]
        names = [file.name for file in files] + ["pictures"] * bool(drawn)
        read_first = File(read_me.NAME, read_me.render(told, names, left_out))
    return zipped(folder_name(report), [*files, *drawn, read_first], report.opened_on)


def _documents(report: Report) -> tuple[list[File], list[str]]:
    """Every file outside subfolders, and the names of those that would become too large."""
    files, left_out = [], []
    for name in EXPORTS:
        if name not in (NAME, IN_A_FOLDER):
            try:
                files.append(File(name, rendered(name, report)))
            except ExportNotInstalled:
                continue
            except TooLargeToDraw:
                left_out.append(name)
    return files, left_out
