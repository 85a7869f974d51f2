"""The parallel sentences: what their datasheet says, agreement and verb forms, marks, every pattern."""
import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import nlplab.samples
from recipes.samples import parallel
from recipes.samples.parallel_clauses import act, job, likes, state
from recipes.samples.parallel_forms import noun_phrase, place
from recipes.samples.parallel_patterns import BY_NAME, question, statement
from recipes.samples.parallel_words import VERBS

SAMPLES = Path(nlplab.samples.__file__).parent


@pytest.fixture(scope="module")
def pairs():
    with open(SAMPLES / "parallel.csv", encoding="utf-8", newline="") as file:
        return [tuple(row[language] for language in parallel.COLUMNS) for row in csv.DictReader(file)]


def test_parallel_rows(pairs):
    made = parallel.sentences()
    assert [texts for _, texts in made] == pairs, "the recipe draws other rows the second time"
    assert Counter(name for name, _ in made) == {pattern.__name__: count for pattern, count in parallel.PATTERNS.items()}
    assert len({en for en, *_ in pairs}) == len(pairs) >= 2_000
    assert (SAMPLES / "parallel.csv").stat().st_size <= 250_000
    lengths = [len(en.split()) for en, *_ in pairs]
    assert min(lengths) == 3 and max(lengths) <= 15 and sum(n <= 9 for n in lengths) / len(lengths) > 0.95
    assert sum(len(en.split()) != len(es.split()) for en, es, *_ in pairs) > len(pairs) / 3


def test_parallel_repeats_no_more_than_its_datasheet_says(pairs):
    sheet = (SAMPLES / "DATASHEET_parallel.md").read_text(encoding="utf-8")
    names = re.compile(r"\b(Tom|Mary|John|Anna|[Hh]e|[Ss]he)\b")
    said = re.search(r"이름만 다른 영어 문장을 하나로 세면 ([\d,]+)가지", sheet).group(1)
    assert int(said.replace(",", "")) == len({names.sub("X", en) for en, *_ in pairs})
    for number, column in ((1, "스페인어"), (2, "한국어"), (3, "포르투갈어")):
        distinct = {row[number] for row in pairs}
        words = {word for text in distinct for word in re.findall(r"[\w']+", text.lower())}
        assert f"| {column} | {len(words)} | {len(distinct):,} |" in sheet


def test_parallel_marks(pairs):
    for en, es, ko, pt in pairs:
        mark = en[-1]
        assert es[-1] == ko[-1] == pt[-1] == mark and es.startswith({"?": "¿", "!": "¡"}.get(mark, es[0])), es
        assert ko[-2] == "요" and not ko.startswith("너") and "  " not in en + es + ko + pt and all(text[0].isupper() for text in (en, pt)), ko


@pytest.mark.parametrize("texts", [
    statement(state(BY_NAME["Mary"], "tired")) + ("Mary is tired.", "Mary está cansada.", "메리는 피곤해요.", "Mary está cansada."),
    statement(state(BY_NAME["the children"], "busy", True)) + (
        "The children aren't busy.", "Los niños no están ocupados.", "아이들은 바쁘지 않아요.", "As crianças não estão ocupadas."),
    statement(state(noun_phrase("house"), "white")) + ("The house is white.", "La casa es blanca.", "그 집은 하얘요.", "A casa é branca."),
    statement(state(noun_phrase("car", "this"), "white")) + ("This car is white.", "Este coche es blanco.", "이 자동차는 하얘요.", "Este carro é branco."),
    statement(state(noun_phrase("milk", the=""), "cold")) + ("The milk is cold.", "La leche está fría.", "우유는 차가워요.", "O leite está frio."),
    statement(job(BY_NAME["she"], ["a doctor", "médico", "médica", "médico", "médica", "의사"], True)) + (
        "She isn't a doctor.", "Ella no es médica.", "그녀는 의사가 아니에요.", "Ela não é médica."),
    statement(likes(BY_NAME["I"], "flower")) + ("I like flowers.", "Me gustan las flores.", "저는 꽃을 좋아해요.", "Eu gosto de flores."),
    question(likes(BY_NAME["you"], "milk")) + ("Do you like milk?", "¿Te gusta la leche?", "우유를 좋아해요?", "Você gosta de leite?"),
    statement(act(BY_NAME["we"], VERBS["jugar"])) + ("We play.", "Jugamos.", "우리는 해요.", "Nós jogamos."),
    statement(act(BY_NAME["I"], VERBS["tocar"], "past")) + ("I played.", "Toqué.", "저는 쳤어요.", "Eu toquei."),
    statement(act(BY_NAME["they"], VERBS["dormir"], "past")) + ("They slept.", "Ellos durmieron.", "그들은 잤어요.", "Eles dormiram."),
    statement(act(BY_NAME["Tom"], VERBS["ir"], "want", True, where=place("market", "to", "에"))) + (
        "Tom doesn't want to go to the market.", "Tom no quiere ir al mercado.", "톰은 시장에 가고 싶어 하지 않아요.", "Tom não quer ir ao mercado."),
    statement(act(BY_NAME["Anna"], VERBS["estudiar"], "going", True)) + ("Anna isn't going to study.", "Anna no va a estudiar.", "안나는 공부하지 않을 거예요.", "Anna não vai estudar."),
], ids=lambda texts: texts[0])
def test_parallel_agreement(texts):
    assert texts[:4] == texts[4:]
