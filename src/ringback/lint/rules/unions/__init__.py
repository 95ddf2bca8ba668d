"""Rules over the branches of unions, held against each other."""
