"""Text as people send it → text that rules can read, with a way back to every character.

`Compact` holds the text with line breaks inside sentences and stray spaces taken out and full-width
forms made half-width; `Compact.origin(i)` is the position of its character `i` in the decoded text
as it is, to which all locators refer.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.extract.script import SIMPLIFIED

if TYPE_CHECKING:
    from ingest.extract.claims import Claim, Unclaimed

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"


# One character for one character, so that the way back stays simple. Western punctuation next to
# Chinese is as common as Chinese punctuation, so both become one form. 。 stays: a point is decimal.
_SAME_LENGTH: dict[int, str] = {
    ord(character): form
    for form, characters in {
        ",": "，",
        ";": "；",
        "!": "！",
        "?": "？",
        ":": "：∶︰",
        "“": "〝„",
        "”": "〞‟",
        "(": "（",
        ")": "）",
        "[": "［〔【",
        "]": "］〕】",
        "%": "％℅",
        ".": "．",
        "-": "－—–−‐‒﹣─",
        "~": "～〜∼",
        "|": "｜",
        "+": "＋",
        "/": "／",
        "=": "＝",
        "<": "〈",
        ">": "〉",
        " ": "　\u00a0\u2002\u2003\u2009\u202f",
        '"': "＂「」『』",
    }.items()
    for character in characters
}
for _code in range(0xFF01, 0xFF5F):
    _SAME_LENGTH.setdefault(_code, unicodedata.normalize("NFKC", chr(_code)))
for _code in (0x200B, 0x200C, 0x200D, 0xFEFF, 0x00AD):  # zero-width: become spaces, then go
    _SAME_LENGTH[_code] = " "
_SAME_LENGTH[ord("\r")] = "\n"
_SAME_LENGTH[ord("\f")] = "\n"
_SAME_LENGTH[ord("\v")] = "\n"
_SAME_LENGTH[ord("‰")] = "‰"
for _a, _b in zip(
    "⼀⼆⼈⼤⼯⽣⽤⽥⾏⾦⽔⽕⽊⼟⼝⼥⼭⽉⽇⽐⽂⽅⾯⻓⻢⻋⻛⺠⻔",
    "一二人大工生用田行金水火木土口女山月日比文方面长马车风民门",
    strict=False,
):
    _SAME_LENGTH[ord(_a)] = _b  # radicals that PDF fonts give instead of the characters
_SAME_LENGTH |= SIMPLIFIED
_OF_OTHER_FORM = re.compile("[" + re.escape("".join(map(chr, _SAME_LENGTH))) + "]")


def _uniform(text: str) -> str:
    """The text in one form of each character. Most texts hold but a dozen that have another form, and
    replacing each of these in turn is far faster than asking for every character; none of the forms has
    another one itself."""
    for character in set(_OF_OTHER_FORM.findall(text)):
        text = text.replace(character, _SAME_LENGTH[ord(character)])
    return text


_ENDS = '。!?;:…"”」』)|'
_TABLE_GAP = re.compile(r"\t|\||\S {2,}\S| (?=[-+]?\d[\d,.]*(?:%|以上|以内|左右)?(?:\s|$))")
# 地区生产总值,亿元,1763.36,6.2: a label, then nothing but units and numbers
_COMMA_ROW = re.compile(
    r"[^,;:\d][^,;:]{1,29},(?:[\u4e00-\u9fff/]{0,6},)?(?:[-+]?\d+(?:\.\d+)?%?|-{1,2}|)"
    r"(?:,(?:[-+]?\d+(?:\.\d+)?%?|-{1,2}|))+$"
)
_AMOUNT = re.compile(r"\d[\d., ]*(?:亿|万|元|%|家|户|吨|公里|平方|公顷)[^\n]{4}")
# 2O1O年, 3.O5亿: what a scanner takes for a letter is a nought
_LETTER_O = re.compile(r"[Oo](?:(?<=\d[Oo])(?=[\d.%年亿万])|(?<=\d\.[Oo])(?=\d|%))")
_ENDS_IN_NUMBER = re.compile(r"\d[.,]?$")
_GOES_ON_AS_AMOUNT = re.compile(
    r"\d{1,6}(?:\.\d+)? ?(?:亿|万|元|%|‰|家|户|吨|公里|平方|公顷|人)[^\n]{0,40}?[,;。]"
)
# · 3 ·, - 12 -, 第3页: the number of a page between the lines of a sentence
# a blank between two words, or after the end of a sentence
_SET_APART = re.compile(
    rf"(?<=[{_HAN}。!?)”]) (?=(?![比较同增达占的和与居为是等及以]|[值率额量]\d)[{_HAN}(“]|(?:19|20)\d\d年|\d{{1,2}}月)"
)
# 农业　粮食总产量221.4万吨, …: a heading that only a wide blank sets apart from its paragraph
_RUN_IN = re.compile(
    rf"^([ \u3000]*[{_HAN}、]{{2,9}})(?:\u3000|  )(?=[{_HAN}][^\n\u3000]{{29}})(?![^\n]*\S  )", re.M
)
_HAS_DIGIT = re.compile(r"[\d。]")
_IN_A_CELL = re.compile(r"[^|。,;]{1,12}\|")  # 指 标 | 年末数 | 比重
_PAGE_NUMBER = re.compile(
    r"(?:[·•\-~—]{1,3} ?\d{1,4} ?[·•\-~—]{1,3}|第 ?\d{1,4} ?页(?: ?共 ?\d{1,4} ?页)?)$"
)
# A line of a page's frame says nothing of the text: where the reader is, how often the page was read.
_NAVIGATION = re.compile(
    r"首页|主页|(?:当前|所在|您的|你的)位置|(?:浏览|点击|阅读|访问)(?:量|次数|数)? ?:|(?:浏览|点击|阅读)(?:量|次数|数)$"
    r"|(?:查看|回复|评论) ?: ?\d|[>›»][^>›»]*[>›»]"
    r"|网上投稿|ICP备|责任编辑|本报热线|联系电话 ?:"
)
# What a site or a paper says of itself, in sentences.
_OF_THE_SITE = re.compile("即可订阅|手机报|版权(?:声明|所有)|未经(?:书面)?授权")
# …,增速| 比全省: a clause that has only begun
_MID_SENTENCE = re.compile(",[^,。;:!?]{0,4}$")
# 二、农业, 2023年…: may follow a paragraph that has lost its full stop
_OPENS_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]|\([一二三四五六七八九十]|(?:19|20)\d\d年"
)
_MARK = re.compile("[,。;]")
_FRAME = 60  # characters: a longer line is prose
_NOTICE = 160  # characters of a notice of a site
_CLAUSE_MARK = re.compile(r"[,;](?!\d{3}(?!\d))|[,;]\s*$")
# 来源:本网 日期:2015-03-18 12:00: when a page came out, at the end of its line
DAY = r"(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"
_STAMPED = re.compile(DAY + r"(?: ?\d{1,2}:\d\d(?::\d\d)?)?$")
_NUMBER_CELL = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?(?:以上|以内|左右)?$")
# A heading, a list item or a caption begins a line of its own, whatever the width of the line before.
_STARTS_OWN_LINE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、,.章节 ]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[#*>●■◆·•\-]|表\s?\d|注:|\[\d+\])"
)
_HAN_CHAR = re.compile(rf"[{_HAN}]")
_HAN_OR_DIGIT = re.compile(rf"[{_HAN}\d]")
_UNIT_FIRST = re.compile("[万亿]?(?:美?元|吨|亩|户|人|公里|平方米)[,;。、]")
_BARE_NUMBER = re.compile(r"\d{1,3}$")
_GAP = 4  # lines: blank ones and a page number within a sentence
# spaces that a scanner or a typesetter left: between Chinese characters, around digits and points.
_DROP_SPACE = re.compile(
    rf"(?<=[{_HAN},;:。、()%“”\"《》]) +(?=[{_HAN}\d,;:。、()%“”\"《》+\-.A-Z])"
    rf"|(?<=[\d%.A-Za-z]) +(?=[{_HAN},;:。、()%‰“”《》])"
    r"|(?<=\d) +(?=[.,]\s?\d)|(?<=[\d ]\.) +(?=\d)|(?<=\d,) +(?=\d{3}(?!\d))"
    rf"|(?<=\d) (?=(?!(?:19|20)\d\d年)\d[\d,.]*(?: ?\d+)? ?(?:[%‰{_HAN}]))"
    r"|^ +| +$",
    re.M,
)


@dataclass(slots=True)
class Compact:
    """`text` after compaction; `lines` are (start, end, is_table_row) of its paragraphs."""

    text: str
    lines: list[tuple[int, int, bool]]
    _starts: list[int] = field(default_factory=list)
    _shifts: list[int] = field(default_factory=list)

    def origin(self, position: int) -> int:
        """The place of character `position` in the text as it was read."""
        at = bisect_right(self._starts, position) - 1
        return position + self._shifts[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the text as it was read that holds [start, end) of this one."""
        return self.origin(start), self.origin(end - 1) + 1

    def locate(self, found: Iterable[Claim] | Iterable[Unclaimed], offset: int) -> None:
        """Give claims their places in a text of which this one begins at `offset`."""
        starts, shifts = self._starts, self._shifts
        for item in found:
            start, last = item.start, item.end - 1
            item.first = offset + start + shifts[bisect_right(starts, start) - 1]
            item.last = offset + last + shifts[bisect_right(starts, last) - 1] + 1


