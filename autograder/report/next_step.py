"""One thing to do next about lost points, by the kind of failure."""

from __future__ import annotations

UNSOLVED = "답 셀의 안내 두 줄을 지우고 코드를 쓴 다음, 바로 아래의 검사 셀을 실행하세요."
BY_KIND = {
    "NotImplementedError": UNSOLVED,
    "SyntaxError": "표시된 줄과 그 윗줄의 괄호, 따옴표, 쌍점을 보세요. "
    "답 셀이 오류 없이 실행되어야 검사를 받을 수 있습니다.",
    "IndentationError": "표시된 줄의 들여쓰기를 공백 네 칸의 배수로 맞추세요.",
    "NameError": "‘런타임 → 세션 다시 시작’ 뒤에 처음부터 모두 실행하세요. "
    "여기서도 같은 오류가 나면 그 이름을 답 셀 안에서 만드세요.",
    "ModuleNotFoundError": "맨 위의 준비 셀이 가져오는 라이브러리만으로 다시 쓰세요.",
    "TypeError": "오류가 난 줄에서 값마다 `type(…)`을 찍어 보고, "
    "함수의 설명에 적힌 자료형과 견주세요.",
    "IndexError": "오류가 난 줄에서 길이와 번호를 찍어 보세요. 빈 입력일 때도 해 보세요.",
    "KeyError": "오류가 난 줄에서 키가 사전에 있는지 찍어 보세요. 처음 보는 키일 때도 해 보세요.",
    "ValueError": "오류가 난 줄에서 배열의 모양(`.shape`)과 값을 찍어 보세요.",
    "ZeroDivisionError": "나누는 수가 0이 되는 입력을 만들어 함수를 직접 불러 보세요.",
    "RecursionError": "함수가 자기를 부르기를 멈추는 조건을 확인하세요.",
}
BY_PHRASE = {
    "끝나지 않아 멈췄습니다": "작은 입력으로 불러 끝나는지 보고, "
    "반복을 끝내는 조건과 겹친 반복의 수를 확인하세요.",
    "커널이 죽었습니다": "배열을 한꺼번에 크게 만드는 곳과 프로그램을 끝내는 호출을 찾으세요.",
    "실행하지 못했습니다": "앞의 과제에서 시간을 다 쓴 답부터 고치세요.",
}
SHOWN = (
    "노트북에서 답 셀과 검사 셀을 차례로 다시 실행하면 같은 메시지가 나옵니다. "
    "메시지가 사라질 때까지 고쳐 보고, 막히면 과제의 힌트를 펼치세요."
)
ANOTHER_CASE = (
    "노트북에 보이는 검사와 다른 입력에서 틀렸습니다. "
    "메시지가 말하는 경우를 작은 입력으로 만들어 함수를 직접 불러 보세요."
)


def next_step(message: str, asserted: bool, visible: bool) -> str:
    """
    Args:
        asserted: the test's own assertion failed.
        visible: its message is one that students have.
    """
    for phrase, step in BY_PHRASE.items():
        if phrase in message:
            return step
    for kind, step in BY_KIND.items():
        if f"{kind}" in message:
            return step
    return SHOWN if visible and asserted else ANOTHER_CASE
