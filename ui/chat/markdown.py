"""An answer's markdown as blocks of rich text and code; nothing in it can load, run or open anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from ui.theme.tokens import LINE_HEIGHT_PERCENT, Colours


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block of markdown."""

    source: str
    language: str | None = None
    """The language of a code block, may be empty; None for text."""


@cache
def _parser() -> MarkdownIt:
    # raw HTML stays text, pictures are never fetched, and dangerous link targets are refused by the parser itself
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def split(text: str) -> list[Block]:
    """The top-level blocks of a text, in order; their sources are what `html` and `code_html` take."""
    lines = text.split("\n")
    blocks = []
    for token in _parser().parse(text):
        if token.level != 0 or token.map is None or token.nesting < 0:
            continue
        source = "\n".join(lines[token.map[0] : token.map[1]])
        if token.type in ("fence", "code_block"):
            words = token.info.split()
            blocks.append(Block(token.content.rstrip("\n"), words[0] if words else ""))
        else:
            blocks.append(Block(source))
    return blocks


def finished(text: str) -> tuple[str, str]:
    """Split a text that still grows: blocks that cannot change any more, and the last one that can."""
    starts = [token.map[0] for token in _parser().parse(text) if token.level == 0 and token.map and token.nesting >= 0]
    if len(starts) < 2:
        return "", text
    lines = text.split("\n")
    return "\n".join(lines[: starts[-1]]), "\n".join(lines[starts[-1] :])


def html(source: str, colours: Colours) -> str:
    """Rich text for one block of markdown that is not code."""
    body: str = _parser().render(source)
    cell = f'cellpadding="6" cellspacing="0" border="1" style="border-color:{colours.hairline}"'
    body = body.replace("<table>", f"<table {cell}>")
    body = body.replace("<code>", f'<code style="background-color:{colours.code}">')
    body = body.replace("<p>", f'<p style="line-height:{LINE_HEIGHT_PERCENT}%;margin:0">')
    body = body.replace("<li>", f'<li style="line-height:{LINE_HEIGHT_PERCENT}%;margin-bottom:2px">')
    body = body.replace("<a href=", f'<a style="color:{colours.accent}" href=')
    for level, size in ((1, 20), (2, 18), (3, 16), (4, 15), (5, 15), (6, 15)):
        body = body.replace(f"<h{level}>", f'<p style="font-size:{size}px;font-weight:600;margin:4px 0 0 0">')
        body = body.replace(f"</h{level}>", "</p>")
    return body.replace("<ul>", '<ul style="margin:0">').replace("<ol>", '<ol style="margin:0">')


def code_html(block: Block, colours: Colours) -> str:
    """Rich text for a code block, in the colours of its language where that is known."""
    try:
        lexer = get_lexer_by_name(block.language) if block.language else TextLexer()
    except ClassNotFound:
        lexer = TextLexer()
    formatter: HtmlFormatter[str] = HtmlFormatter(style=colours.code_style, noclasses=True, nowrap=True)
    coloured = highlight(block.source, lexer, formatter) if block.source else escape(block.source)
    return f'<pre style="margin:0;color:{colours.text}">{coloured.rstrip()}</pre>'
