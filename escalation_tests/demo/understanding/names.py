"""Names of people and companies, found behind words that announce them."""

import re
import unicodedata
from collections.abc import Callable

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|Univ|Sr|Sra|Srta|Dipl|Ing|Jr|St|Dra|Hr|Fr|Mme|Mlle|Co|(?:[A-Z]\.)(?:[A-Z][a-z]{1,4})|[A-Z])\."
_CAPITAL = rf"(?:{_TITLE}(?:-?{_TITLE})*|[A-ZÀ-ÖØ-ÞĀŁŠŚŽŻĐČĆŞİÓ][\w'’]*(?:-[\w'’]+)*(?:(?<=-[A-Z])\.|\.(?=\.))?)"
_LINK = r"(?:de|la|las|los|del|da|das|do|dos|du|des|le|von|van|der|zu|di|y|e|and|et|und|i|&|-|–)"
_RUN = rf"{_CAPITAL}(?:(?:,? {_LINK}){{0,3}},? {_CAPITAL})*(?: (?:y asociados|et associes|e filhos|und sohne))?"
_GAP = r"[\s:]{1,3}(?:[^\w\s(\"']+\s*)*"
_SAYS_NAME = (
    r"my name is|my name's|name+|my name+ is|(?:this|it) is|i am|i'm|me llamo|mi nombre es|soy|nombre"
    r"|je m'appelle|mon nom est|je suis|nom|mein name ist|ich hei(?:ß|ss)e|ich bin"
    r"|(?:o )?meu nome e|(?:eu )?me chamo|chamo-me|sou|nome"
)
_NAME = re.compile(rf"(?i:(?<!\w)(?:{_SAYS_NAME})(?!\w)){_GAP}({_RUN})")
_SURE = re.compile(r"(?i)(?:name|nombre|llamo|appelle|nom|hei(?:ß|ss)e|nome|chamo)\b")
_ALONE = re.compile(rf"\W*(?=\S+[ -]\w)({_RUN})\W*")
_SAYS_COMPANY = (
    r"we are|we're|(?:my|our|the) (?:company|firm|business)(?: is(?: called)?)?|writing fo+u?r"
    r"|on behalf of|company(?: name)?(?: is)?|my c\w{4,7}y is|somos(?: a)?|(?:mi|nuestra) empresa(?: es)?"
    r"|de parte de|empresa|nous sommes|(?:mon|notre) (?:entreprise|societe)(?: est)?"
    r"|j'ecris pour|entreprise|wir sind|(?:meine|unsere|der) firma(?: ist| hei(?:ß|ss)t)?"
    r"|schreibe f[uü]r|firma|(?:a )?(?:minha|nossa) empresa(?: e)?|em nome d[ae]"
)
_COMPANY = re.compile(rf"(?i:(?<!\w)(?:{_SAYS_COMPANY})(?!\w)),?{_GAP}({_RUN})")
_FOR = re.compile(
    rf"(?i:(?<!\w)(?:fo+r|para(?: a)?|pour|f[uü]r)) ({_RUN})(?=\W*(?:[a-z]+\W*){{0,2}}$|[.!?]\s|\n|(?i: ein)\b)"
)
_BUSINESS = re.compile(
    r"(?i)invoic|account|vat\b|wholesale|factur|cuenta|iva\b|compte|tva\b|rechnung|konto|fatur"
    r"|conta\b|empresa|entreprise|firma|societe|mayorist|grossist"
)
_FORM = (
    r"(?:Ltda?|LLC|Inc|PLC|GmbH(?: & Co\.? (?:KGaA|KG|OHG))?|AG(?: & Co\.? (?:KGaA|KG|OHG))?|KGaA|KG"
    r"|OHG|e\.? ?[KVG]\.?|Stiftung & Co\.? KGaA|S\.? ?[A-Z]\.?(?:[A-Z]\.?){0,3}|S\.Coop\.?|SARL|SAS|S/A"
    r"|ME|EI|EIRELI|Group|Sons|e Filhos|et Fils)"
)
_LOUD = re.compile(
    rf"(?<!\S)(?!{_FORM}(?!\w)|MD\b|DVM|DDS|PHD|MBA|[IVX]+\b)[A-ZÀ-Þ]{{2,}}(?![\w.])|(?<!\S)A(?!\S)"
)
_TAIL = re.compile(rf",? (?:- |– )?{_FORM}(?![\w])\.?")


def name_in(
    text: str, common: Callable[[str], bool], telling: Callable[[str], bool]
) -> str | None:
    """The last name by which the writer introduces themselves; where only a word such as `I am`
    announces it, it must not consist of telling words, and unannounced not of common ones.
    """
    last = None
    for match in _NAME.finditer(_flat(text)):
        value = _value(match.span(1), text)
        sure = bool(_SURE.search(match[0][: -len(match[1])]))
        if sure or (len(value.split()) in (2, 3, 4) and _not_all(telling, value)):
            last = value
    return last or _alone(text, common)


def _alone(text: str, common: Callable[[str], bool]) -> str | None:
    """The name of which the whole message consists."""
    found = _ALONE.fullmatch(text)
    return found[1] if found and _not_all(common, found[1]) else None


def _not_all(such: Callable[[str], bool], value: str) -> bool:
    if re.search(r"[A-Z]{4}", value) or _LOUD.search(value):
        return False
    return not all(such(word) for word in re.findall(r"[^\W\d_]{3,}", value))


def company_in(text: str) -> str | None:
    """The company that the writer speaks for."""
    flat = _flat(text)
    match = _COMPANY.search(flat)
    if match is None and _BUSINESS.search(flat):
        match = _FOR.search(flat)
    if match is None:
        return None
    tail = _TAIL.match(flat, match.end(1))
    return _value((match.start(1), tail.end() if tail else match.end(1)), text) or None


def legal_form(name: str) -> bool:
    """Whether a name ends as those of companies do."""
    return re.search(rf" {_FORM}$", name) is not None


def _flat(text: str) -> str:
    """`text` without accents, letter for letter."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def _value(span: tuple[int, int], text: str) -> str:
    """The name at a place in `text`; where everything is shouted, up to the first loud word."""
    value = text[span[0] : span[1]]
    outside = text[: span[0]] + text[span[1] :]
    if len(_LOUD.findall(outside)) > 1 or len(_LOUD.findall(value)) > 2:
        loud = _LOUD.search(value)
        value = value[: loud.start()] if loud else value
    return _closed(value, text[span[0] + len(value) :])


def _closed(value: str, rest: str) -> str:
    """Without the sentence's own full stop; that of an abbreviation such as `S.L.` stays."""
    value = value.rstrip(" ,-")
    short = value.rpartition(" ")[2].count(".") > 1 or rest.strip()[:1] in {".", ","}
    return value if short or not value.endswith(".") else value[:-1]
