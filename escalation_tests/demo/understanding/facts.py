"""Facts that a message states, spelled as the customer wrote them."""

import re
from collections.abc import Callable, Iterator

from escalation_tests.demo.understanding.names import company_in, legal_form, name_in
from escalation_tests.demo.understanding.plain import fold

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_VAT = re.compile(r"(?<![\w-])[A-Z]{2}\d{9}(?![\w-])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w-])(?:\+|00)\d[\d ()./-]{5,17}\d(?![\w-])")
_NATIONAL = re.compile(
    r"(?<![\w-])\(?\d{2,5}\)?[ ./-]\d[\d ./-]{3,14}\d(?![\w-])|(?<![\w-])\d{9,12}(?![\w-])"
)
_CURRENCY = r"(?:€|\$|£|R\$|US\$|EUR|USD|GBP|CHF|BRL)"
_UNIT = r"(?:€|\$|£|EUR\b|USD\b|GBP\b|CHF\b|BRL\b|euros?\b|dollars?\b|pounds?\b|reais\b|libras\b|Dollar\b)"
_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"{_CURRENCY} ?(?:{_NUMBER})(?![\w-])|(?<![\w-])(?:{_NUMBER}) ?{_UNIT}", re.IGNORECASE
)
_CODE = re.compile(r"#?(?<![\w-])[A-Za-z]{0,6}[-_/]?\d(?:[\w]|[-_/](?=\w))*", re.ASCII)
_POSTCODE = re.compile(
    r"(?<![\w-])(?:\d{5}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4}-\d{3})(?![\w-])"
)
_NOUNS = {
    "postcode": r"post ?codes?|zip(?: ?codes?)?|postal|cep|postleitzahl|plz",
    "tracking_id": r"tracking|seguimiento|envio|suivi|sendungs\w*|rastre\w*",
    "invoice_id": r"invoices?|facturas?|factures?|rechnung\w*|faturas?",
    "serial_number": r"serial|serie|seriennummer|back it says|detras pone|au dos|hinten steht|atras",
    "customer_id": r"customer|cliente|client|kunden?\w*",
    "ticket_id": r"ticket|references?|referencia|referencia|incidencia|dossier|vorgangs\w*"
    r"|aktenzeichen|protocolo|case",
    "account_id": r"account|cuenta|compte|konto\w*|conta",
    "phone": r"phone|telephone|mobile|call me|ring me|reach me|cell|telefono|llamar|movil"
    r"|telephone|appeler|portable|telefon\w*|handy\w*|erreichen|ruf\w*|telefone|ligar|celular",
    "order_id": r"orders?|pedidos?|encomendas?|commandes?|bestell\w*|purchase|parcel|package"
    r"|paquete|pacote|colis|paket\w*|lieferung|delivery|entrega|livraison|compra|achat",
}
_CUE = {
    name: re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])[^.,!?\n]{{0,26}}$")
    for name, words in _NOUNS.items()
}
_LOOK_BACK = 60
_FOR = re.compile(r"(?<!\w)(?:fo+u?r|por|para|pour|fur|of|pelo|pela|von) $")


def found(
    text: str, common: Callable[[str], bool], telling: Callable[[str], bool]
) -> tuple[dict[str, str], str]:
    """Fact → its last value in plain `text`, and the text with a word such as `orderfact` in the
    place of each value.

    Args:
        common: whether a word is in the vocabulary of a served language.
        telling: whether a word occurs in rules.
    """
    facts: dict[str, str] = {}
    text = _LINK.sub(" ", text) if "://" in text or "www." in text else text
    text = _taken(text, "email", _EMAIL, facts) if "@" in text else text
    if any(char.isdigit() for char in text):
        for name, pattern in _PATTERNS:
            text = _taken(text, name, pattern, facts)
        text = _codes(text, facts)
    company = company_in(text)
    if company:
        facts["company"] = company
        text = text.replace(company, " companyfact ")
    called = name_in(text, common, telling)
    if called:
        facts["company" if legal_form(called) else "name"] = called
        text = text.replace(called, " namefact ")
    return facts, text


_PATTERNS = (("vat_id", _VAT), ("iban", _IBAN), ("amount", _AMOUNT), ("phone", _PHONE))


def _taken(text: str, name: str, pattern: re.Pattern[str], facts: dict[str, str]) -> str:
    def take(match: re.Match[str]) -> str:
        facts[name] = match[0].strip()
        return f" {name}fact "

    return pattern.sub(take, text)


def _codes(text: str, facts: dict[str, str]) -> str:
    """Numbers of all kinds, told apart by what stands before them."""
    parts: list[str] = []
    end = 0
    for start, stop in _numbers(text):
        name = _kind(text[start:stop], fold(text[max(0, start - _LOOK_BACK) : start]), text)
        if name:
            facts[name] = text[start:stop]
            parts += [text[end:start], f" {name.split('_')[0]}fact "]
            end = stop
    return "".join([*parts, text[end:]])


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Places of codes and numbers, from left to right without overlap."""
    spans = sorted(
        match.span()
        for pattern in (_NATIONAL, _POSTCODE, _CODE)
        for match in pattern.finditer(text)
    )
    last = 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, stop
            last = stop


def _kind(value: str, before: str, text: str) -> str | None:
    digits = sum(char.isdigit() for char in value)
    if digits < 4:
        return "postcode" if _POSTCODE.fullmatch(value) else None
    nearest = "order_id" if _FOR.search(before) else _nearest(before)
    if nearest == "phone":
        return "phone" if digits >= 6 else None
    if nearest and nearest != "order_id":
        return nearest
    if _POSTCODE.fullmatch(value) and not _close(before):
        return "postcode"
    if any(char.isalpha() for char in value) or value.startswith("#") or nearest or digits >= 12:
        return "order_id"
    if digits >= 9 and _NATIONAL.fullmatch(text.strip(" .!")):
        return "phone"
    return "order_id" if digits >= 5 and value == text.strip(" .!") else None


def _nearest(before: str) -> str | None:
    """The kind of number that the last noun before it announces."""
    spots = {name: match.start() for name, cue in _CUE.items() if (match := cue.search(before))}
    return max(spots, key=lambda name: spots[name]) if spots else None


def _close(before: str) -> bool:
    """Whether an order stands right before the number."""
    return bool(
        re.search(r"(?:order|pedido|encomenda|commande|bestell\w*)\W+(?:\w{1,8}\W+){0,2}$", before)
    )
