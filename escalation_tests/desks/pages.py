"""Everything that a desk lists, page by page, or an error: never a part that looks like all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from escalation_tests.contract.polling import Ask, Paging
from escalation_tests.desks.asking import Asker, Question, Told, place
from escalation_tests.desks.expressions import Expression
from escalation_tests.desks.templates import Values
from escalation_tests.errors import DeskError


class Pages:
    """One question with all its pages."""

    def __init__(self, ask: Ask, asker: Asker, where: str) -> None:
        """`where` is its key in the configuration; raises `DeskError` for a bad expression."""
        self._ask, self._asker, self._where = ask, asker, where
        paging = ask.paging or Paging()
        self._paging, self._paged = paging, ask.paging is not None
        self._next = self._maybe(paging.next, "next")
        self._cursor = self._maybe(paging.cursor, "cursor")
        self._more = self._maybe(paging.more, "more")

    async def replies(self, values: Values) -> AsyncIterator[Any]:
        """The reply of each page; none where the desk has nothing under this address.

        With page numbers there is no end to be seen in a reply: the caller stops when a page
        brings nothing new. Raises `DeskError`, also for pages that lead in a circle.
        """
        question: Question | None = self._first(self._asker.question(self._ask, values))
        asked: set[tuple[str, bytes]] = set()
        number = self._paging.first
        while question is not None:
            if (question.url, question.body) in asked:
                raise self._wrong("page-loop", "leads back to a page that was read before")
            asked.add((question.url, question.body))
            if len(asked) > self._paging.most:
                told = f"has more than {self._paging.most} pages; ask for less with a query, or"
                raise self._wrong("too-many-pages", f"{told} raise {self._where}.paging.most")
            told_page = await self._asker.ask(question)
            if told_page is None:
                return
            yield told_page.value
            number += 1
            question = self._following(question, told_page, number)

    def _first(self, question: Question) -> Question:
        if self._paging.page is None:
            return question
        return _set(question, self._paging.page, str(self._paging.first))

    def _following(self, question: Question, told: Told, number: int) -> Question | None:
        """The question for the next page; None after the last one."""
        if not self._paged or (self._more is not None and not self._more.holds(told.value)):
            return None
        if self._next is not None or self._paging.link:
            found = self._next.find(told.value) if self._next else told.next
            return self._led(question, str(found)) if found else None
        if self._cursor is not None:
            found = self._cursor.find(told.value)
            return _set(question, self._paging.cursor_as, str(found)) if found else None
        if self._paging.page is not None:
            return _set(question, self._paging.page, str(number))
        return None

    def _led(self, question: Question, found: str) -> Question:
        """The question that a reply names; never one that takes our credentials elsewhere."""
        url = urljoin(question.url, found)
        if urlsplit(url)[:2] != urlsplit(question.url)[:2]:
            there = place(replace(question, url=url))
            raise self._wrong("page-elsewhere", f"goes on at {there}, which is another host")
        return replace(question, url=url)

    def _wrong(self, kind: str, told: str) -> DeskError:
        return DeskError(kind, f"what {self._where} lists {told}")

    def _maybe(self, text: str | None, name: str) -> Expression | None:
        return Expression(text, f"{self._where}.paging.{name}") if text is not None else None


def _set(question: Question, name: str, value: str) -> Question:
    """`question` with this parameter in its query, in place of an earlier value."""
    parts = urlsplit(question.url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return replace(question, url=parts._replace(query=urlencode([*pairs, (name, value)])).geturl())
