"""Everything that mentions pytest. Loading this package costs nothing but pytest."""
