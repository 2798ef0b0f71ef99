"""Whose pupils, teachers or beds: 普通高中6所, 在校学生2.6万人 are those of the kind of school named before.

What schools of one kind or homes for the elderly have is not what all schools or hospitals have: where
the dictionary does not know the part, the indicator stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_PUPILS = (
    "在校学?生|在校学员|招收?(?:新?生|学生)|毕业(?:学?生)|在园(?:幼儿|儿童)|教职工|专任教师|教师"
)
# What one kind of school or home has, named without it.
MEMBERS = re.compile(
    rf"(?:(?:当年|全年|共|年末)*(?P<pupils>{_PUPILS})|(?:拥有|共有|有|设)?(?P<beds>床位))(?:总?人?数)?"
)
_KIND = re.compile(
    r"(?P<kind>[\u4e00-\u9fff、\-]{0,16}?(?:学校|高校|本专科|院校|学院|大学|中学|高中|初中|小学|幼儿园|养老机构|敬老院|福利院|养老院"
    r"|(?:职业|高等|特殊|学前)教育|服务机构|光荣院|收养性(?:社会福利)?单位|福利机构|救助站|卫生院|卫生室|卫生服务中心|饭店|酒店|宾馆))"
    rf"(?:{_PUPILS})?(?:总?人?数)?$"
)
_ALL_SCHOOLS = re.compile(r"(?:.*?(?:各级|各类|中小|大中专))?(?:普通|全日制)?学校")
_APART = re.compile("民办|成人|私立|公办|私人|附设|寄宿|独立|完全|一贯制")
# The kinds whose pupils the dictionary may know, by what their names hold.
_KINDS = (
    (re.compile("特殊教育"), "特殊教育学校"),
    (re.compile("职业|中专|中等专业|技工|中职"), "中等职业学校"),
    (re.compile("高等|高校|大学|本专科"), "普通高校"),
    (re.compile("小学"), "小学"),
    (re.compile("初中|初级中学"), "初中"),
    (re.compile("高中|高级中学"), "高中"),
    (re.compile("幼儿园"), "幼儿园"),
)


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """The kind of school or home that this name ends with; empty for none, and for schools of all kinds."""
    found = _KIND.search(name)
    if found is None or _ALL_SCHOOLS.fullmatch(found["kind"]):
        return ""
    return found["kind"]


def is_all(name: str) -> bool:
    """Whether the name is that of schools of every kind together."""
    found = _KIND.search(name)
    return found is not None and _ALL_SCHOOLS.fullmatch(found["kind"]) is not None


def of_kind(kind: str, member: str, aliases: Mapping[str, str]) -> tuple[str, str]:
    """The indicator id (empty where the dictionary lacks it) and the name of what schools of a kind have."""
    name = kind + member
    if name in aliases:
        return aliases[name], name
    if not _APART.search(kind):
        for pattern, usual in _KINDS:
            if pattern.search(kind):
                noun = re.sub("(?:总?人?数)$", "", member)
                return aliases.get(usual + noun, ""), name
    return "", name
