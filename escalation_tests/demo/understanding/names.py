"""Names of people and companies, found behind words that announce them."""

import re

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŠŽĐ][\w.'’-]*"
_LINK = r"(?:de|la|las|los|del|da|das|do|dos|du|des|le|von|van|der|zu|y|e|and|et|und|&|-|–|di)"
_RUN = rf"{_CAPITAL}(?:(?:,? {_LINK}){{0,3}},? {_CAPITAL}|/[A-Z])*"
_SAYS_NAME = (
    r"my name is|my name's|name:|(?:this|it) is|i am|i'm|me llamo|mi nombre es|soy|nombre:|je m'appelle"
    r"|mon nom est|je suis|nom:|mein name ist|ich hei(?:ß|ss)e|ich bin|meu nome é|meu nome e"
    r"|(?:eu )?me chamo|chamo-me|o meu nome é|sou|nome:"
)
_NAME = re.compile(rf"(?i:(?<!\w)(?:{_SAYS_NAME})) ({_RUN})")
_SURE = re.compile(r"(?i)(?:name|nombre|llamo|appelle|nom|hei(?:ß|ss)e|nome|chamo)\b")
_SAYS_COMPANY = (
    r"we are|we're|my (?:company|firm|business)(?: is(?: called)?)?|(?:our|the) (?:company|firm|business)"
    r"(?: is(?: called)?)?|writing for|on behalf of|company:|somos(?: a)?|(?:mi|nuestra) empresa(?: es)?"
    r"|de parte de|empresa:|nous sommes|(?:mon|notre) (?:entreprise|société)(?: est)?|j'écris pour"
    r"|entreprise:|wir sind|(?:meine|unsere|der) firma(?: ist| heißt)?|schreibe für|firma:"
    r"|(?:a )?(?:minha|nossa) empresa(?: é)?|em nome d[ae]|company name is"
)
_COMPANY = re.compile(rf"(?i:(?<!\w)(?:{_SAYS_COMPANY})),? ({_RUN})")
_FOR = re.compile(rf"(?i:(?<!\w)(?:for|para(?: a)?|pour|für)) ({_RUN})(?=\s*(?:$|[.!?\n]|(?i:ein\b)))")
_BUSINESS = re.compile(
    r"(?i)invoic|account|vat\b|wholesale|factur|cuenta|iva\b|compte|tva\b|rechnung|konto|fatur|conta"
)
_LEGAL = re.compile(
    rf"({_RUN},? (?:Ltd|LLC|Inc|PLC|GmbH|AG|KG|KGaA|OHG|e\.V|S\.L|S\.A|SL|SA|SARL|S\.A\.R\.L|SAS"
    rf"|Ltda|S/A|ME|EI|Group|and Sons)\b\.?)"
)


def name_in(text: str) -> str | None:
    """The last name by which the writer introduces themselves."""
    last = None
    for match in _NAME.finditer(text):
        value = match[1].rstrip(".,'’ -")
        if _SURE.search(match[0][: -len(match[1])]) or len(value.split()) in (2, 3, 4):
            last = None if value.isupper() and not _SURE.search(match[0]) else value
    return last


def company_in(text: str) -> str | None:
    """The company that the writer speaks for."""
    match = _COMPANY.search(text)
    if match is None and _BUSINESS.search(text):
        match = _FOR.search(text)
    match = match or _LEGAL.search(text)
    return _tidy(match[1], text, match.end(1)) if match else None


def _tidy(value: str, text: str, end: int) -> str:
    """Without the end of a sentence; `Ltda.` and the like keep their point inside of one."""
    if value.endswith(".") and (end >= len(text.rstrip()) or value[-3:-1].islower()):
        return value[:-1].rstrip(" ,")
    return value.rstrip(" ,-")
