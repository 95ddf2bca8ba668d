"""Rules over operations as a whole, their security, servers and life cycle."""
