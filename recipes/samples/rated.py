"""Korean film reviews with a grade from 1 to 10, written by the course's authors: what is praised or blamed, and how much.

Each review joins a part of a film with a predicate of its grade, half of them with a second sentence of about the same grade.
"""

import csv
import io

from .draw import Draw
from .korean import particle

_PARTS = ["연기", "이야기", "음악", "영상", "대사", "결말", "분위기", "주인공", "연출", "마지막 장면"]
# grade: predicates for a part, and sentences that stand by themselves
GRADES = {
    10: (["더할 나위 없이 훌륭하다", "내 인생에서 최고다"], ["꼭 다시 보고 싶다", "울고 웃다가 나왔다"]),
    9: (["정말 훌륭하다", "아주 감동적이다"], ["친구에게 추천했다", "두 번 봤다"]),
    8: (["참 좋다", "무척 재미있다"], ["시간이 금방 갔다", "기대보다 좋았다"]),
    7: (["꽤 좋다", "볼만하다"], ["한 번은 볼만하다", "나름 재미있었다"]),
    6: (["나쁘지 않다", "무난하다"], ["심심할 때 보기 좋다", "그럭저럭 봤다"]),
    5: (["그저 그렇다", "평범하다"], ["다시 볼 것 같지는 않다", "반은 좋고 반은 아쉽다"]),
    4: (["조금 아쉽다", "기대에 못 미친다"], ["중간에 조금 졸았다", "아쉬움이 남는다"]),
    3: (["지루하다", "많이 아쉽다"], ["끝까지 보기 힘들었다", "왜 봤는지 모르겠다"]),
    2: (["아주 지루하다", "정말 별로다"], ["보다가 잤다", "추천하지 않는다"]),
    1: (["최악이다", "말이 안 될 만큼 나쁘다"], ["시간이 아깝다", "돈을 돌려받고 싶다"]),
}
SEED, ROWS = 160, 400


def rows():
    """(rating, document), each document once, in a fixed random order."""
    draw, found = Draw(SEED), {}
    while len(found) < ROWS:
        rating = draw.pick(list(GRADES))
        predicates, sentences = GRADES[rating]
        part = draw.pick(_PARTS)
        text = f"{part}{particle(part, '이')} {draw.pick(predicates)}."
        if draw.chance(0.5):
            near = min(10, max(1, rating + draw.pick((-1, 0, 0, 1))))
            text += f" {draw.pick(GRADES[near][1])}."
        found.setdefault(text, rating)
    return [(rating, text) for text, rating in found.items()]


def csv_text():
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["rating", "document"])
    writer.writerows(rows())
    return buffer.getvalue()
