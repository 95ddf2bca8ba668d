"""What a run asks, a phase each: scenarios that yield batches and judge what comes; they never send."""