def is_table_row(line: str) -> bool:
    """Whether a line holds cells rather than prose: a label and numbers set apart by space."""
    if "\t" in line or line.count("|") >= 2 or ("," in line and _COMMA_ROW.match(line)):
        return True
    if " " not in line and "|" not in line:
        return False
    if not _TABLE_GAP.search(line) or _CLAUSE_MARK.search(line):
        return False
    cells = line.split()
    numbers = sum(1 for cell in cells if _NUMBER_CELL.match(cell))
    return numbers >= 1 and len(cells) >= 2 and "。" not in line and numbers * 3 >= len(cells)


def _is_frame(line: str) -> bool:
    """Whether a line is no part of the text: empty, a page's number, navigation of a site."""
    if not line.strip():
        return True
    if len(line) <= _NOTICE and _OF_THE_SITE.search(line):
        return True
    if len(line) > _FRAME or "。" in line:
        return False
    return _PAGE_NUMBER.match(line) is not None or _NAVIGATION.search(line) is not None


_NARROW = re.compile("[\0-\u10ff]+")


def _width(line: str) -> int:
    """Columns of a line as printed: Chinese and full-width characters take two."""
    return len(line) * 2 - sum(map(len, _NARROW.findall(line)))


def _joins(lines: list[str], rows: list[bool], widths: list[int]) -> list[bool]:
    """For each line whether the break after it lies inside a sentence; `rows` are those of tables,
    widths are those printed."""
    filled = [w for w in widths if w >= 16]
    joins = [False] * len(lines)
    if not filled:
        return joins
    n = len(lines)
    tables = [
        row and not _broken_amount(lines[i], lines[i + 1] if i + 1 < n else "")
        for i, row in enumerate(rows)
    ]
    after: list[int] = [0] * n  # next non-empty line
    nxt = n
    for i in range(n - 1, -1, -1):
        after[i] = nxt
        if lines[i]:
            nxt = i
    # Wrapped text has many lines of nearly the same width; one-line paragraphs do not.
    tail = sorted(filled)
    page = tail[int(len(tail) * 0.9)] if len(tail) < 5 or tail[int(len(tail) * 0.9)] <= 160 else 0
    near = sum(1 for w in filled if page and page * 0.88 <= w <= page + 4)
    wrapped_document = page <= 160 and near >= max(3, 0.3 * len(filled))
    for i, line in enumerate(lines):
        j = after[i]
        if not line or j >= n or j - i > _GAP or tables[i] or tables[j]:
            continue
        if j - i > 1 and _left_open(line, lines[j]):
            joins[i] = True
            continue
        if j - i > 2:
            continue
        if line[-1] in _ENDS or _STARTS_OWN_LINE.match(lines[j]) or line[0] in "#*|":
            continue
        if line[-1].isdigit() and _STAMPED.search(line):
            continue
        last, first = line[-1], lines[j][0]
        if j == i + 1:
            after_next = after[j]
            if (
                widths[j] <= 10
                and not any(c in "，。；、,;:" for c in lines[j])
                and after_next < n
                and widths[after_next] <= 10
                and not (last.isdigit() and first.isdigit())
            ):
                continue  # cells of a table printed one a line
            local = max(widths[max(0, i - 1)], widths[i], widths[j])
            mid_number = last.isdigit() and (first.isdigit() or first in ".,%万亿")
            open_clause = last in ",、" or first in ",。;、%)"
            joins[i] = (
                (mid_number and widths[i] >= 16)
                or _broken_amount(line, lines[j])
                or (
                    widths[i] >= 16
                    and (wrapped_document or widths[i] >= 50 or widths[j] < 80)
                    and bool(_HAN_CHAR.match(last))
                    and _AMOUNT.match(lines[j]) is not None
                )
                or (open_clause and (widths[i] >= 16 or first in ",。;、%)"))
                or (last == "." and first.isdigit() and widths[i] >= 16)
                or (last in "由为达至到" and first.isdigit() and widths[i] >= 16)
                or (wrapped_document and 16 <= widths[i] <= 160 and widths[i] >= 0.82 * local)
                or (last == "的" or first in "的了")
                or (_LONE_FIGURE.fullmatch(lines[j]) and _goes_on(lines, after, j))
            )
        elif wrapped_document:  # a blank line within a sentence: columns put one after the other
            joins[i] = widths[i] >= 0.9 * page and bool(_HAN_CHAR.match(last)) and "。" in line[:-1]
    return joins


