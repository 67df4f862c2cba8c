"""One turn on the page: the person's words on the right, the answer like a page, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.drafts import Drafting
from assistant.engine.base import Reading
from assistant.errors import AttuneError, ModelProblem, PromptTooLong
from assistant.records import Judgement, Rating, Turn, Verdict
from assistant.rewrite import remark
from ui import parts
from ui.chat.answer import AnswerText
from ui.chat.before import Before
from ui.chat.choosing import Offer
from ui.chat.conversation import Shown
from ui.chat.pair import OfferLine, PairView
from ui.chat.rating import REWRITE, RatingCard
from ui.chat.stages import StageQuestions
from ui.chat.thumbs import Thumbs
from ui.theme.theme import Theme
from ui.theme.tokens import READING_WIDTH, SPACE_1, SPACE_2, SPACE_3

BUBBLE_SHARE = 0.82


class TurnView(QWidget):
    """Shows a turn and tells what the person wants done with it."""

    again = Signal(object)
    edit = Signal(object)
    version = Signal(int)
    why = Signal(object)
    model = Signal(object)
    """The person wants to choose a model; carries the button that was pressed."""
    rewrite = Signal(object)
    rated = Signal(int, str, tuple, object)
    judged = Signal(int, str, bool)
    compare = Signal()
    """The person wants to see both answers that are offered."""
    chosen = Signal(str)
    """A, B or neither."""
    put_off = Signal()

    def __init__(self, shown: Shown, theme: Theme) -> None:
        super().__init__()
        self._shown = shown
        self._theme = theme
        self.answer = AnswerText(theme)
        self._status = parts.label("", "caption")
        self._status.hide()
        self._before = Before(shown.revises, theme) if shown.revises is not None else None
        self._retry = parts.button("Ask again", lambda: self.again.emit(self._shown.turn), icon="refresh-cw")
        self._choose = parts.button("Choose a model", lambda: self.model.emit(self._choose))
        self._actions = QWidget()
        self._thumbs: Thumbs | None = None
        self._card: RatingCard | None = None
        self._line: OfferLine | None = None
        self._pair: PairView | None = None
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, 0, 0)
        layout = parts.column(
            self._question(),
            self.answer,
            parts.row(self._status, gap=SPACE_2),
            parts.row(self._retry, self._choose, 1, gap=SPACE_2),
            gap=SPACE_3,
        )
        if self._before is not None:
            layout.addWidget(self._before)
        layout.addWidget(self._actions)
        self._offered = parts.column()
        layout.addLayout(self._offered)
        layout.addLayout(self._below)
        self.setLayout(layout)
        self.answer.show_text(shown.turn.answer)
        self._settle()

    @property
    def turn(self) -> Turn:
        """The turn that is shown."""
        return self._shown.turn

    def _question(self) -> QWidget:
        room = int(READING_WIDTH * BUBBLE_SHARE) - 2 * SPACE_3
        question = self._shown.turn.question
        # a wrapping label would else take the narrowest shape it can
        text = parts.Natural(question, min(self._theme.reading_width(question) + SPACE_1, room))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(parts.READABLE)
        bubble = parts.frame("question", parts.column(text, margins=SPACE_3))
        bubble.setMaximumWidth(int(READING_WIDTH * BUBBLE_SHARE))
        edit = parts.tool("pencil", "Edit this question", lambda: self.edit.emit(self._shown.turn))
        holder = QWidget()
        holder.setLayout(parts.row(1, edit, bubble, gap=SPACE_1))
        return holder

    def begin(self) -> None:
        """The question is kept; the model is getting ready."""
        self._say("Getting ready …")

    def read(self, reading: Reading) -> None:
        """The model is reading."""
        share = reading.read_tokens / max(reading.prompt_tokens, 1)
        self._say("Reading …" if reading.prompt_tokens < 512 else f"Reading … {share:.0%}")

    def draft(self, drafting: Drafting) -> None:
        """One of several answers is being written; only the best will be seen."""
        self._say(f"Writing answer {drafting.number} of {drafting.of}; the one that suits you best is shown …")

    def say(self, piece: str) -> None:
        """The answer grows."""
        self._say("")
        self.answer.say(piece)

    def finish(self, turn: Turn) -> None:
        """The answer is complete."""
        self._shown = replace(self._shown, turn=turn)
        if self.answer.text != turn.answer:
            self.answer.show_text(turn.answer)
        self._settle()

    def break_off(self, turn: Turn, problem: AttuneError) -> None:
        """The answer broke off: say so, and offer to ask again; of a model that said nothing, another one."""
        self.finish(turn)
        self._say(str(problem), role="bad")
        is_models = isinstance(problem, ModelProblem) and not isinstance(problem, PromptTooLong)
        self._choose.setVisible(is_models and not turn.answer)

    def show_rating(self, rating: Rating) -> None:
        """A rating of this turn was kept."""
        self._shown = replace(self._shown, rating=rating)
        self._show_kept()

    def show_judgement(self, judgement: Judgement) -> None:
        """A judgement of one stage of this answer was kept."""
        judged = {**self._shown.judged, judgement.stage: judgement.is_right}
        self._shown = replace(self._shown, judged=judged)
        self._show_kept()

    def _show_kept(self) -> None:
        rating = self._shown.rating
        if self._thumbs is not None:
            self._thumbs.show_kept(rating.verdict if rating is not None else None)
        if self._card is not None:
            self._card.show_kept(rating)

    def put_back(self) -> None:
        """What was said of this answer could not be kept."""
        self._show_kept()
        if self._card is not None:
            self._card.put_back(self._shown.rating, self._shown.judged)

    def show_offer(self, offer: Offer | None) -> None:
        """A second answer is written, offered, beside this one, or nothing of the kind."""
        if self._line is not None:
            self._line.show_offer(offer or Offer(self.turn, "gone"))
        elif offer is not None:
            self._line = OfferLine(offer, self._theme)
            self._line.opened.connect(self.compare)
            self._line.put_off.connect(self.put_off)
            self._offered.addWidget(self._line)
        is_open = offer is not None and offer.stage == "open"
        if offer is not None and offer.second is not None and is_open and self._pair is None:
            self._open_pair(offer.first.answer, offer.second.answer)
        elif self._pair is not None and not is_open:
            self._pair.hide()
            self._pair.deleteLater()
            self._pair = None
            self._show_answer(True)

    def _open_pair(self, first: str, second: str) -> None:
        """Both answers stand where the one stood."""
        self._pair = PairView(first, second, self._theme)
        self._pair.chosen.connect(self.chosen)
        self._pair.put_off.connect(self.put_off)
        self._show_answer(False)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self.answer), self._pair)
        parts.go_to(self._pair)

    def _show_answer(self, is_shown: bool) -> None:
        below = [item.widget() for place in range(self._below.count()) if (item := self._below.itemAt(place))]
        for widget in filter(None, (self.answer, self._actions, self._line, *below)):
            widget.setVisible(is_shown)

    def _say(self, text: str, role: str = "caption") -> None:
        if (text, role) == (self._status.text(), self._status.property("role")):
            return
        self._status.setText(text)
        self._status.setVisible(bool(text))
        self._status.setProperty("role", role)
        parts.restyle(self._status)

    def _settle(self) -> None:
        turn = self._shown.turn
        done = turn.finish in ("stop", "length", "stopped")
        words = {
            "stopped": "You stopped this answer." if turn.answer else "You stopped this before the first word.",
            "length": "This answer was ended: it reached its greatest length, or went round in circles.",
            "failed": "This answer was interrupted. Your question is kept.",
            "pending": "This question has no answer yet.",
        }
        self._say(words.get(turn.finish, ""))
        self._retry.setVisible(turn.finish in ("failed", "pending"))
        self._choose.hide()
        if self._before is not None and self._shown.revises is not None:
            self._before.setVisible(turn.finish != "pending")
            self._before.show_remark(remark(turn, self._shown.revises))
        self._fill_actions(has_answer=done and bool(turn.answer))

    def show_busy(self) -> None:
        """While this turn is being answered there is nothing to do with it."""
        self._retry.hide()
        self._choose.hide()
        self._actions.hide()

    def _fill_actions(self, *, has_answer: bool) -> None:
        old, self._actions, self._thumbs = self._actions, QWidget(), None
        line = parts.row(gap=SPACE_1)
        if has_answer:
            rating = self._shown.rating
            self._thumbs = Thumbs(rating.verdict if rating is not None else None, self._theme)
            self._thumbs.given.connect(self._thumb)
            line.addWidget(self._thumbs)
            line.addWidget(parts.tool("copy", "Copy the answer", self._copy))
        if self._shown.turn.finish != "pending":
            line.addWidget(parts.tool("refresh-cw", "Answer again", lambda: self.again.emit(self._shown.turn)))
        if has_answer:
            line.addWidget(parts.tool("sparkles", REWRITE, self._rewrite))
        line.addWidget(parts.tool("info", "Why this answer", lambda: self.why.emit(self._shown.turn)))
        self._add_versions(line)
        line.addStretch(1)
        line.addWidget(self._details())
        self._actions.setLayout(line)
        self._theme.dress(self._actions)
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(old, self._actions)
        old.hide()
        old.deleteLater()
        self._actions.show()

    def _add_versions(self, line: QHBoxLayout) -> None:
        versions, here = self._shown.versions, self._shown.turn.id
        if len(versions) < 2 or here not in versions:
            return
        place = versions.index(here)
        for step, icon, name in ((-1, "chevron-left", "Earlier version"), (1, "chevron-right", "Later version")):
            to = place + step
            arrow = parts.tool(
                icon, name, partial(self.version.emit, versions[to] if 0 <= to < len(versions) else here)
            )
            arrow.setEnabled(0 <= to < len(versions))
            line.addWidget(arrow)
            if step < 0:
                line.addWidget(parts.label(f"{place + 1}/{len(versions)}", "caption", wraps=False))

    def _details(self) -> QLabel:
        stats = self._shown.turn.stats
        if stats is None:
            return parts.Elided("", "caption")
        text = f"{stats.tokens_per_s:.0f} tokens/s · first word {stats.first_word_s:.1f} s"
        return parts.Elided(
            text if stats.generated_tokens else "",
            "caption",
            hint=f"{stats.generated_tokens} tokens said, {stats.prompt_tokens} read, "
            f"{stats.cached_tokens} of them remembered from before",
        )

    def _thumb(self, verdict: Verdict) -> None:
        # the thumb that is lit already keeps its reasons and its better version
        if self._shown.rating is None or self._shown.rating.verdict != verdict:
            self.rated.emit(self._shown.turn.id, verdict, (), None)
        self._show_kept()
        parts.clear(self._below)
        card = self._card = RatingCard(verdict, self._shown.rating, self._stages() if verdict == "down" else None)
        card.rewrite.connect(self._rewrite)
        card.rated.connect(lambda v, reasons, better: self.rated.emit(self._shown.turn.id, v, reasons, better))
        self._below.addWidget(card)
        self._theme.dress(card)

    def _stages(self) -> StageQuestions:
        found = [memory for memory in self._shown.turn.sources.memories if not memory.is_standing]
        stages = StageQuestions(self._shown.judged, has_memories=bool(found))
        stages.judged.connect(lambda stage, is_right: self.judged.emit(self._shown.turn.id, stage, is_right))
        return stages

    def _rewrite(self) -> None:
        self.rewrite.emit(self._shown.turn)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._shown.turn.answer)
