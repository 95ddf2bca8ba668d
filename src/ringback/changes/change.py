"""What a change is: a value that everything speaks in, so it stands below (`ringback.change`)."""

from ringback.change import Change, Kind

__all__ = ["Change", "Kind"]
