"""What a caller has to prove: what is enough no more, and what is enough now."""

from collections.abc import Callable
from typing import Any

import pytest

from ringback.changes import Change
from tests.unit.changes.conftest import MAKE, Edit, Told, make, same, told

Changes = Callable[[Edit, Edit], tuple[Change, ...]]
KEEP = "keep the old way beside the new one until its callers have moved"
SCHEMES = "/components/securitySchemes"


def needs(*alternatives: dict[str, list[str]]) -> Edit:
    """What the one operation asks for."""
    return lambda it: make(it).update(security=list(alternatives))


def scheme(key: str, **changed: Any) -> Edit:
    """A component that is written in another way."""
    return lambda it: it["components"]["securitySchemes"][key].update(changed)


ROWS: list[tuple[Edit, Edit, list[Told]]] = [
    (needs(), same,
     [("BREAKS", "security-required", ("it could be called without credentials, and asks for http "
       f"bearer now; {KEEP}"), f"{MAKE}/security", "/security/0")]),
    (lambda it: it.pop("security"),
     lambda it: (it.pop("security"), needs({"bearer": []}, {"key": []})(it)),
     [("BREAKS", "security-required", ("it could be called without credentials, and asks for http "
       f"bearer or the header key x-key now; {KEEP}"), MAKE, f"{MAKE}/security/0")]),
    (needs({}, {"bearer": []}), needs({"bearer": []}),
     [("BREAKS", "security-required", ("it could be called without credentials, and asks for http "
       f"bearer now; {KEEP}"), f"{MAKE}/security/0", f"{MAKE}/security/0")]),
    (same, needs(),
     [("CAREFUL", "security-opened", ("it asked for http bearer, and anyone may call it without "
       "credentials now; ask for them again, or accept this finding if it is meant"),
       "/security/0", f"{MAKE}/security")]),
    (same, needs({"bearer": []}, {}),
     [("CAREFUL", "security-opened", ("it asked for http bearer, and anyone may call it without "
       "credentials now; ask for them again, or accept this finding if it is meant"),
       "/security/0", f"{MAKE}/security/1")]),
    (needs({"bearer": []}, {"key": []}), needs({"bearer": []}),
     [("BREAKS", "security-removed", ("the header key x-key was enough, and is so no more; http "
       f"bearer is asked for now; {KEEP}"), f"{MAKE}/security/1", f"{MAKE}/security/0")]),
    (same, needs({"key": []}),
     [("BREAKS", "security-removed", ("http bearer was enough, and is so no more; the header key "
       f"x-key is asked for now; {KEEP}"), "/security/0", f"{MAKE}/security/0")]),
    (same, needs({"bearer": [], "key": []}),
     [("BREAKS", "security-scheme-added", ("http bearer was enough, and the header key x-key is "
       f"needed as well now; {KEEP}"), "/security/0", f"{MAKE}/security/0")]),
    (needs({"oauth": ["a"]}), needs({"oauth": ["a", "b"]}),
     [("BREAKS", "security-scope-added", ("oauth2 (a) was enough, and the scopes b are needed as "
       f"well now; {KEEP}"), f"{MAKE}/security/0", f"{MAKE}/security/0")]),
    (same, scheme("bearer", scheme="basic"),
     [("BREAKS", "security-scheme-changed", ("the security scheme bearer was http bearer and is "
       "http basic now; keep the old one beside it until its callers have moved"),
       f"{SCHEMES}/bearer", f"{SCHEMES}/bearer")]),
    (needs({"key": []}), lambda it: (needs({"key": []})(it), scheme("key", name="X-Other")(it)),
     [("BREAKS", "security-scheme-changed", ("the security scheme key was the header key x-key and "
       "is the header key x-other now; keep the old one beside it until its callers have moved"),
       f"{SCHEMES}/key", f"{SCHEMES}/key")]),
    (needs({"key": []}),
     lambda it: (needs({"key": []})(it), scheme("key", **{"in": "query"})(it)),
     [("BREAKS", "security-scheme-changed", ("the security scheme key was the header key x-key and "
       "is the query key X-Key now; keep the old one beside it until its callers have moved"),
       f"{SCHEMES}/key", f"{SCHEMES}/key")]),
    (needs({"oauth": []}),
     lambda it: (needs({"oauth": []})(it),
                 scheme("oauth", flows={"clientCredentials": {"tokenUrl": "https://t.test/2"}})(it)),
     [("CAREFUL", "security-issuer-changed", ("oauth2 is obtained from https://t.test/1 no more; "
       "see that tokens from there are still taken"), f"{SCHEMES}/oauth/flows",
       f"{SCHEMES}/oauth/flows")]),
    (same, needs({"bearer": []}, {"key": []}),
     [("COMPATIBLE", "security-added", "the header key x-key is enough now", "/security/0",
       f"{MAKE}/security/1")]),
    (needs({"oauth": ["a", "b"]}), needs({"oauth": ["a"]}),
     [("COMPATIBLE", "security-added", "oauth2 (a) is enough now", f"{MAKE}/security/0",
       f"{MAKE}/security/0")]),
]  # fmt: skip

HARMLESS: list[tuple[Edit, Edit]] = [
    (same, needs({"bearer": []})),
    (needs({"bearer": []}, {"key": []}), needs({"key": []}, {"bearer": []})),
    (needs({"oauth": ["a", "b"]}), needs({"oauth": ["b", "a"]})),
    (needs(), needs({})),
    (needs({}), needs({}, {"bearer": []})),
    (needs({"bearer": []}), needs({"bearer": []}, {"bearer": [], "key": []})),
    (same, lambda it: it["components"]["securitySchemes"].update(
        other=it["components"]["securitySchemes"].pop("bearer"))
     or it.update(security=[{"other": []}])),
    (same, scheme("bearer", scheme="Bearer", description="d", bearerFormat="JWT")),
    (needs({"key": []}), lambda it: (needs({"key": []})(it), scheme("key", name="x-key")(it))),
    (same, scheme("key", name="X-Other")),
    (same, lambda it: it["components"]["securitySchemes"].pop("oauth")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_what_a_caller_has_to_prove_is_told(
    changes: Changes, before: Edit, after: Edit, expected: list[Told]
) -> None:
    """Whoever had enough and has so no more is told of, and so is what was guarded and is not."""
    assert [told(each) for each in changes(before, after)] == expected


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_what_asks_for_the_same_is_not_told(changes: Changes, before: Edit, after: Edit) -> None:
    """Schemes are the same where requests show them alike."""
    assert changes(before, after) == ()


def test_a_scheme_that_all_operations_share_changes_once(changes: Changes) -> None:
    """With the ids of all of them."""
    (found,) = changes(same, scheme("bearer", scheme="basic"))
    assert found.operations == ("read", "make")
