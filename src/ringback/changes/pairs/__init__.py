"""What of the older description is compared with what of the newer one, and where it stands."""
