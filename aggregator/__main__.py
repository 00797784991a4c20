"""`python -m aggregator`: the one entry point."""

from aggregator.cli import main

if __name__ == "__main__":
    main()
