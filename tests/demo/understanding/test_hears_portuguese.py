"""What Portuguese customers mean, in wordings of their own."""

import pytest

from escalation_tests.demo.understanding import Understanding


@pytest.fixture(scope="module")
def read():
    ear = Understanding()
    return lambda text: ear.read(text, before="pt")


WANT_A_PERSON = [
    "dá para chamar alguém do suporte?",
    "tem como me conectar com um atendente?",
    "não quero mais falar com robô",
    "preciso de ajuda de gente de verdade",
    "cadê o atendimento humano?",
    "me liga com o setor responsável por favor",
    "podem pôr-me em contacto com um colaborador?",
    "gostava de falar com alguém da loja",
    "quero falar c/ um atendente",
    "chega de máquina, quero uma pessoa",
    "quero que um supervisor resolva isso",
    "vocês têm alguém humano aí?",
    "posso conversar com uma pessoa em vez de um bot?",
    "encaminhe meu caso para um analista",
    "pode transferir a conversa para um funcionário?",
    "passa-me a um operador",
    "necessito de assistência humana",
    "prefiro que seja uma pessoa a tratar disto",
    "quero o seu superior",
    "deixa eu falar com seu chefe",
    "alguém pode me atender de verdade?",
    "como faço para falar com um atendente?",
    "queria trocar ideia com um ser humano mesmo",
    "dá pra falar com gente?",
]
WANT_NOBODY = [
    "você é humano?",
    "estou falando com um robô?",
    "não preciso de atendente, obrigado",
    "meu chefe comprou a mesma mesa",
    "o atendente da outra loja foi simpático",
    "qual o telefone do atendimento?",
    "a pessoa que recebeu o pacote assinou",
    "o gerente do meu prédio guardou a caixa",
    "não me transfira, por favor",
    "uma pessoa da minha família vai receber",
    "obrigado pela ajuda",
    "você é bem humano para um robô",
]
CROSS = [
    "isso já passou dos limites",
    "vocês só enrolam",
    "que falta de respeito com o cliente",
    "não aguento mais essa enrolação",
    "tô de saco cheio de vocês",
    "que droga de atendimento",
    "estou muito chateado com essa situação",
    "vocês são uma vergonha",
    "nunca fui tão mal atendido",
    "pelo amor de deus, ninguém resolve nada",
    "você não entende nada do que eu digo",
    "cansei de explicar a mesma coisa",
    "isto é uma palhaçada",
    "estou mesmo zangada com isto",
    "que serviço de merda",
    "é a terceira vez que pergunto e nada",
    "vai se ferrar",
    "perdi a tarde toda com isso",
    "isso é um absurdo",
    "não serve para nada",
    "que incompetência",
    "estou revoltada",
]
CALM = [
    "não estou chateado",
    "o filme era péssimo",
    "estou com dor de cabeça",
    "que dia lindo",
    "não tem problema, sem pressa",
    "o pacote chegou rasgado",
    "o meu reembolso não chegou",
    "paguei duas vezes",
    "a senha não funciona",
    "o pior já passou, obrigado",
    "estou bem, e você?",
    "perdi o número do pedido",
    "perdi o recibo",
]
TOPICS = [
    ("cadê o meu pedido QX-481516?", "order_status"),
    ("quando é que a encomenda QX-481516 sai do armazém?", "order_status"),
    ("quero o meu dinheiro de volta", "refund"),
    ("o estorno de 30,00 EUR não caiu", "refund"),
    ("debitaram o valor em duplicidade no cartão", "double_charge"),
    ("esqueci a senha e não consigo entrar na conta", "password"),
    ("desisto da compra, podem cancelar", "cancellation"),
    ("o entregador largou a caixa no vizinho", "delivery"),
    ("a lâmpada veio com a tampa partida", "complaint"),
    ("o meu advogado vai entrar com uma ação judicial", "legal_threat"),
    ("vou ao Procon", "legal_threat"),
    ("levei um choque elétrico quando liguei a torradeira", "product_injury"),
    ("o fogão pegou fogo e queimou o braço do meu filho", "product_injury"),
    ("precisamos de nota fiscal com CNPJ", "business_invoice"),
    ("exerço o direito ao esquecimento, apaguem o meu cadastro", "data_deletion"),
]
STEPS = [
    ("já consultei as perguntas frequentes da ajuda", "help_article"),
    ("troquei a senha ontem", "password_reset"),
    ("falei com os correios hoje cedo", "called_courier"),
    ("apaguei os cookies e o cache", "cleared_cache"),
    ("faz duas semanas que espero", "waited"),
    ("procurei também na pasta de spam", "checked_spam"),
    ("reinstalei o aplicativo no celular", "restarted_app"),
    ("perguntei no banco e não sabem de nada", "contacted_bank"),
    ("não consegui limpar o cache", None),
    ("devo reiniciar o aplicativo?", None),
    ("espero que esteja tudo bem", None),
]
BABBLE = [
    "qzxw ptrk fghd",
    "brumfel zunki drap",
]
DISGUISED = [
    "QUERO FALAR COM UM ATENDENTE AGORA",
    "qero fala com um atendnte",
    "quero\u200b fa\u200dlar com uma pes\u2060soa",
    "po favor, me pase para um atendente",
    "q-u-e-r-o um atendente 🙏🙏",
]
STATED = (
    "O pedido é o QX-481516, foram 49,90 EUR, e-mail ana+loja@example.org, CEP 01310-100.",
    {
        "order_id": "QX-481516",
        "amount": "49,90 EUR",
        "email": "ana+loja@example.org",
        "postcode": "01310-100",
    },
)


@pytest.mark.parametrize("text", WANT_A_PERSON)
def test_asks_for_a_person(read, text) -> None:
    assert read(text).wants_human


@pytest.mark.parametrize("text", WANT_NOBODY)
def test_only_sounds_like_asking_for_a_person(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.frustrated, meaning.understood) == (False, False, True)


@pytest.mark.parametrize("text", CROSS)
def test_is_frustrated(read, text) -> None:
    assert read(text).frustrated


@pytest.mark.parametrize("text", CALM)
def test_is_not_frustrated(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.frustrated, meaning.understood) == (False, False, True)


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_raises_a_topic(read, text, topic) -> None:
    assert read(text).topic == topic


@pytest.mark.parametrize(("text", "step"), STEPS)
def test_claims_a_step(read, text, step) -> None:
    assert read(text).steps == ((step,) if step else ())


@pytest.mark.parametrize("text", BABBLE)
def test_is_not_understood(read, text) -> None:
    assert not read(text).understood


@pytest.mark.parametrize("text", DISGUISED)
def test_hears_a_request_in_any_voice(read, text) -> None:
    meaning = read(text)
    assert (meaning.wants_human, meaning.language) == (True, "pt")


def test_finds_facts_as_written(read) -> None:
    assert read(STATED[0]).facts == STATED[1]
