"""A shop's support bot and its desk, to test against. A stranger to the rest of this package."""
