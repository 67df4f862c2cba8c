"""`ask`, `rewrite` and `chat`: a question, a second pass, or a conversation in the terminal."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.answering import Answering, Asked
from assistant.cli.output import Output
from assistant.cli.typed import typed
from assistant.cli.unlock import Session, opened
from assistant.drafts import MOST, Drafting
from assistant.errors import AttuneError, ModelProblem, UsageProblem
from assistant.records import Sources, Turn
from assistant.rewrite import remark
from assistant.signals import ENDINGS, heard
from assistant.sources import Options
from assistant.why import why_lines

if TYPE_CHECKING:
    from assistant.cli.words import Words
    from assistant.wiring import Assistant

HELP = (
    "Type a question. /up /down rate the answer, /again answers anew, /rewrite revises it toward your wishes, "
    "/why shows its sources, /quit or Ctrl+D ends."
)

ONE = "Your ratings say too little yet to pick by, so one answer was written."
ONE_PLAIN = "Nothing personal acted on this question, so one answer was written."


def add_words(words: Words) -> None:
    """`ask TEXT|-`, `rewrite TURN` and `chat`."""
    ask = words.add("ask", run_ask, "ask one question")
    ask.add_argument("text", metavar="TEXT|-", help="the question; - reads it from standard input")
    ask.add_argument("--chat", type=int, metavar="ID", help="continue this chat (default: a new one)")
    ask.add_argument(
        "--space", default="personal", metavar="S", help="the space of a new chat; each has preferences of its own"
    )
    ask.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same answer")
    ask.add_argument("--max-tokens", type=_positive, metavar="N", help="the longest answer")
    ask.add_argument("--no-memory", action="store_true", help="use none of your preferences")
    ask.add_argument("--no-adapter", action="store_true", help="use no adapter")
    ask.add_argument("--steering", type=float, metavar="X", help="how strongly sliders act beyond words, 0 to 2")
    ask.add_argument(
        "--best-of",
        type=_positive,
        metavar="N",
        help=f"write N answers (1 to {MOST}), and show the one that your ratings promise; takes N times as long",
    )
    ask.add_argument(
        "--blend",
        type=_share,
        metavar="SPACE=SHARE",
        help="let what was learned in another space speak along in this answer, with this share of every word (0 to 1)",
    )
    ask.add_argument("--plain", action="store_true", help="no memory, sliders, taste, steering or adapter")
    ask.add_argument("--wait-for-memory", action="store_true", help="wait until meaning can be searched")
    again = words.add("rewrite", run_rewrite, "have an answer revised toward your wishes")
    again.add_argument("turn", type=int, metavar="TURN", help="the number `ask` gave; its answer stays as it is")
    again.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same new version")
    again.add_argument("--max-tokens", type=_positive, metavar="N", help="the longest new version")
    words.add("chat", run_chat, "a conversation in the terminal")


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError("it must be a whole number, 1 or more")


def _share(text: str) -> tuple[str, float]:
    space, _, share = text.rpartition("=")
    try:
        if space:
            return space, float(share)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("it is written SPACE=SHARE, for example work=0.4")


def run_ask(arguments: argparse.Namespace, session: Session) -> int:
    """Answer one question; the answer streams to stdout."""
    text = typed(arguments.text)
    options = Options(
        seed=arguments.seed,
        max_tokens=arguments.max_tokens,
        use_memory=not arguments.no_memory,
        use_adapter=not arguments.no_adapter,
        steering=arguments.steering,
        plain=arguments.plain,
        wait_for_memory=arguments.wait_for_memory,
        best_of=arguments.best_of,
        blend=arguments.blend,
    )
    with opened(session) as assistant:
        turn = speak(assistant, session.output, text, chat=arguments.chat, space=arguments.space, options=options)
    if (arguments.best_of or 1) > turn.sources.best_of:
        session.output.note(ONE if not (options.plain or turn.sources.set_aside) else ONE_PLAIN)
    session.output.result(turn_json(turn))
    return 0


def run_rewrite(arguments: argparse.Namespace, session: Session) -> int:
    """Have one answer revised; the new version streams to stdout."""
    options = Options(seed=arguments.seed, max_tokens=arguments.max_tokens)
    with opened(session) as assistant:
        turn, said = revise(assistant, session.output, arguments.turn, options=options)
    session.output.result({**turn_json(turn), "remark": said})
    return 0


def revise(assistant: Assistant, output: Output, turn: int, **how: Any) -> tuple[Turn, str]:
    """Rewrite an answer and print the words as they come. Raises as `speak` does.

    Returns:
        the new version, and what there is to say when it brought nothing new.
    """
    revised = _tell(assistant, output, assistant.rewrite(turn, **how))
    said = remark(revised, assistant.store.chats.turn(turn))
    if said:
        output.note(said)
    return revised, said


def speak(assistant: Assistant, output: Output, text: str, **how: Any) -> Turn:
    """Ask and print the words as they come; Ctrl+C stops the answer and keeps what was said.

    Raises:
        ModelProblem: the answer broke off; the message names the turn that was kept.
    """
    return _tell(assistant, output, assistant.ask(text, **how))


def _tell(assistant: Assistant, output: Output, events: Answering) -> Turn:
    asked: Turn | None = None
    number = 0
    try:
        for event in events:
            if isinstance(event, Asked):
                asked = event.turn
            elif isinstance(event, Drafting) and event.number > number:
                number = event.number
                output.note(f"Writing answer {number} of {event.of} …")
            elif isinstance(event, str):
                output.piece(event)
            elif isinstance(event, Turn):
                output.line()
                return event
    except KeyboardInterrupt:
        output.line()
    except ModelProblem as problem:
        output.line()
        if asked is None:
            raise
        raise type(problem)(f"{problem.sentence} Your question is kept as turn {asked.id}.", problem.advice) from None
    finally:
        events.close()
    if asked is None:
        raise UsageProblem("The question was stopped before it was kept.", "Ask it again.")
    return assistant.store.chats.turn(asked.id)


def turn_json(turn: Turn) -> dict[str, Any]:
    """A turn in the words outside scripts read."""
    stats = turn.stats
    return {
        "turn": turn.id,
        "chat": turn.chat,
        "answer": turn.answer,
        "finish": turn.finish,
        "stats": {
            "prompt_tokens": stats.prompt_tokens if stats else 0,
            "reusable_tokens": stats.reusable_tokens if stats else 0,
            "cached_tokens": stats.cached_tokens if stats else 0,
            "generated_tokens": stats.generated_tokens if stats else 0,
            "first_word_s": round(stats.first_word_s, 4) if stats else None,
            "tokens_per_s": round(stats.tokens_per_s, 2) if stats else None,
        },
        "sources": sources_json(turn.sources),
    }


def sources_json(sources: Sources) -> dict[str, Any]:
    """What shaped an answer, in the words outside scripts read."""
    return {
        "memories": [
            {"id": memory.id, "text": memory.text, "score": round(memory.score, 4), "reason": memory.reason}
            for memory in sources.memories
        ],
        "sliders": dict(sources.sliders),
        "adapter": sources.adapter,
        "strength": sources.strength,
        "steering": sources.steering,
        "taste": dict(sources.taste),
        "slider_adapters": {name: round(one.scale, 4) for name, one in sources.slider_adapters.items()},
        "own_voice": sources.own_voice,
        "blend": None if sources.blend is None else asdict(sources.blend),
        "revises": sources.revises,
        "set_aside": sources.set_aside,
        "own_opening": sources.own_opening,
        "compares": sources.compares,
        "tried": dict(sources.tried),
        "best_of": sources.best_of,
        "asked": list(sources.asked),
    }


def run_chat(arguments: argparse.Namespace, session: Session) -> int:
    """A conversation until Ctrl+D, or until the system ends it; failures are said and the conversation goes on."""
    del arguments
    if session.output.as_json:
        raise UsageProblem("A conversation has no single JSON result.", "Use `attune ask --json` for scripts.")
    if None in (sys.stdin, sys.stdout, sys.stderr):
        raise UsageProblem("There is nowhere to talk: input or output is closed.", "Use `attune ask` for one question.")
    ending = _Ending()
    with opened(session) as assistant, heard(ENDINGS, ending.hear):
        assistant.finder.warm_up()
        session.output.line(HELP)
        last: Turn | None = None
        while not ending.is_asked:
            try:
                typed = input("\nYou: ").strip()
            except (EOFError, KeyboardInterrupt):
                session.output.line()
                return 0
            if typed == "/quit":
                return 0
            if typed:
                try:
                    last = _answer(assistant, session.output, typed, last)
                except AttuneError as problem:
                    session.output.note(str(problem))
    return 0


class _Ending:
    """Stops what is being said, as Ctrl+C does, and remembers that the whole conversation is to end."""

    is_asked = False

    def hear(self, *_: object) -> None:
        self.is_asked = True
        raise KeyboardInterrupt


def _answer(assistant: Assistant, output: Output, typed: str, last: Turn | None) -> Turn | None:
    if not typed.startswith("/"):
        output.piece("Attune: ")
        return speak(assistant, output, typed, chat=last.chat if last else None)
    if last is None:
        output.note(HELP)
        return last
    match typed:
        case "/up" | "/down":
            assistant.rate(last.id, "up" if typed == "/up" else "down")
            output.line("Kept.")
        case "/again":
            output.piece("Attune: ")
            return speak(assistant, output, last.question, beside=last.id)
        case "/rewrite":
            output.piece("Attune: ")
            return revise(assistant, output, last.id)[0]
        case "/why":
            for line in why_lines(last):
                output.line(line)
        case _:
            output.note(HELP)
    return last
