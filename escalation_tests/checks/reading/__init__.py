"""Reading the bot's words: does a message announce, offer or refuse a human, and what does it ask?

Deterministic and offline. All words live in one YAML file per language (`languages/`), written in
the small phrase language that `phrase` describes; the logic of moods and precedence is here.
"""

from escalation_tests.checks.reading.lexicon import BadLexicon, Lexicon, lexicon_from
from escalation_tests.checks.reading.own import BadPattern
from escalation_tests.checks.reading.reader import Reader, describe, reader
from escalation_tests.checks.reading.remembering import Remembering

__all__ = [
    "BadLexicon",
    "BadPattern",
    "Lexicon",
    "Reader",
    "Remembering",
    "describe",
    "lexicon_from",
    "reader",
]
