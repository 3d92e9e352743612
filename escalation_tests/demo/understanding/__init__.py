"""What a customer's message means: signs, topics, facts, language. No state, no I/O after loading."""

from escalation_tests.demo.meaning import Meaning
from escalation_tests.demo.understanding.reader import Understanding

__all__ = ["Meaning", "Understanding"]
