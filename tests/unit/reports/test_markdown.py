"""The report as a comment on a pull request."""

from dataclasses import replace

import pytest

from ringback.change import Change, Comparison, Kind
from ringback.finding import Finding, Severity
from ringback.reports.formats.markdown import LIMIT, MarkdownReport
from ringback.reports.formats.markup import block, code, escaped
from ringback.reports.scribe import Scribe
from ringback.verdict import Broken, Inconclusive, Kept, Run, conclude

NONE = Scribe(secrets={})

CHANGED = r"""### ringback diff

**broken**: 1 error, 1 warning; 3 operations

- base v1:d.yaml
- head d.yaml

#### Breaking (1)

**`change/request-narrowed`** · `one` · `/a` · `d.yaml:4` · `schema /components/schemas/A` · ×2<br>a is refused now<br>against: v1:d.yaml:3  (schema /components/schemas/A)<br>operations: one, two

<details><summary>witness</summary>

```json
{
  "a": "\u202e`x`"
}
```

</details>

#### Warnings (1)

**`change/request-dropped`** · `one` · `v1:d.yaml:3` · `schema /components/schemas/A`<br>b is ignored now

#### Other changes (1)

- compatible: three came `change/operation-added` · `three` · `d.yaml:9`
"""  # noqa: E501 -- a finding's head is one line

BROKEN = r"""### ringback check

**broken**: 1 error, 1 warning; 412 exchanges, 38 recordings, 3 operations

- update\_thing: 400 exchanges

#### Errors (1)

**`law/echo`** · `update_thing` · `/name` · `openapi/things.yaml:12` · ×3<br>"name" was given as "b" and is "a"

<details><summary>reproduce</summary>

```sh
curl -i -X POST "$BASE_URL/things/update?name=%2B1" -H "Authorization: Bearer $RINGBACK_TOKEN" -H 'Content-Type: application/json' --data-raw '{"api_key":"'"$API_KEY"'"}'
```

</details>

#### Warnings (1)

**`flaky/status`** · `get_thing` · `schema /paths/~1things`<br>answered 500 once

<details><summary>not judged</summary>

- `law/isolation`: RINGBACK\_SECOND is not set
- `auth/stranger`: no other account
- `law/apart`: RINGBACK\_SECOND is not set

</details>
"""  # noqa: E501 -- a finding's head is one line


def test_a_comparison(changed: Run) -> None:
    """What breaks, what warns, and what else changed, each with its places and its witness."""
    assert MarkdownReport().render(changed, NONE) == CHANGED


def test_a_broken_run(broken: Run) -> None:
    """The same of every command, without the time that it took."""
    scribe = Scribe.for_run(broken, {"RINGBACK_TOKEN": "t0k-en"})
    assert MarkdownReport().render(broken, scribe) == BROKEN
    assert MarkdownReport().render(replace(broken, seconds=99.0), scribe) == BROKEN


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (
            Run(command="lint", verdict=Kept()),
            "**kept**",
        ),
        (
            Run(command="check", verdict=Inconclusive(why=("no <answer>",))),
            "**inconclusive**: no &lt;answer&gt;; 0 exchanges, 0 recordings, 0 operations",
        ),
    ],
)
def test_a_run_without_findings(run: Run, line: str) -> None:
    """The verdict alone."""
    assert MarkdownReport().render(run, NONE) == f"### ringback {run.command}\n\n{line}\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "a plain sentence, with (words); 1.5 - 2 = 3.",
            "a plain sentence, with (words); 1.5 - 2 = 3.",
        ),
        ("*a* _b_ `c` ~d~ |e|", r"\*a\* \_b\_ \`c\` \~d\~ \|e\|"),
        ("[a](b) ![c] {d} \\", r"\[a\](b) \!\[c\] \{d\} \\"),
        ("<img src=x> &amp;", "&lt;img src=x&gt; &amp;amp;"),
        ("@everyone a@b.c", "@<!-- -->everyone a@<!-- -->b.c"),
        ("#12 GH-12 gh-12", "#<!-- -->12 GH<!-- -->-12 g<!-- -->h-12"),
        ("http://a www.a WWW.a", "http:<!-- -->//a www<!-- -->.a W<!-- -->WW.a"),
        ("$a$", "<span>$</span>a<span>$</span>"),
    ],
)
def test_text_stays_text(text: str, shown: str) -> None:
    """Nothing in it is markup, mentions anyone, or links anywhere."""
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|<b>@c", "`a|<b>@c`"),
        ("a`b``c", "```a`b``c```"),
        ("`a`", "`` `a` ``"),
        (" a", "`  a `"),
        ("", "` `"),
        ("  ", "` `"),
    ],
)
def test_code_stays_code(text: str, shown: str) -> None:
    """The fence is longer than any run of backticks in it."""
    assert code(text) == shown


def test_a_block_is_not_left() -> None:
    """A fence inside is shorter than the one around."""
    assert block("a\n````\n</details>", "json") == "`````json\na\n````\n</details>\n`````"


def test_a_witness_can_not_act() -> None:
    """Line breaks, fences and marks of its texts are escapes of JSON, or shown as they are."""
    finding = Finding(rule="a/b", message="m", witness=r'{"```\n\u0085": "</details>@me"}')
    text = MarkdownReport().render(Run(command="lint", verdict=Broken(findings=(finding,))), NONE)
    assert text.endswith('````json\n{\n  "```\\n\\u0085": "</details>@me"\n}\n````\n\n</details>\n')


@pytest.mark.parametrize("size", [10, 30_000])
def test_a_comment_is_never_too_long(size: int) -> None:
    """What has no room is counted, findings and changes alike."""
    found = [
        Finding(rule=f"a/{number}", message="@" * size, witness=f'"{"b" * size}"')
        for number in range(1_000)
    ]
    change = Change(kind=Kind.COMPATIBLE, rule="change/a", message="m")
    run = Run(command="diff", verdict=conclude(found), comparison=Comparison(changes=(change,) * 5))
    text = MarkdownReport().render(run, NONE)
    shown = text.count("<summary>witness")
    assert len(text) <= LIMIT
    assert text.endswith(
        f"\n\n({1_005 - shown} more findings and changes are left out for want of room; "
        "the JSON report has everything.)\n"
    )
    assert 0 < shown < 1_000


def test_a_warning_of_a_check_is_none_of_a_change(changed: Run) -> None:
    """Only a comparison alone speaks of what is breaking."""
    text = MarkdownReport().render(replace(changed, command="check"), NONE)
    assert [line for line in text.splitlines() if line.startswith("####")] == [
        "#### Errors (1)",
        "#### Warnings (1)",
        "#### Other changes (1)",
    ]


def test_an_endless_command_is_left_out(broken: Run) -> None:
    """Half of it would be of no use."""
    [error] = [each for each in broken.verdict.findings if each.severity is Severity.ERROR]
    many = replace(error, exchanges=error.exchanges * 24)
    run = replace(broken, verdict=Broken(findings=(many,)))
    assert "reproduce" not in MarkdownReport().render(run, NONE)
