"""Verdicts made readable: one file a format, no decisions."""

from ringback.reports.formats.github import GithubReport
from ringback.reports.formats.gitlab import GitlabReport
from ringback.reports.formats.html_report import HtmlReport
from ringback.reports.formats.json_lines import JsonLinesReport
from ringback.reports.formats.json_report import JsonReport
from ringback.reports.formats.junit import JunitReport
from ringback.reports.formats.markdown import MarkdownReport
from ringback.reports.formats.sarif import SarifReport
from ringback.reports.formats.text import TextReport
from ringback.reports.interface import Report

REPORTS: dict[str, Report] = {
    "text": TextReport(),
    "json": JsonReport(),
    "html": HtmlReport(),
    "junit": JunitReport(),
    "markdown": MarkdownReport(),
    "sarif": SarifReport(),
    "github": GithubReport(),
    "gitlab": GitlabReport(),
    "jsonl": JsonLinesReport(),
}
IN_COLOUR: dict[str, Report] = {"text": TextReport(colour=True)}

__all__ = ["IN_COLOUR", "REPORTS", "Report"]
