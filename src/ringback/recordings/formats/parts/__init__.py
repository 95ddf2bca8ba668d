"""What records of many forms have: typed parts and stored bodies."""
