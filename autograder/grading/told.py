"""What was odd about a submission's cells, in the words of a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..intake.notebook import Finding

TOLD = {
    "duplicate": ("셀이 복제되어 있어, 고친 것 중 마지막 것을 채점했습니다: {}", False),
    "split": ("셀이 나뉘어 있어, 차례로 이어 붙여 채점했습니다: {}", False),
    "several_answers": (
        "답이 여럿이라 마지막 것을 채점했습니다. 다른 것이 답인지 보세요: {}",
        True,
    ),
    "own_text": ("답 옆에 쓴 글도 답에 넣었습니다: {}", False),
    "stray_text": (
        "글로 쓰는 답이 비어 있는데 다른 자리에 글이 있어, 그 글을 옮겨 두었습니다. 사람이 "
        "채점하세요: {}",
        True,
    ),
    "by_cell_id": ("채점 정보가 없어 셀 id로 찾았습니다: {}", False),
    "by_likeness": ("채점 정보가 없어 내용이 닮은 셀을 답으로 보았습니다: {}", False),
    "by_place": ("채점 정보가 없어 놓인 자리로 답을 찾았습니다. 맞는지 보세요: {}", True),
    "elsewhere": ("답 셀은 그대로 두고 다른 셀에 쓴 답을 채점했습니다: {}", False),
    "cell_type": ("답 셀의 종류(코드/글)가 바뀌어 있어 되돌렸습니다: {}", False),
    "attachments": ("답에 붙인 것을 다 옮기지 못했습니다. 제출된 파일에서 보세요: {}", True),
    "missing_test": ("검사 셀이 없어 원래 것으로 채점했습니다: {}", False),
    "duplicate_test": ("검사 셀이 복제되어 있어 원래 것 하나로 채점했습니다: {}", False),
    "changed_test": ("검사 셀이 고쳐져 있어 원래 것으로 채점했습니다: {}", True),
    "changed_points": ("배점이 고쳐져 있어 원래 배점으로 채점했습니다: {}", True),
    "changed_code": ("주어진 코드 셀을 고친 것은 채점에 쓰지 않았습니다: {}", False),
    "own_code": ("답 셀 밖에 쓴 코드도 답과 함께 실행했습니다: {}", False),
}
"""Code of a finding to its message, which ends in grade ids, and whether it is serious."""


def told(notes: Mapping[str, Sequence[str]], order: Mapping[str, int]) -> list[Finding]:
    """Findings from code to what it is about; grade ids in the notebook's order."""
    return [
        Finding(code, text.format(", ".join(sorted(notes[code], key=_by(order)))), serious)
        for code, (text, serious) in TOLD.items()
        if notes.get(code)
    ]


def _by(order: Mapping[str, int]) -> Callable[[str], int]:
    return lambda note: order.get(note, 0)


def first_line(source: str) -> str:
    """A cell's first line that isn't empty, as a finding names it."""
    line = next((line.strip() for line in source.split("\n") if line.strip()), "")
    return f"`{line[:60]}`"