# 财政收入增长 ⏎ 10% ⏎ ;: a page whose figures stand in lines of their own
_LONE_FIGURE = re.compile(r"\d[\d.,]*(?:[%‰]|[万亿]?(?:元|人|户|亩|吨|个百分点|个|家))")


def _goes_on(lines: list[str], after: list[int], j: int) -> bool:
    """Whether the sentence goes on with a mark right after line `j`."""
    following = after[j]
    return following == j + 1 and following < len(lines) and lines[following][0] in ",。;、)"


# 年末各项存款余额 ⏎ ⏎ 29亿元, 比上年增长8%: a name, and the amount that a sentence goes on with
_NAME_LAST = re.compile("[^,;:。]{4}(?:余额|收入|支出|总额|总值|产值|增加值|存款|贷款|产量)$")
_LONGEST_NAME_END = 4 + len("增加值")  # characters: what stands before them says nothing
_SUM_FIRST = re.compile(r"(?:余额)?(?:达到?|为)?\d[\d,.]*[万亿]?(?:元|美元|吨|公斤)[,，][^\n]{4}")


def _left_open(line: str, following: str) -> bool:
    """由上一个五年末的 ⏎ ⏎ 12亿元, 收入4.6 ⏎ 1 ⏎ 亿元: no paragraph ends there, whatever blank lines or
    page number stand between."""
    return (
        (line[-1] == "的" and _HAN_OR_DIGIT.match(following) is not None)
        or (line[-1] in "由为达至到" and following[0].isdigit())
        or _broken_amount(line, following)
        or (
            _NAME_LAST.search(line, max(0, len(line) - _LONGEST_NAME_END)) is not None
            and _SUM_FIRST.match(following) is not None
        )
        or (line[-1].isdigit() and _UNIT_FIRST.match(following) is not None)
    )


