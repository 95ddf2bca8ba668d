"""Rules over the parts of requests and answers, and what annotations promise."""
