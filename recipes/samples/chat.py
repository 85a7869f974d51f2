"""Korean questions and answers for the second use of a translation model, written by the course's authors.

Each template holds a question in casual and an answer in polite speech; `{}` takes every word of its list. Answers come back
often, as in everyday chat. Labels: 0 everyday, 1 parting, 2 love.
"""

import csv
import io
import re

from .draw import Draw
from .korean import particle

_FOODS = ["김밥", "라면", "떡볶이", "비빔밥", "국수", "만두", "피자", "과일", "빵", "치킨"]
_PLACES = ["바다", "산", "시장", "도서관", "공원", "극장", "제주도", "박물관", "강", "동물원"]
_HOBBIES = ["노래", "요리", "운동", "수영", "그림", "축구", "산책", "독서", "등산", "사진"]
_STUDIES = ["수학", "영어", "코딩", "역사", "물리", "한자", "중국어", "통계"]
_BODY = ["머리", "배", "다리", "허리", "어깨", "눈", "목", "이"]
_PEOPLE = ["그 사람", "전 남자 친구", "전 여자 친구", "첫사랑", "옛 애인"]
_LOVED = ["옆자리 친구", "선배", "후배", "동아리 친구", "짝꿍", "소꿉친구"]

# (label, words, question, answer); {은} and the like take the form that fits the word before
TEMPLATES = [
    (0, _FOODS, "{} 먹고 싶어", "맛있게 드세요."),
    (0, _FOODS, "{} 만들 줄 알아?", "{은} 아직 배우는 중이에요."),
    (0, _FOODS, "오늘 저녁은 {} 어때?", "{} 좋지요."),
    (0, _FOODS, "{} 너무 많이 먹었어", "조금 걸어 보세요."),
    (0, _FOODS, "{} 맛있어?", "직접 먹어 보면 알아요."),
    (0, _PLACES, "{은} 어디에 있어?", "지도를 찾아보세요."),
    (0, _PLACES, "{}에 가고 싶어", "이번 주말에 다녀오세요."),
    (0, _PLACES, "{}에 같이 갈래?", "저도 {}에 가 보고 싶어요."),
    (0, _PLACES, "어제 {}에 다녀왔어", "{에는} 사람이 많았나요?"),
    (0, _PLACES, "{에서} 길을 잃었어", "가까운 사람에게 물어보세요."),
    (0, _HOBBIES, "{을} 잘하고 싶어", "날마다 조금씩 해 보세요."),
    (0, _HOBBIES, "{은} 재미있어?", "저는 {을} 좋아해요."),
    (0, _HOBBIES, "{을} 배워 볼까?", "시작이 반이에요."),
    (0, _HOBBIES, "요즘 {에} 빠졌어", "취미가 있으면 즐겁지요."),
    (0, _HOBBIES, "{이} 너무 힘들어", "쉬엄쉬엄 하세요."),
    (0, _STUDIES, "{을} 왜 배워야 해?", "배워 두면 쓸 데가 있어요."),
    (0, _STUDIES, "{} 시험을 망쳤어", "다음에는 잘할 수 있어요."),
    (0, _STUDIES, "{이} 너무 어려워", "천천히 다시 읽어 보세요."),
    (0, _STUDIES, "{} 공부하기 싫어", "조금 쉬었다가 하세요."),
    (0, _STUDIES, "내일 {} 시험이야", "오늘은 일찍 주무세요."),
    (0, _BODY, "{이} 아파", "병원에 가 보세요."),
    (0, _BODY, "며칠째 {이} 아파", "더 아프기 전에 병원에 가 보세요."),
    (0, ["비가", "눈이", "소나기가"], "밖에 {} 와", "우산을 챙기세요."),
    (0, ["월요일", "화요일", "수요일", "목요일", "금요일"], "오늘 {이야}?", "달력을 볼까요?"),
    (0, ["지갑", "열쇠", "우산", "전화기", "가방", "안경"], "{을} 잃어버렸어", "지나온 길을 다시 살펴보세요."),
    (0, ["지갑", "열쇠", "우산", "전화기", "가방", "안경"], "새 {을} 샀어", "오래오래 쓰세요."),
    (1, _PEOPLE, "{이} 자꾸 생각나", "시간이 지나면 나아질 거예요."),
    (1, _PEOPLE, "{이} 미워", "미워하는 마음도 지나가요."),
    (1, _PEOPLE, "{에게} 다시 연락할까?", "하루만 더 생각해 보세요."),
    (1, _PEOPLE, "{을} 잊고 싶어", "억지로 잊지 않아도 괜찮아요."),
    (1, _PEOPLE, "꿈에 {이} 나왔어", "마음이 아직 남아 있나 봐요."),
    (1, _PEOPLE, "{이} 새 사람을 만난대", "이제 놓아줄 때인가 봐요."),
    (1, ["한 달", "두 달", "석 달", "반년", "일 년"], "헤어진 지 {} 됐어", "잘 견디고 있네요."),
    (2, _LOVED, "{을} 좋아해", "마음을 표현해 보세요."),
    (2, _LOVED, "{이} 보고 싶어", "먼저 연락해 보세요."),
    (2, _LOVED, "{에게} 고백할까?", "용기를 내 보세요."),
    (2, _LOVED, "{이} 나를 보고 웃었어", "좋은 신호 같아요."),
    (2, _LOVED, "{과} 영화를 보기로 했어", "즐거운 시간이 되겠네요."),
    (2, _LOVED, "{과} 손을 잡았어", "마음이 두근거렸겠어요."),
    (2, ["편지", "꽃", "초콜릿", "책", "반지"], "{을} 선물하면 좋아할까?", "{도} 좋지만 마음이 더 중요해요."),
]

ROWS = 300


def fill(text, word):
    """`text` with `word` in its place, and the particle that fits.

    >>> fill("{을} 배워 볼까?", "수영")
    '수영을 배워 볼까?'
    """

    def one(match):
        kind = match[1]
        if kind == "이야":
            return word + ("이야" if particle(word, "이") == "이" else "야")
        return word + (particle(word, kind) if kind in ("은", "이", "을", "과") else kind)

    return re.sub(r"\{([^}]*)\}", one, text)


def rows():
    """(question, answer, label), ROWS of them in an order of chance; no question comes twice."""
    every = {
        fill(question, word): (fill(answer, word), label)
        for label, words, question, answer in TEMPLATES
        for word in words
    }
    mixed = Draw(80).shuffled(every.items())
    return [(question, answer, label) for question, (answer, label) in mixed[:ROWS]]


def csv_text():
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["question", "answer", "label"])
    writer.writerows(rows())
    return buffer.getvalue()
