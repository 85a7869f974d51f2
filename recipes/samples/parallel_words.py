"""The words of ``parallel``: nouns, adjectives, verbs and set phrases in English, Spanish, Portuguese and Korean.

A line holds one word, its columns split by ``|``. Regular forms are derived; what is irregular stands here.
"""

from dataclasses import dataclass

PERSONS = ("I", "you", "he", "we", "they")  # places in every list of verb forms


@dataclass(frozen=True)
class Phrase:
    """A noun phrase in four languages; a Korean particle goes between ``ko`` and ``tail``."""

    en: str
    es: str  # '' for a pronoun that Spanish drops
    pt: str
    ko: str  # '' for 'you', which polite Korean leaves out
    person: int = 2
    es_feminine: bool = False
    pt_feminine: bool = False
    tail: str = ""
    again: str = "it"  # the English pronoun that takes it up
    human: bool = False
    ko_case: str = "은"  # the particle of a subject


@dataclass(frozen=True)
class Four:
    """The same adjunct or object in four languages, case and preposition included."""

    en: str = ""
    es: str = ""
    pt: str = ""
    ko: str = ""


NOTHING = Four()


def _lines(block):
    return [[cell.strip() for cell in line.split("|")] for line in block.strip().splitlines()]


def _person(en, person, es, pt, ko, gender, again):
    """The second letter of the gender is for Portuguese: las personas, as crianças."""
    return Phrase(en, es, pt, ko, int(person), gender[0] == "f", gender[-1] == "f", "", again, True)


SUBJECTS = [
    _person(*line)
    for line in _lines("""
I           | 0 |            | eu            | 저        | m  | I
you         | 1 |            | você          |           | m  | you
he          | 2 | él         | ele           | 그        | m  | he
she         | 2 | ella       | ela           | 그녀      | f  | she
we          | 3 |            | nós           | 우리      | m  | we
they        | 4 | ellos      | eles          | 그들      | m  | they
Tom         | 2 | Tom        | Tom           | 톰        | m  | he
Mary        | 2 | Mary       | Mary          | 메리      | f  | she
John        | 2 | John       | John          | 존        | m  | he
Anna        | 2 | Anna       | Anna          | 안나      | f  | she
my mother   | 2 | mi madre   | minha mãe     | 우리 엄마 | f  | she
my father   | 2 | mi padre   | meu pai       | 우리 아빠 | m  | he
my brother  | 2 | mi hermano | meu irmão     | 제 남동생 | m  | he
my sister   | 2 | mi hermana | minha irmã    | 제 여동생 | f  | she
my friends  | 4 | mis amigos | meus amigos   | 제 친구들 | m  | they
the children| 4 | los niños  | as crianças   | 아이들    | mf | they
""")
]
NAMES = [phrase for phrase in SUBJECTS if phrase.en in ("Tom", "Mary", "John", "Anna")]


@dataclass(frozen=True)
class Noun:
    en: str
    es: str
    es_feminine: bool
    pt: str
    pt_feminine: bool
    ko: str
    counter: str  # '' for what is not counted here
    mass: bool
    adjectives: tuple[str, ...]


def _noun(en, es, pt, ko, counter, adjectives):
    (es, es_gender), (pt, pt_gender) = es.split(), pt.split()
    counter, mass = counter.strip("-*"), "*" in counter
    return Noun(
        en, es, es_gender == "f", pt, pt_gender == "f", ko, counter, mass, tuple(adjectives.split())
    )


NOUNS = {
    line[0]: _noun(*line)
    for line in _lines("""
bread     | pan m        | pão m      | 빵     | *    |
rice      | arroz m      | arroz m    | 밥     | *    |
fish      | pescado m    | peixe m    | 생선   | *    |
meat      | carne f      | carne f    | 고기   | *    |
water     | agua f       | água f     | 물     | *    | cold hot
coffee    | café m       | café m     | 커피   | *    | hot cold
milk      | leche f      | leite m    | 우유   | *    | cold hot
tea       | té m         | chá m      | 차     | *    | hot cold
music     | música f     | música f   | 음악   | *    |
English   | inglés m     | inglês m   | 영어   | *    |
Spanish   | español m    | espanhol m | 스페인어 | *  |
Korean    | coreano m    | coreano m  | 한국어 | *    |
apple     | manzana f    | maçã f     | 사과   | 개   | red big small
book      | libro m      | livro m    | 책     | 권   | new old interesting expensive
letter    | carta f      | carta f    | 편지   | 통   |
newspaper | periódico m  | jornal m   | 신문   | -    |
movie     | película f   | filme m    | 영화   | 편   | new old interesting
car       | coche m      | carro m    | 자동차 | 대   | white black red blue new old expensive cheap
house     | casa f       | casa f     | 집     | -    | white big small new old beautiful
hat       | sombrero m   | chapéu m   | 모자   | 개   | white black red blue new beautiful cheap
bag       | bolsa f      | bolsa f    | 가방   | 개   | white black red blue new big small expensive
shirt     | camisa f     | camisa f   | 셔츠   | -    | white black red blue new cheap
flower    | flor f       | flor f     | 꽃     | 송이 | white red blue beautiful
dog       | perro m      | cachorro m | 개     | 마리 | white black big small
cat       | gato m       | gato m     | 고양이 | 마리 | white black big small
chair     | silla f      | cadeira f  | 의자   | 개   | new old big small
table     | mesa f       | mesa f     | 탁자   | -    | new old big small
door      | puerta f     | porta f    | 문     | -    | white blue
window    | ventana f    | janela f   | 창문   | -    | big small
room      | habitación f | quarto m   | 방     | -    | big small
kitchen   | cocina f     | cozinha f  | 부엌   | -    | big small
school    | escuela f    | escola f   | 학교   | -    | big small new old
park      | parque m     | parque m   | 공원   | -    | big small beautiful
garden    | jardín m     | jardim m   | 정원   | -    | big small beautiful
library   | biblioteca f | biblioteca f | 도서관 | -  | big small new old
hospital  | hospital m   | hospital m | 병원   | -    | big small new old
market    | mercado m    | mercado m  | 시장   | -    | big small old
""")
}


