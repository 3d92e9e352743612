"""The support bot: dialogue, memory, the call to the desk, the HTTP face."""
