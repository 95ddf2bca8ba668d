"""The commands that serve HTTP until they are interrupted."""
