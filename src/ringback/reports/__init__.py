"""Verdicts made readable: one file a format, no decisions."""

from ringback.reports.formats.json_report import JsonReport
from ringback.reports.formats.junit import JunitReport
from ringback.reports.formats.markdown import MarkdownReport
from ringback.reports.formats.text import TextReport
from ringback.reports.interface import Report

REPORTS: dict[str, Report] = {
    "text": TextReport(),
    "json": JsonReport(),
    "junit": JunitReport(),
    "markdown": MarkdownReport(),
}
IN_COLOUR: dict[str, Report] = {"text": TextReport(colour=True)}

__all__ = ["IN_COLOUR", "REPORTS", "Report"]
