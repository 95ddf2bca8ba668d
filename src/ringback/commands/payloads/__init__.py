"""Recorded payloads: judged, made on a target, imported, and kept without secrets."""
