"""What is known at a place of a sentence: of all of it, and of the clause that is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.extract.claims import Subject
from ingest.extract.dictionary import Area
from ingest.extract.periods import When

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

Part = tuple[int, int, str]  # of a name: start, end, indicator


@dataclass(slots=True)
class State:
    """The state of `Sentence`. Slots: a figure reads and writes these hundreds of times."""

    p: Parser
    text: str
    toks: list
    start: int
    end: int

    # of the sentence
    target: bool = False
    prelim_clause: bool = False
    prelim_spreads: bool = False  # 预计 stands before all that it speaks of
    prelim_figures: int = 0  # figures before it
    list_reached: bool = False  # 分别达到, of the list under way
    prelim_reached: bool = False  # its first member has a verb too: 初步核算, 生产总值完成…
    depth: int = 0  # of brackets
    kept: tuple = ()  # what held before the bracket
    bracket_measure: tuple[bool, bool] = (False, False)
    of_base: bool = False  # the bracket holds the figure of the time compared with
    of_other: bool = False  # the bracket holds the figure of the area compared with
    quote: int = 0
    first_area: tuple[Area | None, str] = (None, "")
    park_before: tuple[Area | None, str] = (None, "")  # what the sentences before spoke of
    outside: tuple | None = None
    whole: tuple | None = None  # the area of which 其中 names a part
    order_area: list[Area] = field(default_factory=list)
    when_before: When | None = None  # the time that the sentences before have left
    sentence_when: When | None = None
    from_when: When | None = None  # the year after an earlier 由 of the sentence
    order_when: list[When] = field(default_factory=list)
    times: list[When] = field(default_factory=list)
    sentence_base: int = 0
    year_ahead: int | None = None  # 计划2025年年底建成
    dated_by_writing: str = ""  # the date of the figure before, where it was the day of writing
    opening: int = 0  # where what is promised for after an opening begins
    after_opening: bool = False
    items: list[list[Part]] = field(default_factory=list)  # members of a list so far
    resp: list | None = None  # what 分别 points back to
    index: int = 0  # the member that the last figure is of
    list_measure: str = ""
    named_before: list[Subject] = field(default_factory=list)  # by the clauses just before
    recent: list[Subject] = field(default_factory=list)
    outer: Subject | None = None  # the whole whose parts 其中 tells
    of_threshold: Subject | None = None
    ranked: Subject | None = None  # what the last rank is of
    kind: str = ""  # of the schools or homes that the sentence counted last
    run: int = 0  # how many figures of a run came before
    last_used: When | None = None
    between_ends: bool = False
    share_moved: bool = False
    plan_amount_end: int = -1
    # figures so far, and the last of them
    figures: int = 0
    last_fig_end: int = -1
    last_measure: str = ""
    prev: tuple[str, int, int] | None = None
    of_site: bool = False  # the figure is that of a project named after it
    group: bool = False  # the figure stands beside the one before: 8%和11.6%
    at_figure: int = 0

    # of the clause: set by `_clause`
    clause_start: int = field(init=False)
    before: list[Part] = field(init=False)  # parts of the subject
    after: list[Part] = field(init=False)
    cues: list[Part] = field(init=False)
    ref_area: Area | None = field(init=False)
    ref_areas: list[Area] = field(init=False)
    base_when: When | None = field(init=False)
    base_end: int = field(init=False)
    bases: int = field(init=False)  # how many times are compared with: 较一季度、上半年
    local_when: When | None = field(init=False)
    clause_when: When | None = field(init=False)
    from_open: bool = field(init=False)
    basis: str = field(init=False)
    completion: bool = field(init=False)
    plan_word: str = field(init=False)
    fig_in_clause: int = field(init=False)
    fresh_area: bool = field(init=False)
    cum: bool = field(init=False)
    saw_rank_word: bool = field(init=False)
    rank_unit: str = field(init=False)

    def __post_init__(self) -> None:
        self._clause(0)

    def _clause(self, position: int) -> None:
        """A clause begins."""
        self.clause_start = position
        self.before = []
        self.after = []
        self.cues = []
        self.ref_area = None
        self.ref_areas = []
        self.base_when = None
        self.base_end = -1
        self.bases = 0
        self.local_when = None
        self.clause_when = None
        self.from_open = False
        self.basis = ""
        self.completion = False
        self.plan_word = ""
        self.fig_in_clause = 0
        self.fresh_area = False
        self.cum = False
        self.saw_rank_word = False
        self.rank_unit = "位"
