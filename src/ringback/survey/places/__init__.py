"""The places of a schema as payloads are walked through them."""
