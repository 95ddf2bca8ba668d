"""Things made, acted on and deleted."""
