"""Names in one normal form. macOS writes Hangul as its letters (NFD), most others as syllables
(NFC): they look the same, and make two students of one.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from .notebook import Finding


def nfc(name: str) -> str:
    """The form in which names are compared."""
    return unicodedata.normalize("NFC", name)


def spelt_as(name: str, known: Iterable[str]) -> str:
    """The one of the known names that is the same name, else the name in normal form."""
    return next((one for one in known if nfc(one) == nfc(name)), nfc(name))


def merge_spellings(
    names: Iterable[str], known: Iterable[str], place: Callable[[str], Path]
) -> dict[str, list[Finding]]:
    """Give students' folders the name under which they are known, on disk, so that all programs
    that read it see one student. What several folders of a student hold comes together in one.

    Args:
        names: of the students whose folders are there.
        known: names that are not to be changed, as the gradebook has them.
        place: a student's folder for the assignment.

    Returns:
        Student to what was found, where somebody should know.
    """
    spelling = {nfc(one): one for one in sorted(known, key=lambda one: one == nfc(one))}
    told: dict[str, list[Finding]] = {}
    for name in sorted(names):
        student = spelling.get(nfc(name), nfc(name))
        if student == name:
            continue
        folder, target = place(name), place(student)
        both = target.exists()
        try:
            _move(folder, target)
        except OSError as error:
            text = f"폴더 이름의 한글이 풀려 있는데 고치지 못했습니다({error.strerror}): {folder}"
            told.setdefault(student, []).append(Finding("spelling", text, True))
            continue
        if both:
            text = "한글이 풀린 같은 이름의 폴더가 하나 더 있어 제출물을 합쳤습니다."
            told.setdefault(student, []).append(Finding("two_folders", text, True))
    return told


def _move(folder: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(target)
    else:
        for base, _, files in os.walk(folder):
            for file in sorted(files):
                there = target / Path(base).relative_to(folder) / file
                there.parent.mkdir(parents=True, exist_ok=True)
                number = 1
                while there.exists():
                    number += 1
                    there = there.with_name(f"{Path(file).stem} ({number}){Path(file).suffix}")
                (Path(base) / file).rename(there)
        for base, _, _ in os.walk(folder, topdown=False):
            os.rmdir(base)
    for empty in folder.parents[:2]:
        if not any(empty.iterdir()):
            empty.rmdir()
