"""`python -m ringback.cli`."""

from ringback.cli.main import main

main()
