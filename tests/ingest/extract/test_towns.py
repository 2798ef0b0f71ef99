"""Pages on towns, streets and villages: whose figures, and what stands whatever the year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (area, value) of each claim; the page is about 许昌市
PLACES = {
    "a town that the text introduces is what it is about, under its headings too": (
        "柳河屯镇位于许昌市东部,面积52平方公里。\n【农业】2023年,粮食播种面积3.8万亩。",
        [("柳河屯镇", "52"), ("柳河屯镇", "3.8")],
    ),
    "a street that is called 街 alone": (
        "柳园街按照市委部署抓招商。截至目前,全街引进企业3家。",
        [("柳园街", "3")],
    ),
    "a town whose own name ends with 镇": (
        "许昌市的湖镇镇工业强,2023年规上工业产值96亿元。",
        [("湖镇镇", "96")],
    ),
    "for whom something is done is not who does it": (
        "河湾街道税收11亿元;商贸业为全区扛下重任,引进项目12个;河湾街道投资6亿元。",
        [("河湾街道", "11"), ("河湾街道", "12"), ("河湾街道", "6")],
    ),
    "a village is not the town that it lies in": (
        "云岭镇青溪村位于许昌市东北部,距云岭镇政府5公里,辖7个村民组。全村耕地面积3056亩。",
        [("青溪村", "7"), ("青溪村", "3056")],
    ),
    "what a place belongs to has no figures of its own": (
        "云岭镇隶属于河南许昌魏都区,面积96平方公里。",
        [("云岭镇", "96")],
    ),
    "several places introduced are no subject": (
        "云岭镇位于许昌市东部,面积52平方公里。\n柳河镇位于许昌市西部,面积60平方公里。\n全市有企业120家。",
        [("云岭镇", "52"), ("柳河镇", "60"), ("许昌市", "120")],
    ),
    "a neighbour is no name: 东与…相连, 南接…": (
        "柳河街道隶属于许昌市,东与皇镇乡相连,南接石城街道。街道面积22平方公里。",
        [("柳河街道", "22")],
    ),
    "what a district takes of a street's taxes is the street's": (
        "柳河街道隶属于许昌市魏都区。2023年,柳河街道完成区级税收2.1亿元。",
        [("柳河街道", "2.1")],
    ),
    "a former name is that of no area": (
        "柳河街道成立于2004年3月,原柳河镇城厢地区。区域面积25平方公里。",
        [("柳河街道", "25")],
    ),
    "towns of one kind are a group where a figure of theirs follows": (
        "上半年,14个示范镇财政收入10.6亿元,其中6个省级示范镇和魏都区石桥镇7.1亿元;8个市级示范镇3.5亿元。",
        [("14个示范镇", "10.6"), ("6个省级示范镇和魏都区石桥镇", "7.1"), ("8个市级示范镇", "3.5")],
    ),
    "a sum is of the hotel or the phase named after it": (
        "柳河镇工业投资快速增长,总投资1.5亿元的云谷产业园二期顺利封顶;今年3月,总投资1亿美元的湖畔酒店破土动工。",
        [("云谷产业园二期", "1.5"), ("湖畔酒店", "1")],
    ),
    "a town that its page does not name is known by the word for it": (
        "2023年,我镇完成财政收入1545万元。\n大力推进招商引资,到位资金6630万元。",
        [("我镇", "1545"), ("我镇", "6630")],
    ),
    "a name after a time or 其中 that comes back": (
        "百强镇名单发布 柳河镇榜上有名\n其中柳河镇唯一入选。2021年柳河镇GDP为407亿元。",
        [("柳河镇", "407")],
    ),
    "石城乡 behind its county's name is a town, 城乡 a word": (
        "近年来,鄢陵县石城乡紧抓机遇,统筹城乡发展。石城乡新建大棚395座。全乡税收286万元。",
        [("石城乡", "395"), ("石城乡", "286")],
    ),
    "a street by its stem": (
        "柳河街道召开会议。2021年柳河实现规模以上工业总产值575亿元,柳河街道关停企业890间。",
        [("柳河街道", "575"), ("柳河街道", "890")],
    ),
    "店村镇 is a town": (
        "今年,店村镇紧抓机遇,在全镇新建蔬菜大棚395座。",
        [("店村镇", "395")],
    ),
}

# (text, day of publication) → (value, period) of each claim
STANDING = {
    "what stands is of the day of writing, also where only its month is known": (
        "云岭镇2023年茶叶总产590万公斤。\n该镇有国土面积236平方公里,辖9个村,有茶园8.3万亩。",
        "2024-01",
        [("590", "2023"), ("236", "2024-01"), ("9", "2024-01"), ("8.3", "2024-01")],
    ),
    "sums that come in over a year go back to it": (
        "云岭镇位于许昌市东部,辖9个村,企业80家。2022年实现税收3亿元,工业企业60家。",
        "2023",
        [("9", "2023"), ("80", "2023"), ("3", "2022"), ("60", "2022")],
    ),
    "a state of a named year is of that year": (
        "云岭镇位于许昌市东部。2021年末,全镇总人口3万人,辖9个村。",
        "2023-06",
        [("3", "2021"), ("9", "2021")],
    ),
    "what a place has, in paragraphs without a time, on a page of which the year is known": (
        "云岭镇2022年农村经济总收入2.4亿元。\n全镇有19所农村小学,25所农村卫生所。",
        "2023",
        [("2.4", "2022"), ("19", "2023"), ("25", "2023")],
    ),
    "现有 in a sentence on the end of a year is of that day": (
        "云岭镇位于许昌市东部。截至2021年底,该镇累计投入2.6亿元,现有农业企业6家。",
        "2022-04-07",
        [("2.6", "../2021-12-31"), ("6", "2021-12-31")],
    ),
    "全年 is of the year that the paragraph begins with": (
        "云岭镇位于许昌市东部。\n2005年,该镇坚持工业强镇战略,各项事业持续发展。全年实现生产总值15亿元。",
        "2008",
        [("15", "2005")],
    ),
    "a year in brackets after its figure": (
        "云岭镇位于许昌市东部。辖区总人口23325人(2010年),辖5个社区。",
        "2018-03",
        [("23325", "2010"), ("5", "2018-03")],
    ),
    "今年以来 in a page on a half-year, of a town": (
        "今年上半年,云岭镇实现税收1.11亿元。\n今年以来,云岭镇实施低保救助72户。",
        "2023-08",
        [("1.11", "2023-01/2023-06"), ("72", "2023/..")],
    ),
    "what a project costs is no sum of the month in which it began": (
        "上半年,柳河镇完成投资3亿元;今年3月,总投资8亿元的云帆新材料二期项目破土动工。",
        "2018-07-11",
        [("3", "2018-01/2018-06"), ("8", "2018-07-11")],
    ),
    "a year in figures and characters, and a community founded years ago": (
        "柳河社区风貌\n2001年1月成立居委会。二00六年,居民人均纯收入2674元。\n社区服务点9个,文体队伍3支。",
        "2008-06",
        [("2674", "2006"), ("9", "2008-06"), ("3", "2008-06")],
    ),
    "a month of a text of March": (
        "春节过后,柳河街道项目建设加快。1月份,街道实现一般预算收入2011万元。",
        "2014-03-04",
        [("2011", "2014-01")],
    ),
    "months whose dash was lost, and what has come this year": (
        "记者获悉,19月份柳河街道财政收入2.99亿元。\n商圈红火,今年已有10多家酒店相继开业。",
        "2007-10-31",
        [("2.99", "2007-01/2007-09"), ("10", "2007/..")],
    ),
    "a page of January looks back, but for what stands": (
        "2020年,柳河镇经济平稳。\n全镇虾稻面积达2.5万亩。全镇辖9个村。",
        "2021-01-20",
        [("2.5", "2020"), ("9", "2021-01-20")],
    ),
    "现有 begins what stands": (
        "青溪村位于许昌市东部,现有人口1726人。村占地面积7600亩,茶园528亩,2021年人均纯收入1.4万元。",
        "2022",
        [("1726", "2022"), ("7600", "2022"), ("528", "2022"), ("1.4", "2021")],
    ),
}

# text → (indicator, value) of each claim
ROWS = {
    "nouns after their counts, with no mark between them": (
        "云岭镇辖1个社区9个村民委员会168个村民小组,共7276户26134人。",
        [
            ("communities", "1"),
            ("villages", "9"),
            ("villagers_groups", "168"),
            ("households", "7276"),
            ("total_population", "26134"),
        ],
    ),
    "a number in words among the parts of a place, and villages beside them": (
        "云岭镇辖20个行政村,一个居委会。区域内有17个社区居委会、5个村。",
        [
            ("villages", "20"),
            ("resident_committees", "一"),
            ("communities", "17"),
            ("villages", "5"),
        ],
    ),
    "ages are no part of the women named before": (
        "2023年,云岭镇男性1.6万人;女性1.5万人;14岁以下5145人;60岁以上4564人,占14.1%。",
        [
            ("male_population", "1.6"),
            ("female_population", "1.5"),
            ("", "5145"),
            ("population_60plus", "4564"),
            ("population_60plus", "14.1"),
        ],
    ),
    "how the land lies is no claim; a density is one": (
        "云岭镇平均海拔816米,最高达39℃。2023年,另有流动人口202人,人口密度为每平方千米633人。",
        [("floating_population", "202"), ("population_density", "633")],
    ),
    "homes and people after an area": (
        "云岭镇面积6.5平方公里。2021年,有28115户,6.5万人。",
        [("area_total", "6.5"), ("households", "28115"), ("total_population", "6.5")],
    ),
    "the parts of a place by their names first, and a people": (
        "2023年,柳河乡下辖青溪、石桥、柳树等5个村,以汉族为主,达18998人,占99%;有回、苗等12个少数民族。",
        [("villages", "5"), ("", "18998"), ("", "99")],
    ),
    "those of whom the farming households are": (
        "青溪村位于许昌市东部,共有农户365户,907人。",
        [("", "365"), ("total_population", "907")],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_places(read: Claims, name: str) -> None:
    text, expected = PLACES[name]
    found = [(c.area.name, c.value_text) for c in read(text, published="2024-06", area="许昌市")]
    assert found == expected


@pytest.mark.parametrize("name", STANDING)
def test_what_stands(read: Claims, name: str) -> None:
    text, published, expected = STANDING[name]
    found = [(c.value_text, c.period) for c in read(text, published=published, area="许昌市")]
    assert found == expected


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_counts(read: Claims, name: str) -> None:
    text, expected = ROWS[name]
    found = [(c.indicator_id, c.value_text) for c in read(text, published="2024-06", area="许昌市")]
    assert found == expected


@pytest.mark.parametrize(
    ("among", "rank"),
    [
        ("在全市11个乡镇（办事处）中位居第3", "3"),
        ("在全市9个乡镇中排第2", "2"),
        ("位列11个乡（镇）第5位", "5"),
    ],
)
def test_a_rank_among_towns_is_of_what_was_told(read: Claims, among: str, rank: str) -> None:
    found = read(f"柳湾镇2023年财政收入3860万元，{among}。", "2024-05-12", "孟州市")
    assert [(c.value_text, c.indicator_id, c.measure) for c in found] == [
        ("3860", "fiscal_revenue", "level"),
        (rank, "fiscal_revenue", "rank"),
    ]


def test_the_year_of_approval_dates_no_size(read: Claims) -> None:
    text = "云谷产业集聚区2009年批准设立、规划面积12.6平方公里，入驻企业310家。"
    found = read(text, "2021-09-18", "许昌市")
    assert {c.period for c in found} == {"2021-09-18"}


def test_examples_before_a_count_leave_it_what_it_is(read: Claims) -> None:
    found = read("柳湾镇先后引进蓝天皮草、北方配件等亿元以上项目8个。", "2014-05-12", "孟州市")
    assert [(c.value_text, c.indicator_id) for c in found] == [("8", "projects_above_100m")]


def test_a_change_is_dated_as_the_count_before_it(read: Claims) -> None:
    text = "马村区2019年上半年经济运行情况\n上半年新开工亿元以上项目9个，同比减少4个。"
    found = read(text, "2019-07-25", "马村区")
    assert [(c.measure, c.period) for c in found] == [
        ("level", "2019-01/2019-06"),
        ("change", "2019-01/2019-06"),
    ]


def test_a_street_named_without_its_last_word(read: Claims) -> None:
    text = (
        "坐落着河西区青溪门街。全街面积1.97平方公里，有社区居委会10个。街道工委书记说，"
        "2006年，青溪门街留区税收只有1.08亿元。"
    )
    found = read(text, "2010-12-22", "河西区")
    assert {c.area.name for c in found} == {"青溪门街"}
    assert [c.indicator_id for c in found] == ["area_total", "communities", "tax_revenue"]


def test_a_road_is_no_street_office(read: Claims) -> None:
    found = read("河西区青溪门街改造工程投资1.2亿元，道路长2.3公里。", "2010-12-22", "河西区")
    assert "青溪门街" not in {c.area.name for c in found}


def test_the_year_of_founding_dates_no_size(read: Claims) -> None:
    text = "柳湾镇地处市区西南部，1988年设镇，镇域面积53.8平方公里，户籍人口3.1万。"
    found = read(text, "2008-10-17", "诸暨市")
    assert {c.period for c in found} == {"2008-10-17"}
