"""The style sheet: roles and sizes become the look of every widget."""

from __future__ import annotations

from string import Template

from ui.theme import tokens
from ui.theme.tokens import Colours

SHEET = Template("""
* { font-size: ${body}px; color: $text; }
QWidget { background: transparent; outline: 0; }
QMainWindow, QDialog, #page { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $hairline; padding: 4px; }
QLabel[role="caption"] { color: $muted; font-size: ${caption}px; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="welcome"] { font-size: ${welcome}px; font-weight: 600; }
QLabel[role="secret"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="good"] { color: $good; }
QLabel[role="reading"] { font-size: ${reading}px; }
#sidebar { background: $raised; border-right: 1px solid $hairline; }
#panel { background: $surface; border-left: 1px solid $hairline; }
#bar { border-bottom: 1px solid $hairline; }
#card { background: $surface; border: 1px solid $hairline; border-radius: ${card}px; }
#question { background: $raised; border-radius: ${card}px; }
#question QLabel { font-size: ${reading}px; }
#code { background: $code; border: 1px solid $hairline; border-radius: ${control_radius}px; }
#composer { background: $surface; border: 1px solid $control; border-radius: ${card}px; }
#composer[focused="true"] { border: 1px solid $accent; }
#composer QPlainTextEdit { border: 0; font-size: ${reading}px; background: transparent; min-height: 0; }
#notice { background: $raised; border: 1px solid $hairline; border-radius: ${card}px; }
#notice[kind="bad"] { border: 1px solid $bad; }
QPushButton { background: $surface; border: 1px solid $control; border-radius: ${control_radius}px;
  padding: 0 ${space3}px; min-height: ${height}px; }
QPushButton:hover { background: $raised; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 32px; }
QPushButton:disabled { color: $muted; border-color: $hairline; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="main"]:focus { border: 2px solid $text; }
QPushButton[role="main"]:disabled { background: $raised; color: $muted; border-color: $hairline; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; text-align: left; }
QPushButton[role="quiet"]:hover { background: $raised; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; }
QPushButton[role="link"] { background: transparent; border: 0; padding: 0; color: $accent; min-height: 22px;
  font-size: ${caption}px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { text-decoration: underline; border: 1px solid $accent; }
QPushButton[role="chip"] { border-radius: 13px; min-height: 24px; padding: 0 10px; font-size: ${caption}px; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: 22px; }
QPushButton[role="chip"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="tab"] { background: transparent; border: 0; border-radius: ${control_radius}px; color: $muted;
  padding: 0 8px; min-height: 30px; }
QPushButton[role="tab"]:checked { background: $raised; color: $text; }
QPushButton[role="tab"]:focus { border: 2px solid $accent; padding: 0 6px; min-height: 26px; }
QPushButton[role="name"] { background: transparent; border: 1px solid transparent; color: $muted; padding: 0 6px;
  min-height: 30px; font-size: ${caption}px; }
QPushButton[role="name"]:hover { background: $raised; color: $text; }
QPushButton[role="name"]:focus { border: 2px solid $accent; padding: 0 5px; min-height: 28px; }
QPushButton#answer { border-radius: ${card}px; padding: 0; text-align: left; }
QPushButton#answer:hover { background: $surface; border: 1px solid $accent; }
QPushButton#answer:focus { border: 2px solid $accent; padding: 0; }
QPushButton#answer:pressed { background: $raised; }
QToolButton { border: 1px solid transparent; border-radius: ${control_radius}px; padding: 5px; }
QToolButton:hover { background: $raised; }
#sidebar QToolButton:hover, #sidebar QPushButton:hover { background: $hairline; }
QToolButton:focus { border: 2px solid $accent; padding: 4px; }
QToolButton:checked { background: $raised; }
QToolButton[role="send"] { background: $accent; border-radius: 17px; padding: 8px; }
QToolButton[role="send"]:disabled { background: $raised; }
QToolButton[role="send"]:focus { border: 2px solid $text; padding: 7px; }
QLineEdit, QPlainTextEdit { background: $surface; border: 1px solid $control; border-radius: ${control_radius}px;
  padding: 0 10px; min-height: ${height}px; placeholder-text-color: $muted;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding-left: 9px; }
QTimeEdit { background: $surface; border: 1px solid $control; border-radius: ${control_radius}px; min-height: 30px; }
QTimeEdit:focus { border: 2px solid $accent; min-height: 28px; }
QTimeEdit QLineEdit, QTimeEdit QLineEdit:focus { background: transparent; border: 0; padding: 0; min-height: 0; }
QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: 0; }
QProgressBar { background: $hairline; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSlider[role="strength"] { min-height: 24px; }
QSlider[role="strength"]::groove:horizontal { height: 4px; border-radius: 2px; background: $control; }
QSlider[role="strength"]::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider[role="strength"]::handle:horizontal { background: $accent; border: 2px solid $surface; width: 14px;
  margin: -7px 0; border-radius: 9px; }
QSlider[role="strength"]::handle:horizontal:focus { border: 2px solid $text; }
QListWidget { border: 0; }
QListWidget::item { border-radius: ${control_radius}px; padding: 7px 10px; color: $text; }
QListWidget::item:hover { background: $hairline; }
QListWidget::item:selected { background: $surface; color: $text; font-weight: 600; }
QListWidget::item:focus { border: 2px solid $accent; padding: 5px 8px; }
QListWidget::item:disabled { color: $muted; background: transparent; padding-top: 14px; }
QMenu { background: $surface; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: ${control_radius}px; }
QMenu::item:selected { background: $raised; }
QCheckBox { spacing: 8px; }
QCheckBox[role="heading"] { font-weight: 600; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $control; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox:focus { color: $accent; }
QScrollArea { border: 0; }
QScrollBar:vertical { width: 10px; background: transparent; }
QScrollBar::handle:vertical { background: $hairline; border-radius: 4px; min-height: 32px; margin: 1px; }
QScrollBar::handle:vertical:hover { background: $control; }
QScrollBar:horizontal { height: 8px; background: transparent; }
QScrollBar::handle:horizontal { background: $hairline; border-radius: 3px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
  { background: transparent; width: 0; height: 0; }
""")


def style_sheet(colours: Colours, *, zoom: float = 1.0) -> str:
    """The whole style sheet. `zoom` scales the type, 1.0 = as designed."""

    def size(pixels: int) -> int:
        return round(pixels * zoom)

    return SHEET.substitute(
        window=colours.window,
        surface=colours.surface,
        raised=colours.raised,
        text=colours.text,
        muted=colours.muted,
        hairline=colours.hairline,
        control=colours.control,
        accent=colours.accent,
        on_accent=colours.on_accent,
        good=colours.good,
        bad=colours.bad,
        code=colours.code,
        body=size(tokens.SIZE_BODY),
        caption=size(tokens.SIZE_CAPTION),
        reading=size(tokens.SIZE_READING),
        title=size(tokens.SIZE_TITLE),
        welcome=size(tokens.SIZE_WELCOME),
        height=tokens.CONTROL_HEIGHT - 2,
        space3=tokens.SPACE_3,
        card=tokens.RADIUS_CARD,
        control_radius=tokens.RADIUS_CONTROL,
    )
