"""What clients of the same process send and get, judged while their tests run."""

from ringback.traffic.validated import BrokenExchangesError, ValidatedExchanges, validate_exchanges

__all__ = ["BrokenExchangesError", "ValidatedExchanges", "validate_exchanges"]
