"""The desk: where handoffs arrive and a person watches them."""
