"""What happened, as frozen values: no I/O, no clock, nothing but the standard library."""
