"""The commands of `python -m aggregator`, a module a family; `aggregator/cli.py` loads one only when it is called."""
