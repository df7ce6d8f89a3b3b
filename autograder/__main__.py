"""Run the command line interface with ``python -m autograder``."""

from autograder.cli import main

main()
