"""Snapshots: a version of the published data, frozen into files that people cite. (A `snapshots` row in the store is another
thing: the bytes of one reply.) `make.py` makes one, `shelf.py` finds those that were made."""
