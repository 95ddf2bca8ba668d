"""A small file of each format that other tools write, as their makers' documentation has it.

Each holds two reads of one resource, answered with the two bodies that it is made of.
"""

from collections.abc import Callable
from typing import Any

from tests.unit.recordings.neighbours_cassettes import (
    betamax,
    betamax_jvm,
    go_vcr,
    php_vcr_json,
    php_vcr_yaml,
    ruby_binary,
    ruby_vcr,
    schemathesis,
    schemathesis_ndjson,
)
from tests.unit.recordings.neighbours_clients import bruno, bruno_old, mitmproxy, newman, postman
from tests.unit.recordings.neighbours_stubs import (
    nock,
    pact_2,
    pact_3,
    pact_4,
    wiremock,
    wiremock_journal,
    wiremock_one,
)

Make = Callable[[Any, Any], bytes]

FILES: dict[str, tuple[Make, str]] = {
    "betamax": (betamax, "entry 2"),
    "vcr-ruby": (ruby_vcr, "entry 2"),
    "vcr-ruby-binary": (ruby_binary, "entry 2"),
    "betamax-jvm": (betamax_jvm, "entry 2"),
    "go-vcr": (go_vcr, "entry 2"),
    "php-vcr-yaml": (php_vcr_yaml, "entry 2"),
    "php-vcr-json": (php_vcr_json, "entry 2"),
    "nock": (nock, "entry 2"),
    "wiremock": (wiremock, "entry 2"),
    "wiremock-one": (wiremock_one, ""),
    "wiremock-journal": (wiremock_journal, "entry 2"),
    "pact-2": (pact_2, "entry 2"),
    "pact-3": (pact_3, "entry 2"),
    "pact-4": (pact_4, "entry 2"),
    "postman": (postman, "/item/0/item/0/response/1"),
    "newman": (newman, "/run/executions/1"),
    "bruno": (bruno, "/0/results/1"),
    "bruno-old": (bruno_old, "/results/1"),
    "schemathesis": (schemathesis, "entry 2"),
    "schemathesis-ndjson": (schemathesis_ndjson, "interaction 2 of line 3"),
    "mitmproxy": (mitmproxy, "entry 2"),
}
"""By name: what makes the file, and what its last entry is called."""
