"""What a description lacks, as sentences and as an overlay."""
