"""Bodies of requests: designed by forms, fitted to the things of a run, corrected by refusals."""