@dataclass(frozen=True)
class Adjective:
    en: str
    es: str
    pt: str
    ko: str  # dictionary form; '' if it only stands before a noun
    before: str  # what stands before a Korean noun, where it isn't the adjective's own form
    es_be: str
    pt_be: str


ADJECTIVES = {
    line[0]: Adjective(*line)
    for line in _lines("""
white       | blanco      | branco      | 하얗다       |        | ser   | ser
black       | negro       | preto       | 까맣다       | 검은   | ser   | ser
red         | rojo        | vermelho    | 빨갛다       |        | ser   | ser
blue        | azul        | azul        | 파랗다       |        | ser   | ser
big         | grande      | grande      | 크다         |        | ser   | ser
small       | pequeño     | pequeno     | 작다         |        | ser   | ser
new         | nuevo       | novo        |              | 새     | ser   | ser
old         | viejo       | velho       |              | 오래된 | ser   | ser
beautiful   | bonito      | bonito      | 예쁘다       |        | ser   | ser
expensive   | caro        | caro        | 비싸다       |        | ser   | ser
cheap       | barato      | barato      | 싸다         |        | ser   | ser
interesting | interesante | interessante | 재미있다    |        | ser   | ser
hot         | caliente    | quente      | 뜨겁다       |        | estar | estar
cold        | frío        | frio        | 차갑다       |        | estar | estar
tired       | cansado     | cansado     | 피곤하다     |        | estar | estar
busy        | ocupado     | ocupado     | 바쁘다       |        | estar | estar
sick        | enfermo     | doente      | 아프다       |        | estar | estar
happy       | feliz       | feliz       | 행복하다     |        | estar | estar
sad         | triste      | triste      | 슬프다       |        | estar | estar
hungry      | hambre      | com fome    | 배가 고프다  |        | tener | estar
thirsty     | sed         | com sede    | 목이 마르다  |        | tener | estar
tall        | alto        | alto        | 키가 크다    |        | ser   | ser
kind        | amable      | gentil      | 친절하다     |        | ser   | ser
""")
}
FEELINGS = ("tired", "busy", "sick", "happy", "sad", "hungry", "thirsty", "tall", "kind")
STIFF = ("hambre", "sed", "com fome", "com sede")  # nouns: no agreement

JOBS = _lines("""
a doctor  | médico     | médica     | médico    | médica     | 의사
a teacher | profesor   | profesora  | professor | professora | 선생님
a student | estudiante | estudiante | estudante | estudante  | 학생
a cook    | cocinero   | cocinera   | cozinheiro | cozinheira | 요리사
""")


@dataclass(frozen=True)
class Verb:
    en: str
    en_past: str
    es: str
    pt: str
    ko: str
    objects: tuple[str, ...]
    every_person: bool  # else only he, she and names in the present and the past, which keeps the word list short
    ko_case: str = "을"
    ko_place: str = "에서"
    pos: str = "v"


def _verb(en, past, es, pt, ko, objects, persons, ko_case="을", ko_place="에서", pos="v"):
    return Verb(
        en, past, es, pt, ko, tuple(objects.split()), persons == "all", ko_case, ko_place, pos
    )