def _drop_page_numbers(lines: list[str]) -> None:
    """A bare number with blank lines around it, within a sentence, is that of the page."""
    for i in range(2, len(lines) - 2):
        if (
            not lines[i - 1]
            and not lines[i + 1]
            and lines[i]
            and lines[i][0].isdigit()
            and _BARE_NUMBER.match(lines[i])
        ):
            before, after = lines[i - 2], lines[i + 2]
            if before and after and _left_open(before, after):
                lines[i] = ""


def _broken_amount(line: str, following: str) -> bool:
    """增加值118. ⏎ 07亿元,: a number of a sentence that goes on in the next line, however short."""
    return (
        _ENDS_IN_NUMBER.search(line, max(0, len(line) - 2)) is not None
        and _HAN_CHAR.search(line) is not None
        and _GOES_ON_AS_AMOUNT.match(following) is not None
    )


def _table_heads(lines: list[str], rows: list[bool]) -> set[int]:
    """Lines of cells without a number right above a table's rows: its header keeps its spaces."""
    heads: set[int] = set()
    below = False
    second = False  # whether the line below is a header, so that this may be the first of two
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if not line:
            continue
        if rows[i]:
            below, second = True, False
        elif second and len(line.split()) >= 3 and not _HAS_DIGIT.search(line):
            heads.add(i)
            second = False
        elif (
            below
            and (" " in line or "," in line)
            and not line.startswith(("注", "说明"))
            and "。" not in line
            and len(line) <= 160
        ):
            heads.add(i)
            below, second = False, True
        else:
            below = second = False
    return heads


