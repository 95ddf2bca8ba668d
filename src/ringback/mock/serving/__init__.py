"""A mock over HTTP: an ASGI app, for whatever server; it opens no connection itself."""
