"""Let `python -m dashboards.cli` be the command."""

from dashboards.cli.app import main

main()
