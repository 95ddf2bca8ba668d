"""What stands for a secret, and what is recognised as standing for one."""
