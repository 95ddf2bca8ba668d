"""`ringback mock`: a configured app over HTTP, on a loopback port unless told otherwise."""

import socket
import sys

from ringback.commands.arguments import MockOptions
from ringback.config_reader import load_settings
from ringback.errors import UsageError
from ringback.wiring import asgi_app

try:
    import uvicorn
except ImportError:  # the extra `mock` is not installed
    uvicorn = None  # type: ignore[assignment]  # told in one sentence when the command runs


def run(options: MockOptions) -> int:
    """Serve until interrupted; UsageError where the port is taken or uvicorn is missing."""
    if uvicorn is None:
        raise UsageError(("ringback mock needs uvicorn: pip install 'ringback[mock]'",))
    settings = load_settings(options.common.config)
    app = asgi_app(settings, options.target)
    listener = _listen(options.host, options.port)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"{options.target} on http://{shown}:{port} (Ctrl-C ends it)\n")
    sys.stdout.flush()
    level = "info" if options.common.verbose else "warning"
    server = uvicorn.Server(uvicorn.Config(app, log_level=level, server_header=False))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # how it is meant to end
        sys.stdout.write("ended\n")
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket. It names TCP, or asyncio would leave Nagle's delay on: 40 ms an answer."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # before the URL is printed: whoever reads it may connect at once
    except OSError as error:
        listener.close()
        text = f"can't listen on {host}:{port} ({error.strerror}); try --port 0 for a free one"
        raise UsageError((text,)) from None
    return listener
