"""Templates to one file that needs nothing else and lets nothing in.

The Content-Security-Policy names the page's own style and script by their hashes (CSP Level 3,
section 2.3.1), so that nothing that a payload holds could ever run, even if it were markup.
"""

import base64
import hashlib
import importlib.resources
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ringback.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = "templates"


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A template of this room as a whole file."""
    style, script = _text("page.css"), _text("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    whole = {**context, "style": style, "script": script, "policy": policy}
    return _environment().get_template(template).render(whole)


@cache
def _environment() -> "Environment":
    """What reads templates; everything that they are given is escaped."""
    from jinja2 import (  # noqa: PLC0415 -- only who writes a page waits for it
        Environment,
        FunctionLoader,
        StrictUndefined,
    )

    return Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _text(name: str) -> str:
    """A file among the templates."""
    return importlib.resources.files(__package__).joinpath(_FOLDER, name).read_text("utf-8")


def _inert(value: Any) -> Any:
    """A text that goes into the page, without what would act on it, whatever it went through."""
    if type(value) is not str:
        return value
    return "\n".join(visible(line) for line in value.split("\n"))


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
