"""The services that are set up, each with what its makers call a start for development."""

from benchmarks.services.environments import Packages
from benchmarks.services.service import Place, Service

_TOKEN = "0123456789abcdef0123456789abcdef01234567"  # noqa: S105 -- made up, for this machine alone


def _galaxy(place: Place) -> str:
    return place.node("@scalar/galaxy/dist/latest.yaml")


LOOPBACK = Service(
    name="loopback-todo",
    packages=Packages(npm=("@loopback/example-todo@6.0.0",)),
    command=lambda place: ["node", place.node("@loopback/example-todo/dist/index.js")],
    environment=lambda place: {"HOST": "127.0.0.1", "PORT": str(place.port)},
    files={"data/.keep": ""},
    ready="/ping",
    description=lambda place: f"{place.url}/openapi.json",
    lists=("/todos",),
)
CHROMA = Service(
    name="chroma",
    packages=Packages(pip=("chromadb",)),
    command=lambda place: [
        *(place.bin("chroma"), "run", "--path", str(place.data)),
        *("--host", "127.0.0.1", "--port", str(place.port)),
    ],
    environment=lambda _place: {"ANONYMIZED_TELEMETRY": "False"},
    ready="/api/v2/heartbeat",
    description=lambda place: f"{place.url}/openapi.json",
    lists=(
        "/api/v2/tenants/default_tenant/databases",
        "/api/v2/tenants/default_tenant/databases/default_database/collections",
    ),
)
PREFECT = Service(
    name="prefect",
    packages=Packages(pip=("prefect",)),
    command=lambda place: [
        *(place.bin("prefect"), "server", "start", "--no-services"),
        *("--host", "127.0.0.1", "--port", str(place.port)),
    ],
    environment=lambda place: {
        "PREFECT_HOME": str(place.data),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    },
    ready="/api/health",
    target="/api",
    description=lambda place: f"{place.url}/openapi.json",
    lists=tuple(
        f"POST /api/{each}/filter"
        for each in (
            *("flows", "deployments", "variables", "work_pools", "work_queues", "artifacts"),
            *("block_types", "block_schemas", "block_documents", "saved_searches"),
            *("concurrency_limits", "v2/concurrency_limits", "automations", "flow_runs"),
        )
    ),
)
LABEL_STUDIO = Service(
    name="label-studio",
    packages=Packages(pip=("label-studio",)),
    command=lambda place: [
        *(place.bin("label-studio"), "start", "-b", "--data-dir", str(place.data)),
        *("--port", str(place.port), "--internal-host", "127.0.0.1"),
    ],
    environment=lambda place: {
        "LABEL_STUDIO_BASE_DATA_DIR": str(place.data),
        "LABEL_STUDIO_USERNAME": "me@example.com",
        "LABEL_STUDIO_PASSWORD": "made-up-9A",
        "LABEL_STUDIO_USER_TOKEN": _TOKEN,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
    },
    ready="/health",
    headers={"Authorization": f"Token {_TOKEN}"},
    description=lambda place: f"{place.url}/docs/api/schema/?format=json",
    lists=("/api/projects/", "/api/users/", "/api/webhooks/", "/api/organizations/"),
    seconds=240.0,
)
TILED = Service(
    name="tiled",
    packages=Packages(pip=("tiled[server]",)),
    command=lambda place: [
        *(place.bin("tiled"), "serve", "catalog", "--temp", "--host", "127.0.0.1"),
        *("--port", str(place.port), "--api-key", "made-up"),
    ],
    ready="/healthz",
    headers={"Authorization": "Apikey made-up"},
    description=lambda place: f"{place.url}/openapi.json",
    lists=("/api/v1/search/",),
)
PRISM = Service(
    name="prism-galaxy",
    packages=Packages(npm=("@stoplight/prism-cli", "@scalar/galaxy")),
    command=lambda place: [
        *("node", place.node("@stoplight/prism-cli/dist/index.js"), "mock", "-h", "127.0.0.1"),
        *("-p", str(place.port), _galaxy(place)),
    ],
    ready="/planets",
    headers={"Authorization": "Bearer made-up"},
    description=_galaxy,
    lists=("/planets",),
)
HTTPBIN = Service(
    name="httpbin",
    packages=Packages(pip=("httpbin[mainapp]",)),
    command=lambda place: [
        *(place.bin("python"), "-m", "flask", "--app", "httpbin", "run"),
        *("--port", str(place.port)),
    ],
    ready="/get",
    description=lambda place: f"{place.url}/spec.json",
    lists=(),
)
JUPYTER = Service(
    name="jupyter",
    packages=Packages(pip=("jupyter_server", "ipykernel")),
    command=lambda place: [
        *(place.bin("jupyter"), "server", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={place.port}", f"--IdentityProvider.token={_TOKEN}"),
        *(f"--ServerApp.root_dir={place.data}", "--ServerApp.disable_check_xsrf=True"),
    ],
    environment=lambda place: {"HOME": str(place.data), "JUPYTER_RUNTIME_DIR": str(place.data)},
    ready="/api",
    headers={"Authorization": f"token {_TOKEN}"},
    description=lambda place: f"{place.url}/api/spec.yaml",
    lists=("/api/contents", "/api/kernels", "/api/sessions"),
)
POWERDNS = Service(
    name="powerdns",
    packages=Packages(debian=("pdns-server", "pdns-backend-sqlite3", "sqlite3")),
    prepare=lambda place: [
        *([["sh", "-c", f"sqlite3 {place.data}/zones.db < {_SCHEMA}"]]),
    ],
    command=lambda place: [
        *("pdns_server", "--config-dir=" + str(place.data), "--daemon=no", "--guardian=no"),
        *("--launch=gsqlite3", f"--gsqlite3-database={place.data}/zones.db"),
        *("--local-address=127.0.0.1", f"--local-port={place.port + 1}"),
        *("--api=yes", "--api-key=made-up", "--webserver=yes", "--webserver-address=127.0.0.1"),
        *(f"--webserver-port={place.port}", f"--socket-dir={place.data}", "--setuid=", "--setgid="),
    ],
    ready="/api",
    headers={"X-API-Key": "made-up"},
    target="/api/v1",
    description=lambda place: f"{place.url}/api/docs",
    lists=tuple(
        f"/api/v1/servers/localhost/{each}" for each in ("zones", "tsigkeys", "autoprimaries")
    ),
)
_SCHEMA = "/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql"


SERVICES = {
    each.name: each
    for each in (
        *(LOOPBACK, CHROMA, PREFECT, LABEL_STUDIO, TILED, PRISM, HTTPBIN, JUPYTER, POWERDNS),
    )
}
