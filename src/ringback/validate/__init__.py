"""Recorded payloads against the contract: one by one, and millions at a time."""

from ringback.validate.entries import RECORDING_RULES, Bare, judge_entry, payload_schema

__all__ = ["RECORDING_RULES", "Bare", "judge_entry", "payload_schema"]
