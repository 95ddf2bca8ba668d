"""Which of the files that a hook passes are ours: any file of the right kind may be among them."""

import re
from collections.abc import Sequence
from pathlib import Path

from ringback.description.reading.files import parse
from ringback.description.reading.remote import is_remote
from ringback.errors import DescriptionError
from ringback.recordings import Form, Source, Unreadable, reading

_MARKS = b"\xff\xfe\xef\xbb\xbf"  # of the byte order
_WORDS = (b"openapi", b"swagger")
# Of a file that can't be read: a member as YAML has it in a document, or JSON anywhere.
_MEMBER = re.compile(rb"""(?m:^["']?(?:openapi|swagger)["']?\s*:)|"(?:openapi|swagger)"\s*:\s*\"""")
_OTHERS = frozenset({Form.LINES, Form.ARRAY, Form.PAYLOAD, Form.ACCESS_LOG})


def is_description(name: str) -> bool:
    """Whether a description's word is for a file, or would be if the file could be read.

    What is no file of this machine was meant: URLs, standard input, and names of nothing.
    """
    if name == "-" or is_remote(name) or not Path(name).is_file():
        return True
    try:
        data = Path(name).read_bytes()
    except OSError:
        return True  # whoever reads it says why it can't
    plain = data.replace(b"\0", b"").lstrip(_MARKS)  # UTF-16 and UTF-32, as far as these words go
    if not any(word in plain for word in _WORDS):
        return False
    try:
        root = parse(data, name).root.value
    except DescriptionError:
        return _MEMBER.search(plain) is not None
    return isinstance(root, dict) and any(word.decode() in root for word in _WORDS)


def is_recording(source: Source, folders: Sequence[Path]) -> bool:
    """Whether a file is of a form that recordings have, or stands in one of their folders."""
    if source.path is None or source.problem is not None:
        return True
    here = source.path.resolve()
    if any(here.is_relative_to(each.resolve()) for each in folders):
        return True
    with reading(source) as found:
        return isinstance(found, Unreadable) or found.form not in _OTHERS
