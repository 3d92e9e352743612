"""Kit for authors of channels, desks and checks: fakes, a virtual clock, conformance suites."""
