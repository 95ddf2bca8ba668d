"""Every rule is explained, every explanation is of a rule, and every rule is raised in a test."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.commands.common.rule_ids import all_rules
from ringback.laws import Knowledge
from ringback.rules import Explanation, explained, explanations
from ringback.rules.pages import _page, rule_pages, rule_table

ROOT = Path(__file__).parents[3]
RULES = all_rules(Knowledge())
HERE = Path(__file__).parent


def test_every_rule_is_explained_and_nothing_else() -> None:
    """No rule lacks an explanation, and none is explained that there isn't."""
    assert tuple(explanations()) == RULES


@pytest.mark.parametrize("told", explanations().values(), ids=lambda each: each.rule)
def test_an_explanation_is_whole(told: Explanation) -> None:
    """Each part says something, sentences end, and what is right is not what is wrong."""
    assert all(text.strip() for _, text in told.lines)
    assert all(text[-1] in ".?" for text in (told.means, told.matters, told.fix))
    assert told.wrong != told.right


def test_a_foreign_thing_of_any_name_is_explained() -> None:
    """The rules that a configuration adds are told by the one that they are kinds of."""
    assert explained("auth/foreign-voice") == explanations()["auth/foreign-thing"]
    assert explained("auth/nothing") is None


def test_there_is_a_page_a_rule() -> None:
    """The site has a page for each, and a row that leads there."""
    pages, table = rule_pages(), rule_table()
    assert list(pages) == [f"rules/{rule}.md" for rule in RULES]
    assert [f"[{rule}](rules/{rule}.md)" in table for rule in RULES] == [True] * len(RULES)


def test_a_page_tells_everything() -> None:
    """It has all that is said of the rule, and what Markdown would take for its own is inert."""
    told = replace(
        explained("law/echo") or next(iter(explanations().values())), wrong="*a* <b> [c]"
    )
    page = _page(told)
    assert page.startswith("# law/echo\n\n")
    assert "\n**Wrong**\n\n\\*a\\* &lt;b> \\[c]\n" in page
    assert "`--ignore law/echo`" in page


def test_every_rule_is_raised_in_a_test() -> None:
    """Each id stands in a table outside of this folder; tables of an area leave it out."""
    tests = [each for each in (ROOT / "tests").rglob("*.py") if HERE not in each.parents]
    faults = [*(ROOT / "contracts").rglob("*faults*.py")]
    text = "\n".join(each.read_text("utf-8") for each in (*tests, *faults))
    named = set(re.findall(r"[a-z]+/[a-z-]+|flaky", text))
    for area, folder in (("change", "changes"), ("lint", "lint")):
        tables = (ROOT / "tests/unit" / folder).glob("*.py")
        own = "\n".join(each.read_text("utf-8") for each in tables)
        named |= {f"{area}/{name}" for name in re.findall(r'"([a-z-]+)"', own)}
    assert [rule for rule in RULES if rule not in named] == ["recording/no-exchange"]  # skipped
