"""What a run asks, a phase each: scenarios yield batches and judge what comes; none sends."""
