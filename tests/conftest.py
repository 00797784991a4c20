"""Ctrl-C reaches the processes that tests start, also where a shell runs the tests in the background and has it ignored."""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
