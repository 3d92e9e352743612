"""Plays plans: orders everything in time, on one event loop. Knows ports, not rooms."""
