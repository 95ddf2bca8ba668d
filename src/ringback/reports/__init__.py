"""Verdicts made readable: one file a format, no decisions."""

from ringback.reports.interface import Report
from ringback.reports.json_report import JsonReport
from ringback.reports.junit import JunitReport
from ringback.reports.markdown import MarkdownReport
from ringback.reports.text import TextReport

REPORTS: dict[str, Report] = {
    "text": TextReport(),
    "json": JsonReport(),
    "junit": JunitReport(),
    "markdown": MarkdownReport(),
}
IN_COLOUR: dict[str, Report] = {"text": TextReport(colour=True)}

__all__ = ["IN_COLOUR", "REPORTS", "Report"]
