"""What each phase of one run of the gate takes: waits in a row, requests, seconds, CPU seconds.

    python benchmarks/phases.py CONFIG TARGET [SEED]

Prints JSON: the phases by their names. It is the run that `ringback check` makes, in this process.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from ringback.campaign.run.campaign import Campaign
from ringback.commands.arguments import CheckOptions, Common
from ringback.commands.common.reporting import ledger_for
from ringback.commands.setup.check_setup import asked
from ringback.commands.setup.sessions import session_for


def main(config: str, target: str, seed: str = "0") -> None:
    """Run once and print the phases."""
    options = CheckOptions(common=Common(config=Path(config), quiet=True), target=target, seed=seed)
    subject = asked(options)
    if subject.aim is None:
        sys.exit("there is no target")
    session = session_for(
        options, subject, subject.aim, ledger_for(options.common), lambda _count: None
    )
    outcome = Campaign(session, subject.plan).run()
    subject.aim.target.close()
    print(json.dumps({name: asdict(each) for name, each in outcome.spent.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
