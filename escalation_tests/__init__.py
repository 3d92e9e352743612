"""Find out whether a support bot hands over to humans as it promised."""
