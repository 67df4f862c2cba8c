"""The small pure parts of the engine: words, account of what was read, templates, the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import catalogue, hardware
from assistant.engine.absent import NoSpeaker
from assistant.engine.base import Sampling
from assistant.engine.cache import ReadTokens
from assistant.engine.llama import check_memory
from assistant.engine.saying import Stopwatch
from assistant.engine.template import ChatTemplate
from assistant.engine.words import WordStream
from assistant.errors import ModelMissing, ModelProblem, ModelTooLarge, UsageProblem
from assistant.paths import Home
from assistant.records import Message

PLAIN = "{% for m in messages %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), st.integers(1, 4))
def test_any_cut_of_the_bytes_gives_the_same_text(text: str, width: int) -> None:
    data = text.encode()
    stream = WordStream()
    parts = [stream.feed(data[start : start + width]) for start in range(0, len(data), width)]
    assert "".join(parts) + stream.feed(b"", final=True) == text


@given(st.lists(st.text("abSTOP", max_size=5), max_size=12))
def test_nothing_of_a_stop_text_is_ever_shown(pieces: list[str]) -> None:
    stream = WordStream(["STOP"])
    shown = ""
    for piece in pieces:
        if not stream.stopped:
            shown += stream.feed(piece.encode())
    whole = "".join(pieces)
    if stream.stopped:
        assert shown == whole[: whole.index("STOP")]
    else:
        assert "STOP" not in whole
        assert shown + stream.feed(b"", final=True) == whole


def letters(token: int) -> bytes:
    return b" abcdefghij"[token : token + 1] * (2 if token == 10 else 1)


def test_what_was_read_is_counted_by_tokens_and_by_text() -> None:
    read = ReadTokens(letters)
    read.tokens = [1, 2, 3, 9, 9]
    assert read.common([1, 2, 4]) == 2
    assert read.common([1, 2, 3, 9, 9, 1]) == 5
    # the same text in other tokens: nothing more can be reused token by token, but the text is the same
    assert read.common([1, 2, 3, 10]) == 3
    assert read.reusable([1, 2, 3, 9, 9, 4]) == 5
    assert read.reusable([5]) == 0


def test_an_answer_is_remembered_only_as_it_was_shown() -> None:
    read = ReadTokens(letters)
    read.remember_answer("abc", [1, 2, 3])
    read.remember_answer("ab", [1, 2, 3])
    assert read.answer("abc") == (1, 2, 3)
    assert read.answer("ab") is None


def test_a_template_lays_out_segments_in_order() -> None:
    template = ChatTemplate(PLAIN, begin="", end="")
    segments = template.lay_out((Message("user", "{{ 7 * 7 }}"), Message("assistant", "")))
    assert "".join(segment.text for segment in segments) == "[user]{{ 7 * 7 }}[assistant]"


def test_a_template_may_lay_out_messages_in_another_order_twice_or_not_at_all() -> None:
    source = (
        "{% for m in messages[1:] %}{% if loop.last %}{{ messages[0].content }}\n{% endif %}"
        "[{{ m.content }}]{% endfor %}"
    )
    texts = ("Be kind.", "one", "two", "three")
    messages = tuple(map(Message, ("system", "user", "assistant", "user"), texts))
    segments = ChatTemplate(source, begin="", end="").lay_out(messages)
    assert "".join(segment.text for segment in segments) == "[one][two]Be kind.\n[three]"
    assert [segment.message.content for segment in segments if segment.message] == ["one", "two", "Be kind.", "three"]
    twice = ChatTemplate("{{ messages[0].content }}{{ messages[0].content }}", begin="", end="").lay_out(messages)
    assert "".join(segment.text for segment in twice) == "Be kind.Be kind."


def test_a_model_too_large_is_refused_with_both_figures() -> None:
    check_memory(5, free=5)
    with pytest.raises(ModelTooLarge, match=r"7\.5 GB .* 3\.0 GB"):
        check_memory(7_500_000_000, free=3_000_000_000)


@pytest.mark.parametrize(
    "source",
    [
        "{% for",
        "{{ raise_exception('no') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ messages.__class__.__base__.__subclasses__()[0]() }}",
        "{{ self._TemplateReference__context }}{{ cycler.__init__.__globals__.os.system('true') }}",
        "{% set x = messages.append(1) %}",
    ],
)
def test_a_hostile_template_is_a_sentence(source: str) -> None:
    with pytest.raises(ModelProblem):
        ChatTemplate(source, begin="", end="").lay_out((Message("user", "hi"),))


def test_this_computer_has_cores_and_memory() -> None:
    assert hardware.physical_cores() >= 1
    assert hardware.free_memory_bytes() > 0


def test_the_catalogue_names_files_that_are_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert all(model.path.is_file() for model in catalogue.speakers(home))
    assert catalogue.finder().path.is_file()
    with pytest.raises(ModelMissing, match="smollm2"):
        catalogue.find("nothing", home)


@pytest.mark.model
def test_the_embedded_files_are_exactly_what_they_should_be(tmp_path: Path) -> None:
    for model in (*catalogue.speakers(Home(tmp_path)), catalogue.finder()):
        catalogue.verify(model)


def test_a_file_of_ones_own_is_added_privately_and_found(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    source = tmp_path / "mine.gguf"
    source.write_bytes(b"GGUF\x03\0\0\0" + (5).to_bytes(8, "little") * 2 + b"rest")
    asked: list[catalogue.Model] = []
    added = catalogue.add(source, home, check=asked.append)
    assert [model.path for model in asked] == [source]
    assert added.path.read_bytes() == source.read_bytes()
    assert catalogue.find("mine", home) == added
    assert [path.name for path in home.models.iterdir()] == ["mine.gguf"]
    with pytest.raises(UsageProblem, match="already"):
        catalogue.add(source, home, check=asked.append)
    with pytest.raises(UsageProblem, match="your own"):
        catalogue.verify(added)


def test_a_file_that_cannot_be_copied_or_speak_changes_nothing(tmp_path: Path) -> None:
    def refuse(_: catalogue.Model) -> None:
        raise ModelProblem("It cannot speak.")

    home = Home(tmp_path / "home")
    source = tmp_path / "mine.gguf"
    source.write_bytes(b"GGUF\x03\0\0\0" + (5).to_bytes(8, "little") * 2 + b"rest")
    with pytest.raises(ModelProblem, match="cannot speak"):
        catalogue.add(source, home, check=refuse)
    assert not home.root.exists()
    home.root.mkdir()
    home.models.touch()
    with pytest.raises(ModelMissing, match="could not be copied"):
        catalogue.add(source, home, check=lambda _: None)


def test_a_changed_file_does_not_verify(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"something else")
    changed = catalogue.Model("m", "speak", path, "Apache-2.0", sha256="0" * 64)
    with pytest.raises(ModelMissing, match="not what it should be"):
        catalogue.verify(changed)
    path.unlink()
    with pytest.raises(ModelMissing, match="cannot be read"):
        catalogue.verify(changed)


def test_no_model_says_so_whatever_is_asked() -> None:
    speaker = NoSpeaker(ModelMissing("There is no model.", "Add one."))
    with pytest.raises(ModelMissing):
        speaker.info()
    with pytest.raises(ModelMissing):
        speaker.count(["x"])
    with pytest.raises(ModelMissing):
        next(speaker.stream((), Sampling(seed=1, max_tokens=1)))
    speaker.close()


def test_a_stopwatch_counts_speed_from_where_it_was_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([1.0, 5.0, 7.0])
    monkeypatch.setattr("assistant.engine.saying.time.perf_counter", lambda: next(now))
    watch = Stopwatch(0.5, since=2)
    for _ in range(6):
        watch.notice()
    assert watch.read(6) == (0.5, 2.0), "four more tokens in two seconds; the wait before the second one is left out"


def test_a_stopwatch_that_saw_nothing_says_so() -> None:
    first, speed = Stopwatch(0.0, since=1).read(0)
    assert first > 0
    assert speed == 0
