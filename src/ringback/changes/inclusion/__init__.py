"""Whether every payload that one side makes is right for the other: shown, proved or unknown."""
