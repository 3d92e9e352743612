"""Shared by the whole test suite: pytest's own harness for testing plugins."""

import signal

pytest_plugins = ["pytester"]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs us in the background hands its deafness down to every process we start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
