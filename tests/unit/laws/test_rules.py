"""The ids of the laws over resources: all that a phase may tell can be selected."""

import re
from pathlib import Path

import ringback.campaign.phases
import ringback.laws
from ringback.laws.rules import RESOURCE_RULES

_ID = re.compile(r'"((?:law|auth)/[a-z-]+)"')


def test_every_rule_of_the_phases_and_laws_is_listed() -> None:
    """No phase tells a rule that --select and --ignore do not know, and none is listed in vain."""
    folders = [Path(ringback.campaign.phases.__file__).parent, Path(ringback.laws.__file__).parent]
    texts = [
        file.read_text("utf-8")
        for folder in folders
        for file in folder.rglob("*.py")
        if file.name != "rules.py"
    ]
    found = {rule for text in texts for rule in _ID.findall(text)}
    assert found == set(RESOURCE_RULES)
