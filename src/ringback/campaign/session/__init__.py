"""The only door to the target: it counts, paces, waits, and judges what a schema can say."""