VERBS = {  # by their Spanish infinitives, because English plays both soccer and the piano
    line[2]: _verb(*line)
    for line in _lines("""
eat    | ate     | comer     | comer     | 먹다     | bread rice fish meat apple       | all
drink  | drank   | beber     | beber     | 마시다   | water coffee milk tea            | all
read   | read    | leer      | ler       | 읽다     | book letter newspaper            | all
buy    | bought  | comprar   | comprar   | 사다     | bread apple book car hat bag shirt flower chair table fish milk | all
watch  | watched | ver       | ver       | 보다     | movie                            | all
study  | studied | estudiar  | estudar   | 공부하다 | English Spanish Korean           | all
go     | went    | ir        | ir        | 가다     |                                  | all | | 에
write  | wrote   | escribir  | escrever  | 쓰다     | letter                           | he
clean  | cleaned | limpiar   | limpar    | 청소하다 | house room kitchen               | he
open   | opened  | abrir     | abrir     | 열다     | door window                      | he
close  | closed  | cerrar    | fechar    | 닫다     | door window                      | he
speak  | spoke   | hablar    | falar     | 하다     | English Spanish Korean           | he
listen to | listened to | escuchar | escutar | 듣다  | music                           | he
play   | played  | jugar     | jogar     | 하다     | soccer                           | he
play   | played  | tocar     | tocar     | 치다     | piano                            | he
cook   | cooked  | cocinar   | cozinhar  | 요리하다 | fish meat                        | he
work   | worked  | trabajar  | trabalhar | 일하다   |                                  | he
live   | lived   | vivir     | morar     | 살다     |                                  | all | | 에
sleep  | slept   | dormir    | dormir    | 자다     |                                  | all
swim   | swam    | nadar     | nadar     | 수영하다 |                                  | he
love   | loved   | amar      | amar      | 사랑하다 | person                           | he
know   | knew    | conocer   | conhecer  | 알다     | person                           | he
help   | helped  | ayudar    | ajudar    | 도와주다 | person                           | he
have   | had     | tener     | ter       | 있다     | car house hat bag dog cat book   | all | 이 | 에 | e
need   | needed  | necesitar | precisar  | 필요하다 | car hat bag chair table book     | all | 이 | 에서 | a
want   |         | querer    | querer    | 싶다     |                                  | all
like   |         | gustar    | gostar    | 좋아하다 |                                  | all
""")
}

ES_IRREGULAR = {  # present, past, imperfect
    "leer": ("", "leí leíste leyó leímos leyeron"),
    "ver": ("veo ves ve vemos ven", "vi viste vio vimos vieron"),
    "ir": ("voy vas va vamos van", "fui fuiste fue fuimos fueron"),
    "cerrar": ("cierro cierras cierra cerramos cierran", ""),
    "jugar": ("juego juegas juega jugamos juegan", ""),
    "dormir": (
        "duermo duermes duerme dormimos duermen",
        "dormí dormiste durmió dormimos durmieron",
    ),
    "conocer": ("conozco conoces conoce conocemos conocen", ""),
    "tener": ("tengo tienes tiene tenemos tienen", "tenía tenías tenía teníamos tenían"),
    "querer": ("quiero quieres quiere queremos quieren", ""),
    "saber": ("sé sabes sabe sabemos saben", ""),
    "ser": ("soy eres es somos son", "era eras era éramos eran"),
    "estar": ("estoy estás está estamos están", "estaba estabas estaba estábamos estaban"),
}
PT_IRREGULAR = {
    "ler": ("leio lê lê lemos leem", "li leu leu lemos leram"),
    "ver": ("vejo vê vê vemos veem", "vi viu viu vimos viram"),
    "ir": ("vou vai vai vamos vão", "fui foi foi fomos foram"),
    "dormir": ("durmo dorme dorme dormimos dormem", ""),
    "conhecer": ("conheço conhece conhece conhecemos conhecem", ""),
    "ter": ("tenho tem tem temos têm", "tinha tinha tinha tínhamos tinham"),
    "querer": ("quero quer quer queremos querem", ""),
    "saber": ("sei sabe sabe sabemos sabem", ""),
    "ser": ("sou é é somos são", "era era era éramos eram"),
    "estar": ("estou está está estamos estão", "estava estava estava estávamos estavam"),
}

FIXED = {  # objects that are said in one way only
    "soccer": Four("soccer", "al fútbol", "futebol", "축구를"),
    "piano": Four("the piano", "el piano", "piano", "피아노를"),
}
TIMES = {
    mode: [Four(*line) for line in _lines(block)]
    for mode, block in {
        "present": """
every day      | todos los días | todos os dias | 매일
in the morning | por la mañana  | de manhã      | 아침에
at night       | por la noche   | à noite       | 밤에
""",
        "past": """
yesterday  | ayer   | ontem         | 어제
last night | anoche | ontem à noite | 어젯밤에
""",
        "going": """
tomorrow | mañana     | amanhã        | 내일
tonight  | esta noche | hoje à noite  | 오늘 밤에
""",
        "now": """
now   | ahora | agora | 지금
today | hoy   | hoje  | 오늘
""",
    }.items()
}
CITIES = _lines("""
Seoul  | Seúl   | Seul   | 서울
Madrid | Madrid | Madri  | 마드리드
Lisbon | Lisboa | Lisboa | 리스본
""")
NUMBERS = {
    2: ("two", "dos", "dos", "dois", "duas", "두"),
    3: ("three", "tres", "tres", "três", "três", "세"),
}
