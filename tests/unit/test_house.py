"""One name, one meaning: what a module is called says where a reader is."""

from collections import Counter
from pathlib import Path

import ringback

ROOT = Path(ringback.__file__).parent
SEAM = "interface.py"  # in each room what plugs into it: a check, a rule, a report, a target


def test_no_module_name_stands_in_two_rooms() -> None:
    """A module's name alone says which one is meant."""
    names = Counter(path.name for path in ROOT.rglob("*.py"))
    twice = {name for name, count in names.items() if count > 1}
    assert twice <= {"__init__.py", "__main__.py", SEAM}
