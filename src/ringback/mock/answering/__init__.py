"""What a mock answers: requests judged by the contract, answers made of it, or chosen."""
