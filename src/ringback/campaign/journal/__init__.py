"""What a run is about to change, kept on the disk: a run that dies is put right by the next one."""
