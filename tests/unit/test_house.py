"""One name, one meaning: what a module is called says where a reader is."""

import re
from collections import Counter
from pathlib import Path

import ringback

ROOT = Path(ringback.__file__).parent
_CLASS = re.compile(r"^class ([A-Z]\w*)", re.MULTILINE)
SEAM = "interface.py"  # in each room what plugs into it: a check, a rule, a report, a target


def test_no_module_name_stands_in_two_rooms() -> None:
    """A module's name alone says which one is meant."""
    names = Counter(path.name for path in ROOT.rglob("*.py"))
    twice = {name for name, count in names.items() if count > 1}
    assert twice <= {"__init__.py", "__main__.py", SEAM}


def test_no_public_class_has_the_name_of_another() -> None:
    """A reader who meets the name of a class knows which one it is."""
    found = Counter(
        name for path in ROOT.rglob("*.py") for name in _CLASS.findall(path.read_text("utf-8"))
    )
    assert {name for name, count in found.items() if count > 1} == set()
