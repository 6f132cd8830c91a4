"""Inline Markdown as runs: bold, italic, code and links. Blocks, images and HTML are text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from operator import attrgetter
from typing import Final

from paperloop.documents.resume.links import link_to
from paperloop.documents.resume.runs import Run, Text, plain, whole_words

_MARKUP: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<tick>`++)(?P<code>[^`]++)(?P=tick)(?!`)"
    r"|(?<!!)\[(?P<label>[^\[\]]*+)\]\((?P<target>[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)\)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]++)>"
    r"|(?P<mark>\*++|_++)"
)


@dataclass(slots=True)
class _Mark:
    """Stars or underscores, `left` of which are not yet part of a pair, and whether they may begin or end a stretch."""

    sign: str
    left: int
    opens: bool
    closes: bool


def parse(text: str) -> Text:
    """`text` as runs. Marks that have no partner are text, and so is a link to where links may not go."""
    if not _MARKUP.search(text):
        return plain(text)
    pieces = list(_pieces(text))
    bold, italic = _pairs(pieces)
    shown = (_shown(piece, bold[at] > 0, italic[at] > 0) for at, piece in enumerate(pieces))
    return _merged(shown)


def _pieces(text: str) -> Iterator[Run | _Mark]:
    end = 0
    for found in _MARKUP.finditer(text):
        yield Run(text[end : found.start()])
        end = found.end()
        yield from _piece(found)
    yield Run(text[end:])


def _piece(found: re.Match[str]) -> Iterator[Run | _Mark]:
    if found["mark"]:
        yield _mark(found)
    elif found["escaped"]:
        yield Run(found["escaped"])
    elif found["code"]:
        yield Run(found["code"], code=True)
    else:
        address = found["target"] or found["address"] or ""
        url = link_to(address)
        label = parse(found["label"] or "") or plain(address)
        yield from (replace(run, url=url) for run in label) if url else plain(found[0])


def _mark(found: re.Match[str]) -> _Mark:
    """Stars may end inside a word, underscores may not: snake_case is a word, and 2**8 no stretch's beginning.

    A mark stands at the inner side of punctuation only where the stretch begins or ends with it, as in `(**a**)`:
    the stars of `A*, B*` are footnotes.
    """
    text, sign = found.string, found["mark"][0]
    before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
    opens = bool(after.strip()) and (not _is_sign(after) or not before.strip() or _is_sign(before))
    closes = bool(before.strip()) and (not _is_sign(before) or not after.strip() or _is_sign(after))
    opens = opens and not (before.isalnum() and before.isascii() and after.isalnum() and after.isascii())
    if sign == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return _Mark(sign, len(found["mark"]), opens, closes)


def _is_sign(character: str) -> bool:
    """Punctuation of ASCII: that of Chinese and Japanese stands between words without blanks."""
    return bool(character.strip()) and character.isascii() and not character.isalnum()


def _pairs(pieces: Sequence[Run | _Mark]) -> tuple[list[int], list[int]]:
    """For each piece, in how many bold and in how many italic stretches it stands."""
    bold, italic = [0] * (len(pieces) + 1), [0] * (len(pieces) + 1)
    open_marks: dict[str, list[int]] = {"*": [], "_": []}
    for at, piece in enumerate(pieces):
        if isinstance(piece, _Mark):
            waiting = open_marks[piece.sign]
            while piece.closes and piece.left and waiting:
                _pair(pieces, waiting, at, bold, italic)
            if piece.opens and piece.left:
                waiting.append(at)
    return list(accumulate(bold)), list(accumulate(italic))


def _pair(pieces: Sequence[Run | _Mark], waiting: list[int], at: int, bold: list[int], italic: list[int]) -> None:
    """Pairs the last open mark with the one `at`: two signs are bold, one italic."""
    start = waiting[-1]
    opening, closing = pieces[start], pieces[at]
    if isinstance(opening, _Mark) and isinstance(closing, _Mark):
        signs = 2 if min(opening.left, closing.left) >= 2 else 1
        style = bold if signs == 2 else italic
        style[start] += 1
        style[at] -= 1
        opening.left -= signs
        closing.left -= signs
        if not opening.left:
            waiting.pop()


def _shown(piece: Run | _Mark, bold: bool, italic: bool) -> Run:
    run = Run(piece.sign * piece.left) if isinstance(piece, _Mark) else piece
    return replace(run, bold=bold or run.bold, italic=italic or run.italic) if bold or italic else run


def _merged(runs: Iterable[Run]) -> Text:
    """Neighbours of one style as one run, without empty ones."""
    groups = groupby((run for run in runs if run.text), key=attrgetter("bold", "italic", "code", "url"))
    return tuple([Run("".join([run.text for run in group]), *style) for style, group in groups])


def with_bold(text: Text, words: Sequence[str]) -> Text:
    """`text` with these words in bold, where they stand as whole words. Of two that overlap the first, or longer."""
    return _merged(part for run in text for part in _split(run, words)) if words else text


def _split(run: Run, words: Sequence[str]) -> Iterator[Run]:
    found = sorted((at, -len(word)) for word in words for at in whole_words(run.text, word))
    end = 0
    for at, length in found:
        if at >= end:
            yield replace(run, text=run.text[end:at])
            end = at - length
            yield replace(run, text=run.text[at:end], bold=True)
    yield replace(run, text=run.text[end:])
