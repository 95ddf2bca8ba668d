"""From paths and storage to bytes, unpacked and split, with bounded memory."""
