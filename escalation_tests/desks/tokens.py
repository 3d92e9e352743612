"""Finding planted tokens in a text without trying each of them."""

import re

_RUN = re.compile(r"[^\W_]+")
SEARCHED = 300_000
"""Characters of a text that are searched when no word of it is a token."""


class Tokens:
    """Tokens and whose they are; the latest owner of a token wins. Case does not matter."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def add(self, token: str, owner: str) -> None:
        if token:
            self._owners[token.casefold()] = owner

    def drop(self, token: str, owner: str) -> None:
        """Forget the token unless somebody else owns it by now."""
        if self._owners.get(token.casefold()) == owner:
            del self._owners[token.casefold()]

    def owner(self, text: str) -> str | None:
        """The owner of a token in `text`; None when there is none."""
        if not self._owners:
            return None
        folded = text.casefold()
        for run in _RUN.findall(folded):
            if run in self._owners:
                return self._owners[run]
        return self._inside_words(folded[:SEARCHED])

    def _inside_words(self, folded: str) -> str | None:
        """Tokens that hold marks themselves, or are glued to other letters."""
        for length in {len(token) for token in self._owners}:
            for start in range(len(folded) - length + 1):
                if folded[start : start + length] in self._owners:
                    return self._owners[folded[start : start + length]]
        return None
