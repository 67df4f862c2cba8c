"""Keeps the page about learning in step with the store and with the night that goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, QTimer

from assistant.errors import AttuneError
from assistant.nightrecords import Adapter, NightReport
from assistant.wiring import Assistant
from ui.background import Worker
from ui.dashboard import nightwords
from ui.dashboard.learning import Learned
from ui.errors import Notice
from ui.morning import MorningLine
from ui.night import Ending, Progress, end_left_behind
from ui.nightplan import NightPlan, lease_from
from ui.panel import LEARNING, SidePanel

PROCESS = "night_process"
"""Setting that keeps by what a night's process is found again, should the window be gone before it."""
TOLD = "night_told"
"""Setting that keeps when the night began that the person needs no more line about."""
LOOK_MS = 600_000
"""Nights may also be had without this window: it looks now and then."""
REPORTED = "The night is done; what it came to stands below."
UNDONE = "Undone: the next answer is as it was before that night."


class Learning(QObject):
    """Between the page, the store and the night's process.

    Args:
        desk: the thread for the store.
        panel: holds the page.
        plan: which night is to go on.
        line: tells in the morning what was learned.
        notice: offers to take an undoing back.
    """

    def __init__(self, desk: Worker, panel: SidePanel, plan: NightPlan, line: MorningLine, notice: Notice) -> None:
        super().__init__()
        self._desk = desk
        self._panel = panel
        self._page = panel.learning
        self._plan = plan
        self._line = line
        self._notice = notice
        self._newest: NightReport | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    def _connect(self) -> None:
        page, plan, line = self._page, self._plan, self._line
        page.plan.changed.connect(self._set)
        page.now.asked.connect(self.learn_now)
        page.now.stopped.connect(self.stop)
        versions = page.versions
        versions.used.connect(lambda version: self._change(lambda a: a.store.adapters.use(version)))
        versions.strengthened.connect(
            lambda version, strength: self._change(lambda a: a.store.adapters.use(version, strength=strength))
        )
        versions.switched_off.connect(lambda: self._change(lambda a: a.store.adapters.off()))
        versions.went_back.connect(lambda: self._change(lambda a: a.store.adapters.roll_back()))
        page.beside.used.connect(lambda version: self._change(lambda a: a.store.adapters.use(version)))
        page.beside.switched_off.connect(lambda purpose: self._change(lambda a: a.store.adapters.off(purpose)))
        plan.began.connect(lambda night: self._keep(PROCESS, [night.pid, night.started]))
        plan.progressed.connect(self._show_progress)
        plan.ended.connect(self._show_ending)
        line.opened.connect(self.show_page)
        line.undone.connect(self._undo)
        line.closed.connect(self._close_line)

    def begin(self) -> None:
        """End what an earlier window left behind, then follow the person's plan."""

        def take_over(kept: object) -> None:
            night = lease_from(kept)
            if night is not None:
                end_left_behind(night)
            self.refresh()
            self._timer.start()

        self._desk.run(lambda assistant: assistant.store.settings.get(PROCESS), take_over)

    def refresh(self) -> None:
        """Read everything again."""
        self._change(lambda _: None)

    def learn_now(self) -> None:
        """Have a night at once."""
        self._page.now.show_starting()
        self._plan.learn_now()

    def stop(self) -> None:
        """Pause the night that goes on."""
        self._page.now.show_stopping()
        self._plan.stop()

    def show_page(self) -> None:
        """Open the page at its report."""
        self._panel.show_page(LEARNING)
        self._panel.show()
        self._panel.show_part(self._page.report)
        self._page.report.take_focus()
        self._close_line()

    def leave(self) -> None:
        """The window closes."""
        self._page.versions.settle()
        self._timer.stop()
        with QSignalBlocker(self._plan):
            night = self._plan.leave()
        if night is not None:
            self._keep(PROCESS, [night.pid, night.started])

    def _set(self, name: str, value: object) -> None:
        self._change(lambda assistant: assistant.change(name, value))  # type: ignore[arg-type]  # plain JSON

    def _keep(self, name: str, value: list[float] | float | None) -> None:
        self._desk.run(lambda assistant: assistant.store.settings.set(name, value))  # type: ignore[arg-type]

    def _change(self, work: Callable[[Assistant], object]) -> None:
        """Do something in the store, then show how things stand, also when it could not be done."""

        def then_read(assistant: Assistant) -> tuple[Learned, object]:
            work(assistant)
            return _read(assistant)

        def tell(problem: AttuneError) -> None:
            self._notice.tell(problem)
            self._desk.run(_read, self._show)

        self._desk.run(then_read, self._show, tell)

    def _show(self, found: tuple[Learned, object]) -> None:
        learned, told = found
        now = time.time()
        self._page.show_learned(learned, now=now)
        self._panel.sliders.steering.show_learned(acts=learned.acts_here)
        self._plan.plan(learned.settings)
        self._newest = report = learned.report
        if report is not None and learned.acts and told != report.began:
            self._line.tell(nightwords.title(report, now=now))
        else:
            self._line.hide()

    def _show_progress(self, progress: Progress) -> None:
        self._page.now.show_progress(progress.stage, progress.share, progress.left_s)

    def _show_ending(self, ending: Ending) -> None:
        if ending.outcome in ("adopted", "rejected"):
            said = REPORTED
        else:
            said = ending.reason or nightwords.OUTCOMES.get(ending.outcome or "", "")
        self._page.now.show_rest(said)
        self.refresh()

    def _close_line(self) -> None:
        self._line.hide()
        if self._newest is not None:
            self._keep(TOLD, self._newest.began)

    def _undo(self) -> None:
        """Let act what acted before the newest night, unless something else was chosen since."""
        report = self._newest
        self._close_line()

        def undo(assistant: Assistant) -> Adapter | None:
            if report is None:
                return None
            active = assistant.store.adapters.active(report.purpose)
            if active is None or active.id != report.adapter:
                return None
            assistant.store.adapters.roll_back(report.purpose)
            return active

        def offer(undone: Adapter | None) -> None:
            self.refresh()
            if undone is not None:
                self._notice.offer(UNDONE, "Use it after all", lambda: self._use_again(undone), lambda: None)

        self._desk.run(undo, offer)

    def _use_again(self, undone: Adapter) -> None:
        self._change(lambda assistant: assistant.store.adapters.use(undone.id, strength=undone.strength))


def _read(assistant: Assistant) -> tuple[Learned, object]:
    """Everything the page shows, and which night needs no more line."""
    from assistant.training.needs import new_signals
    from assistant.training.waited import told

    store = assistant.store
    reports, versions = store.nights.list(), store.adapters.all()
    learned = Learned(
        settings=assistant.settings,
        waiting=new_signals(store, assistant.speaker.base),
        report=reports[0] if reports else None,
        versions=versions,
        base=assistant.speaker.base,
        is_paused=store.nights.is_interrupted(),
        acts=bool(reports) and any(one.active and one.id == reports[0].adapter for one in versions),
        held_up=told(store),
    )
    return learned, store.settings.get(TOLD)
