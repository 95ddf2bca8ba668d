"""Coverage points: the choices that a schema leaves open, and which of them a payload shows."""
