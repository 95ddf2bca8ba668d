"""secret/…: what a recording must not hold."""

from collections.abc import Iterator

from ringback.contract import Contract
from ringback.exchange import Exchange
from ringback.finding import Finding, Severity
from ringback.operation import Operation
from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules
from ringback.secrets.find.secret_kinds import KEY, PERSONAL
from ringback.secrets.leaks import found


def judge_secrets(  # noqa: PLR0913 -- where the recording stands is three of them
    exchange: Exchange,
    contract: Contract | None,
    operation: Operation | None,
    rules: HouseRules = USUAL_RULES,
    *,
    file: str | None = None,
    entry: str = "",
    line: int | None = None,
) -> Iterator[Finding]:
    """A finding for each secret in a recording; personal data alone is a warning.

    `file`, `entry` (such as "entry 3") and `line` say where the recording stands.
    """
    for leak in found(exchange, contract, operation, rules):
        personal = leak.rule == PERSONAL
        after = (
            "" if personal else ", and revoke the key" if leak.rule == KEY else ", and change it"
        )
        where = f"{entry}: " if entry else ""
        yield Finding(
            rule=leak.rule,
            severity=Severity.WARNING if personal else Severity.ERROR,
            message=f"{where}{leak.place} holds a secret: {leak.kind}, {leak.shown}; "
            f"scrub it with `ringback import`{after}"
            if not personal
            else f"{where}{leak.place} holds a person's {leak.kind}, {leak.shown}; "
            "scrub it with `ringback import`",
            operation=operation.id if operation else None,
            instance=leak.instance,
            file=file,
            line=line,
            cause=f"{leak.side} {leak.kind}",
        )
