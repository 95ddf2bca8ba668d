"""Certificates for the servers and clients of the tests, made when they are asked for."""

import ssl
from pathlib import Path

import trustme


class Authority:
    """A CA of the tests: the files of its certificate, of a server, a client, and their keys."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA()
        self.server = self.ca.issue_cert("127.0.0.1", "localhost")
        self.served = folder / "server.pem"
        self.server.private_key_and_cert_chain_pem.write_to_path(str(self.served))
        client = self.ca.issue_cert("client@ringback.test")
        self.bundle = folder / "ca.pem"
        self.own = folder / "own.pem"
        self.key = folder / "own.key"
        self.both = folder / "both.pem"
        self.ca.cert_pem.write_to_path(str(self.bundle))
        client.cert_chain_pems[0].write_to_path(str(self.own))
        client.private_key_pem.write_to_path(str(self.key))
        client.private_key_and_cert_chain_pem.write_to_path(str(self.both))

    def context(self, *, asks: bool) -> ssl.SSLContext:
        """The context of a server, which may ask for a certificate of this CA."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.server.configure_cert(context)
        if asks:
            self.ca.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context
