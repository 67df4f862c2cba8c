"""Evaluation data is read as it is laid out; what is missing or broken is one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import UsageProblem
from assistant.evaluation.data import Data, Mail
from assistant.records import Message


def put(folder: Path, name: str, *rows: object) -> Data:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Data(folder)


def test_questions_are_short_and_untouched_texts_belong_to_none_of_them(tmp_path: Path) -> None:
    data = put(
        tmp_path,
        "simulated_users/answers.jsonl",
        {"prompt": "How do I boil an egg?", "answers": {"m": "Seven minutes."}},
        {"prompt": "How do I boil an egg?", "answers": {"m": "Eight."}},
        {"prompt": "Tell me " + "more " * 40, "answers": {"m": "There is more.", "n": "Or less."}},
    )
    assert data.questions() == ("How do I boil an egg?",)
    assert data.tomorrow() == ()
    assert data.untouched() == ("There is more.",)


def test_what_is_asked_tomorrow_was_not_rated_today(tmp_path: Path) -> None:
    rows = [{"prompt": f"What is number {number}?", "answers": {"m": "One."}} for number in range(200)]
    data = put(tmp_path, "simulated_users/answers.jsonl", *rows)
    assert data.questions()
    assert len(data.tomorrow()) == 40
    assert not set(data.questions()) & set(data.tomorrow())


def test_each_file_of_mails_is_a_person(tmp_path: Path) -> None:
    put(tmp_path, "real_user/anna.jsonl", {"email": "Dear Bo,\r\n\nyes.\r\n", "subject": "Re: tea"})
    data = put(tmp_path, "real_user/bo.jsonl", {"email": "No.", "subject": "Tea"})
    assert data.people() == ((Mail("Re: tea", "Dear Bo,\n\nyes."),), (Mail("Tea", "No."),))
    long = "The kettle is on, and the cake is nearly done. " * 5
    put(tmp_path, "real_user/cy.jsonl", {"email": long, "subject": "Cake"})
    assert data.written_by_people() == (long.strip(),), "a line or two says too little"


def test_requests_are_told_apart_by_their_label(tmp_path: Path) -> None:
    rows = [{"prompt": "Kill him?", "label": "unsafe"}, {"prompt": "Kill time?", "label": "safe"}]
    assert put(tmp_path, "safety/xstest.jsonl", *rows).requests() == (("Kill him?",), ("Kill time?",))


def test_a_comparison_is_what_differs_at_the_end_of_a_conversation(tmp_path: Path) -> None:
    before = "\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: And now?"
    data = put(
        tmp_path,
        "safety/hh_harmless_pairs.jsonl",
        {"chosen": f"{before}\n\nAssistant: Tea.", "rejected": f"{before}\n\nAssistant: Gin."},
        {"chosen": "\n\nHuman: One\n\nAssistant: a", "rejected": "\n\nHuman: Two\n\nAssistant: b"},
    )
    (found,) = data.harmless(5, seed=1)
    assert found.messages == (Message("user", "Hi"), Message("assistant", "Hello"), Message("user", "And now?"))
    assert (found.better, found.worse) == ("Tea.", "Gin.")


@pytest.mark.parametrize(("label", "better"), [(1, "yes"), (2, "no")])
def test_the_label_says_which_answer_follows(tmp_path: Path, label: int, better: str) -> None:
    row = {"input": "Say it.", "output_1": "yes", "output_2": "no", "label": label}
    (found,) = put(tmp_path, "quality/llmbar.jsonl", row).instructions()
    assert found.better == better
    assert found.worse != better


@pytest.mark.parametrize("text", ["", "{", "[]\n", '{"prompt": "x"}\n', '"x"\n'])
def test_what_is_not_as_it_should_be_is_a_sentence(tmp_path: Path, text: str) -> None:
    if text:
        for name in ("simulated_users/answers.jsonl", "safety/xstest.jsonl", "quality/llmbar.jsonl"):
            (tmp_path / name).parent.mkdir(parents=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
    data = Data(tmp_path)
    for read in (data.untouched, data.requests, data.instructions, data.people):
        with pytest.raises(UsageProblem):
            read()
