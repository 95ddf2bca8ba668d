"""Before anything is judged: what stands there, and the things that others need."""
