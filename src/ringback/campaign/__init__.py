"""One whole run: what is sent, in which order, what it shows, and how the target is left."""