def _paragraphs(line: str) -> str:
    """一、综合 全年…万元。 二、农业 …: a page whose line breaks became blanks gets them back. A scan has
    blanks everywhere, and its lines are short."""
    if len(line) < 150:
        return line
    breaks = _SET_APART.findall(line)
    if not breaks or len(breaks) * 30 > len(line):
        return line
    begun = 0

    def mend(blank: re.Match[str]) -> str:
        at = blank.start()
        if "|" in line and _IN_A_CELL.match(line, blank.end()) is not None:
            return " "
        if _MID_SENTENCE.search(line, max(0, at - 6), at):
            return " "
        nonlocal begun
        piece, begun = line[begun:at], blank.end()
        whole = piece[-1] in "。!?)”" or _MARK.search(piece) is None
        return "\n" if whole or _OPENS_PARAGRAPH.match(line, blank.end()) else " "

    return _SET_APART.sub(mend, line)


def _on_a_line(heading: re.Match[str]) -> str:
    """A heading that runs into its paragraph, with a line of its own; of the same length."""
    return heading.group(1) + "\n" * (heading.end() - heading.end(1))


@lru_cache(maxsize=2)
def compact(text: str) -> Compact:
    """Join broken lines, drop stray spaces and make forms uniform; linear in the length of `text`.

    The last ones are kept: a short text is asked what it is about before it is read. Not to be changed.
    """
    same = _uniform(_RUN_IN.sub(_on_a_line, text))
    if len(same) != len(text):  # a surrogate or a future table entry: never let offsets drift
        raise ValueError("the character table must map one character to one character")
    same = _LETTER_O.sub("0", same)
    if "gdp" in same:
        same = same.replace("gdp", "GDP")
    if " " in same:
        same = "\n".join([_paragraphs(line) for line in same.split("\n")])
    raw_lines = same.split("\n")
    stripped = [s.strip(" ") for s in raw_lines]
    stripped = ["" if _is_frame(s) else s for s in stripped]
    _drop_page_numbers(stripped)
    at = 0
    widths = []
    for raw in raw_lines:  # of the text as printed, where full-width digits are full-width
        widths.append(_width(text[at : at + len(raw)].strip()))
        at += len(raw) + 1
    rows = [bool(line) and is_table_row(line) for line in stripped]
    heads = _table_heads(stripped, rows)
    joins = _joins(stripped, [row or i in heads for i, row in enumerate(rows)], widths)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []  # (start in compact, shift to the original)
    lines: list[tuple[int, int, bool]] = []
    position = 0
    here = 0
    line_start = 0
    for number, (raw, line, join) in enumerate(zip(raw_lines, stripped, joins, strict=True)):
        if line:
            lead = len(raw) - len(raw.lstrip(" "))
            base = here + lead
            table = (rows[number] and not join) or number in heads
            if not table and " " in line:
                last = 0
                for gap in _DROP_SPACE.finditer(line):
                    if gap.start() > last:
                        spans.append((position, base + last - position))
                        pieces.append(line[last : gap.start()])
                        position += gap.start() - last
                    last = gap.end()
                if last < len(line):
                    spans.append((position, base + last - position))
                    pieces.append(line[last:])
                    position += len(line) - last
            else:
                spans.append((position, base - position))
                pieces.append(line)
                position += len(line)
            if not join:
                lines.append((line_start, position, table))
                spans.append((position, here + len(raw) - position))
                pieces.append("\n")
                position += 1
                line_start = position
        here += len(raw) + 1
    if line_start < position:
        lines.append((line_start, position, False))
    if not spans:
        spans = [(0, 0)]
    return Compact("".join(pieces), lines, [s for s, _ in spans], [d for _, d in spans])
