# ruff: noqa: E501  (Chinese characters count as two columns)
"""Names that only the text knows: parks, towns, enterprises, projects; whose figures are whose."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → area of each claim, in order; the page is about 许昌市, published on 2024-03-20
CASES = {
    "a town known by its form": (
        "记者了解到,去年石梁镇实现税收1.2亿元,同比增长8%。今年以来,石梁镇签约项目12个。",
        ["石梁镇", "石梁镇", "石梁镇"],
    ),
    "城镇, 乡镇 and 小镇 are words": (
        "城镇新增就业1.2万人,乡镇财政收入3亿元。",
        ["许昌市", "许昌市"],
    ),
    "a park set apart by 位于, then 园区": (
        "位于禹州市的青禾智能制造产业园占地300亩。目前,园区入驻企业40家。",
        ["青禾智能制造产业园", "青禾智能制造产业园"],
    ),
    "a short form of a park's name": (
        "青禾数字经济产业园占地300亩。去年,青禾产业园税收2亿元。",
        ["青禾数字经济产业园", "青禾数字经济产业园"],
    ),
    "a verb is no part of a name": (
        "青禾科技城占地300亩。为支持青禾科技城,全市完成投资6亿元。",
        ["青禾科技城", "许昌市"],
    ),
    "a title in quotation marks is no place": (
        "长葛经济开发区先后被评为“中国成长百强园区”。目前,园区入驻企业120家。",
        ["长葛经济开发区"],
    ),
    "a park in a list of what came is not what is spoken of": (
        "石梁镇去年签约云谷产业园等项目19个,石梁镇税收2亿元。",
        ["石梁镇", "石梁镇"],
    ),
    "a place after a preposition does nothing": (
        "石梁镇税收2亿元,在全市率先完成土地整理500亩。",
        ["石梁镇", "石梁镇"],
    ),
    "an enterprise's own figures": (
        "石梁镇现有规上工业企业30家。\n走进云帆电子有限公司的车间,去年产值6亿元。公司现有员工300人。\n全镇税收2亿元。",
        ["石梁镇", "云帆电子有限公司", "云帆电子有限公司", "石梁镇"],
    ),
    "who speaks for an enterprise": (
        "“今年订单不断。”云帆电子董事长李大海说,去年出口2000万美元。",
        ["云帆电子"],
    ),
    "a project's investment": (
        "青禾产业园入驻企业40家。冷链仓储项目总投资2亿元。",
        ["青禾产业园", "冷链仓储项目"],
    ),
    "the second phase of a park": (
        "青禾产业园入驻企业40家;二期项目总投资3亿元,建筑面积5万平方米。园区去年税收1亿元。",
        ["青禾产业园", "青禾产业园二期", "青禾产业园二期", "青禾产业园"],
    ),
    "an area in the name of an institution, or an adjective": (
        "石梁镇与河南理工大学合作,新增河南省级企业技术中心2个,培育企业30家。",
        ["石梁镇", "石梁镇"],
    ),
    "an enterprise within a park, then by its short name": (
        "位于青禾产业园内的河南云帆食品有限公司负责人李大海说。这家企业年产值6亿元。\n以云帆食品为例,去年税收增长50%。",
        ["河南云帆食品有限公司", "河南云帆食品有限公司"],
    ),
    "what a project costs is the project's": (
        "石梁镇先后引进投资6000万元的云帆针织项目、投资8000万元的冷链仓储项目。",
        ["云帆针织项目", "冷链仓储项目"],
    ),
    "a zone by its short form; 决定 is no part of its name": (
        "许昌经济技术开发区占地300亩。市政府决定开发区代管石梁镇。开发区现有企业259家,经开区税收2亿元。",
        ["许昌经济技术开发区"] * 3,
    ),
    "all parks of a province are a group, then the town again": (
        "石梁镇税收2亿元,同比增长8%。全省产业集聚区工业增加值增长16.2%。",
        ["石梁镇", "石梁镇", "全省产业集聚区"],
    ),
    "a number of parks is the area, not a claim; its share of the whole is its own": (
        "全市8个省级园区完成工业总产值120亿元,占全市的六成,对全市增长的贡献率达65%;实现税收4.5亿元。",
        ["8个省级园区", "8个省级园区", "8个省级园区", "8个省级园区"],
    ),
    "a zone and parks counted together": (
        "高新区和三个省级工业园区完成工业产值84亿元,占园区工业总产值的80%。",
        ["高新区和三个省级工业园区", "高新区和三个省级工业园区"],
    ),
    "a count of parks is a claim, no group": (
        "全市产业集聚区达12个,新增3个产业园,其中9个集聚区产值超过50亿元。",
        ["许昌市", "许昌市", "许昌市", "许昌市"],
    ),
    "a part named after 其中 gives way to its whole at the end of its sentence": (
        "石梁镇去年税收2亿元,其中青禾产业园税收1.2亿元。工业产值36亿元。",
        ["石梁镇", "青禾产业园", "石梁镇"],
    ),
    "parks told in a list are not what is spoken of": (
        "经开区签约园区项目3个,分别是:云帆产业园、青禾智谷产业园和腾云科技园。项目可实现税收2亿元。",
        ["许昌经开区", "许昌经开区"],
    ),
    "news from the county's zone is of the zone": (
        "记者从市产业集聚区获悉,一季度,该区洽谈项目5个。\n5个项目投产后,可实现税收2亿元。",
        ["许昌产业集聚区", "许昌产业集聚区", "许昌产业集聚区"],
    ),
    "a town whose name ends in 集, then 该镇": (
        "今年以来,胡集镇开展招商。截至6月,该镇财政收入1199万元。",
        ["胡集镇"],
    ),
    "a street's own account of a year, in a whole economy's indicators": (
        "2023年,河湾街道坚持科创。\n2023年实现地区生产总值23.6亿元,增长3.8%;规上工业增加值5.3亿元,增长5%;"
        "社会消费品零售总额4.7亿元,增长1.1%。\n河湾街道办事处",
        ["河湾街道"] * 6,
    ),
    "公司 after who speaks for a firm is that firm, until the zone is named": (
        "云帆板业负责人介绍,企业订单充足。一季度,公司产值达到2120万元,增长9%。开发区税收2亿元。",
        ["云帆板业", "云帆板业", "许昌开发区"],
    ),
    "a report from within a firm": (
        "在云帆食品有限公司采访时,记者了解到订单充足。去年产值1.8亿元。",
        ["云帆食品有限公司"],
    ),
    "each sum of a list is of what is named after it": (
        "目前,青禾产业园已集聚投资3亿元的云帆数码、投资4亿元的腾云精密等一批企业。",
        ["云帆数码", "腾云精密"],
    ),
    "该项目 is the project named before": (
        "云帆年产3万吨铝合金零部件项目也是园区的重大项目。该项目达产后预计年税收1800万元。",
        ["云帆年产3万吨铝合金零部件项目"],
    ),
    "a rank among the parks of a province leaves the zone": (
        "青禾产业园税收2亿元,在全省园区中排名第7。工业产值30亿元。",
        ["青禾产业园", "青禾产业园", "青禾产业园"],
    ),
    "a town's business district is one of its zones": (
        "特色商业区完成税收2亿元,增长6%。",
        ["许昌特色商业区", "许昌特色商业区"],
    ),
    "parks of a city by its name, and what they come to": (
        "许昌8个产业集聚区实现收入310亿元。全市8个产业集聚区建设快速推进,完成投资20亿元。",
        ["8个产业集聚区", "8个产业集聚区"],
    ),
    "a park known by its brand, which comes back": (
        "走进“云上硅巷”,创业氛围浓厚。“云上硅巷”占地300亩。去年,云上硅巷税收2.4亿元。",
        ["云上硅巷", "云上硅巷"],
    ),
    "a firm by its brand and trade; a trade is none": (
        "宏远新材料去年营收12亿元。\n绿色食品去年产值3亿元。",
        ["宏远新材料", "许昌市"],
    ),
    "a building and the street after it": (
        "在云帆大厦,入驻企业46家。\n河湾街道去年税收2亿元。河湾街道占地8平方公里。",
        ["云帆大厦", "河湾街道", "河湾街道"],
    ),
    "what a title says of a change is no name": (
        "老厂房变身数字谷\n走进云帆数字谷,园区占地86亩。云帆数字谷入驻企业118家。",
        ["云帆数字谷", "云帆数字谷"],
    ),
    "a village named within a sentence holds for it": (
        "石梁镇开展整治。投入500余万元在南李村改造道路。完成10个小区的垃圾分类。",
        ["石梁镇", "石梁镇"],
    ),
    "a park of a rare form, by what is said of parks alone": (
        "青禾传感谷占地320亩,入驻企业36家。今年上半年,传感谷税收3.2亿元。",
        ["青禾传感谷", "青禾传感谷", "青禾传感谷"],
    ),
    "the place of a title that comes back, and its short form": (
        "青禾电气岛:提质增效\n青禾电气岛成立于2009年,电气岛税收2亿元。去年,青禾电气岛产值8亿元。电气岛入驻企业36家。",
        ["青禾电气岛", "青禾电气岛", "青禾电气岛"],
    ),
    "a zone in which a reporter was": (
        "近日,记者在青云经开区看到,工人正在安装设备。经开区引进项目18个。",
        ["青云经开区"],
    ),
    "a street named after a province": (
        "本报讯 今年,湖北路街道财政收入2.6亿元。湖北路街道辖11个社区。",
        ["湖北路街道", "湖北路街道"],
    ),
    "石城镇 is a town, 小城镇 is none": (
        "石城镇税收2亿元。石城镇人口3.2万人。",
        ["石城镇", "石城镇"],
    ),
    "who speaks for a park is no firm": (
        "近日,记者在青禾宝石产业园看到,工人正在安装设备。产业园负责人介绍,今年引进项目18个。",
        ["青禾宝石产业园"],
    ),
    "a street named once, at the beginning of a line": (
        "河湾街道全口径税收7.9亿元,同比增长14.6%。",
        ["河湾街道", "河湾街道"],
    ),
    "parks by their count in quotes": (
        "“一区三园”共实现税收2.4亿元,占全市的12%。",
        ["一区三园", "一区三园"],
    ),
    "a zone named 国家高新区, then 该园区, whatever park a caption named": (
        "在青禾药谷工业园,工人正在装车。许昌国家高新区去年获批。去年,许昌国家高新区产值30亿元。该园区税收2亿元。",
        ["许昌国家高新区", "许昌国家高新区"],
    ),
    "a name that a word before it joins by accident": (
        "河湾街道占地8平方公里。机构简介河湾街道成立于1983年,辖区人口6.2万人。现河湾街道税收2亿元。",
        ["河湾街道", "河湾街道", "河湾街道"],
    ),
    "a park of a city for students, named twice": (
        "许昌市大学生创业园去年开园。许昌市大学生创业园入驻企业40家。",
        ["许昌市大学生创业园"],
    ),
    "where a park lies is not what is spoken of": (
        "青禾产业园占地300亩。该产业园位于许昌经济开发区核心区域,总投资5亿元。",
        ["青禾产业园", "青禾产业园"],
    ),
    "parks of a list, and a name in a nickname": (
        "石梁镇素有“许昌南大门”之称。总面积37平方公里。\n青禾产业园、云谷产业园等22个项目集中开工。",
        ["石梁镇", "石梁镇"],
    ),
    "what a figure is of, named after it; then where it stands": (
        "总投资50亿元的许昌云帆商贸城10日在河南许昌市奠基,项目建成后可直接安排就业8万人。",
        ["许昌云帆商贸城", "许昌云帆商贸城"],
    ),
    "a rank is of the area before it, the other is the field": (
        "在全省评比中,石梁镇排名第9位,石梁镇税收2亿元。",
        ["石梁镇", "石梁镇"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_area(read: Claims, name: str) -> None:
    text, expected = CASES[name]
    found = read(text, published="2024-03-20", area="许昌市")
    assert [c.area.name for c in found] == expected


# text → (number, measure, period, status) of each claim of a page of 2024-06-20 about 许昌市
SAID = {
    "what is, after what was": (
        "2022年,石梁镇税收2亿元。全镇现有规上企业30家,占地500亩。",
        [
            ("2", "level", "2022", "actual"),
            ("30", "level", "2024-06-20", "actual"),
            ("500", "level", "2024-06-20", "actual"),
        ],
    ),
    "what is promised for after the opening": (
        "项目占地100亩,计划2025年建成,可新增就业岗位800个。项目达产后年产值可达3亿元。",
        [
            ("100", "level", "2024-06-20", "actual"),
            ("800", "level", "2025", "target"),
            ("3", "level", "", "target"),
        ],
    ),
    "since the park opened": (
        "青禾产业园2021年6月正式开园。开园以来,累计引进企业80家。",
        [("80", "level", "2021-06/..", "actual")],
    ),
    "since the year began": (
        "年初以来,石梁镇新引进项目12个,合同引资6亿元。",
        [("12", "level", "2024/..", "actual"), ("6", "level", "2024/..", "actual")],
    ),
    "so far": (
        "青禾产业园基础设施累计投入6亿元。",
        [("6", "level", "../2024-06-20", "actual")],
    ),
    "a yearly amount without a year": (
        "石梁镇年加工山药4万吨,年产值5亿元。",
        [("4", "level", "", "actual"), ("5", "level", "", "actual")],
    ),
    "a share in words": (
        "2023年,石梁镇税收2亿元,占全市税收的三分之一。",
        [("2", "level", "2023", "actual"), ("三分之一", "share_pct", "2023", "actual")],
    ),
    "in brackets, what the words before them name": (
        "2023年,十家企业纳税2亿元,占全镇税收总额(5亿元)的40%。",
        [
            ("2", "level", "2023", "actual"),
            ("5", "level", "2023", "actual"),
            ("40", "share_pct", "2023", "actual"),
        ],
    ),
    "more than then, of the target, fewer": (
        "2023年,规上企业30家,比2020年多了8家;税收为目标的104%;审批事项精简12项。",
        [
            ("30", "level", "2023", "actual"),
            ("8", "change", "2023", "actual"),
            ("104", "completion_pct", "2023", "actual"),
            ("-12", "change", "2023", "actual"),
        ],
    ),
    "the sum of what is counted, and thresholds": (
        "今年3月,总投资29亿元的8个重点项目开工,其中5亿元至10亿元项目2个,过10亿元项目1个。",
        [
            ("29", "level", "2024-03", "actual"),
            ("8", "level", "2024-03", "actual"),
            ("2", "level", "2024-03", "actual"),
            ("1", "level", "2024-03", "actual"),
        ],
    ),
    "全年 in a page of June is the year before": (
        "石梁镇全年建成安置房1010套,税收4亿元。",
        [("1010", "level", "2023", "actual"), ("4", "level", "2023", "actual")],
    ),
    "years ago dates only itself": (
        "2007年4月,市政府决定石梁镇升格。区域面积59平方公里(其中镇区面积6平方公里)。",
        [("59", "level", "2024-06-20", "actual"), ("6", "level", "2024-06-20", "actual")],
    ),
    "founded then, said now": (
        "青禾产业园成立于2018年6月,总投资3000万元。",
        [("3000", "level", "2024-06-20", "actual")],
    ),
    "a quarter within a prize; months that are over": (
        "1—5月,石梁镇预计税收2亿元,获第一季度招商奖,完成营收6亿元。",
        [
            ("2", "level", "2024-01/2024-05", "preliminary"),
            ("6", "level", "2024-01/2024-05", "actual"),
        ],
    ),
    "tenths and results, distances": ("石梁镇位于县城南23公里,园区建设又一成果落地。", []),
    "prices, ages, addresses and what a machine can do": (
        "一台售价599元,今年57岁的李大海住在3栋2单元,年产5万吨的生产线正在运转。",
        [],
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_said(read: Claims, name: str) -> None:
    text, expected = SAID[name]
    found = read(text, published="2024-06-20", area="许昌市")
    assert [(c.value_text, c.measure, c.period, c.status) for c in found] == expected


# text → (number, indicator, measure, status): verbs and nouns around a count
NAMED = {
    "a verb before and a noun after the count": (
        "园区计划入驻30家企业,带动300多名群众就近就业,签约22个项目。",
        [
            ("30", "tenant_firms", "level", "target"),
            ("300", "direct_employment", "level", "target"),
            ("22", "projects_signed", "level", "target"),
        ],
    ),
    "what things do is no part of their name": (
        "12个重点项目集中开工。",
        [("12", "projects", "level", "actual")],
    ),
    "what is added, what is reached": (
        "云谷大厦去年达税收3亿元。",
        [("3", "tax_revenue", "level", "actual")],
    ),
    "an aim after the figure": (
        "石梁镇朝着实现税收突破5亿元目标迈进。",
        [("5", "tax_revenue", "level", "target")],
    ),
    "what is to be spent in a year is no total": (
        "8个项目总投资30亿元,今年计划投资6亿元。",
        [
            ("8", "", "level", "actual"),
            ("30", "total_investment", "level", "actual"),
            ("6", "", "level", "target"),
        ],
    ),
    "a share of what was counted": (
        "全镇电商240家,80%以上以经营服装为主。",
        [("240", "", "level", "actual"), ("80", "", "share_pct", "actual")],
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_named(read: Claims, name: str) -> None:
    text, expected = NAMED[name]
    found = read(text, published="2024-06-20", area="许昌市")
    assert [(c.value_text, c.indicator_id, c.measure, c.status) for c in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"。{chr(0x4E00 + n)}{chr(0x5E00 + n % 900)}镇税收2亿元" for n in range(4000)),
        "".join(
            f"{chr(0x4E00 + n)}{chr(0x5E00 + n % 900)}丙产业园入驻企业40家," for n in range(2500)
        ),
        "镇" * 40_000,
        "公司" * 20_000,
        "产业园" * 13_000,
        "被评为“中国百强园区”" * 3600,
        "走进" * 20_000,
        f"甲类{'=' * 20_000}乙类8个",
    ],
    ids=["towns", "parks", "one town", "firms", "one form", "titles", "visits", "a rule"],
)
def test_hostile_names_cost_no_square(read: Claims, text: str) -> None:
    """40,000 characters take a tenth of a second; a square of their names would take minutes."""
    began = time.process_time()
    read(text, published="2024-06-20", area="许昌市")
    assert time.process_time() - began < 10


def test_trades_after_an_investment_are_parts_of_it(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n固定资产投资增长5.5%。其中，第一产业增长3%，工业增长8%，基础设施增长6%。"
        "分产业看，第二、三产业分别增长7.9%、3.5%。\n规模以上工业增加值增长4%。"
    )
    found = {c.value_text: c.indicator_id for c in read(text, "2020-10-09")}
    assert found == {
        "5.5": "fixed_asset_investment",
        "3": "primary_investment",
        "8": "industrial_investment",
        "6": "infrastructure_investment",
        "7.9": "secondary_investment",
        "3.5": "tertiary_investment",
        "4": "industrial_value_added_above_scale",
    }


def test_a_rate_in_a_list_of_growth_rates_needs_no_verb(read: Claims) -> None:
    text = "上半年全市经济运行情况\n科学技术支出增长25.1%，农林水支出20.7%，教育支出下降3.2%。"
    assert {c.measure for c in read(text, "2020-10-09")} == {"yoy_growth_pct"}


def test_town_and_country_in_two_words(read: Claims) -> None:
    text = "上半年全市经济运行情况\n城、乡居民人均可支配收入分别增长8.1%、9.2%。"
    found = {c.value_text: c.indicator_id for c in read(text, "2020-10-09")}
    assert found == {"8.1": "disposable_income_urban", "9.2": "disposable_income_rural"}


def test_what_projects_above_a_threshold_cost_is_not_what_all_do(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n实施重点项目43个，完成投资64亿元。"
        "其中亿元以上项目27个，完成投资58亿元。"
    )
    found = {c.value_text: c.indicator_id for c in read(text, "2020-10-09")}
    assert found["64"] == "projects_investment" and found["58"] == ""


def test_people_present_aims_counted_and_first_places_are_no_claims(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n160名代表参加会议，15项预期性指标完成，"
        "17个考核项目达标，安全放在第一位。"
    )
    assert read(text, "2020-10-09") == []


def test_a_park_may_have_its_place_in_brackets(read: Claims) -> None:
    text = (
        "云帆（河湾）纺织产业园开工\n本报讯 5月20日，云帆（河湾）纺织产业园在河湾县举行开工仪式。该园区占地1600亩。\n"
        "据云帆集团董事长介绍，该项目占地1600亩。"
    )
    assert {c.area.name for c in read(text, "2024-05-22")} == {"云帆（河湾）纺织产业园"}


def test_a_title_after_is_gives_no_place(read: Claims) -> None:
    text = "河湾县经济开发区是省山海示范园区，规划面积7560亩，企业80家。河湾县经济开发区和省山海示范园区很近。"
    assert "省山海示范园区" not in {c.area.name for c in read(text, "2024-05-22")}


def test_a_town_that_is_not_named_does_not_pass_for_its_city(read: Claims) -> None:
    text = "五年来，我镇引进项目78个。\n全县上下齐心。"
    assert [c.area.name for c in read(text, "2024-05-22")] == ["我镇"]


def test_all_parks_of_our_city_are_those_of_the_whole_city(read: Claims) -> None:
    claims = read("1至6月，我市工业园区实现工业增加值3.8亿元，增长12%。", "2024-08-22")
    assert {c.area.name for c in claims} == {"全市工业园区"}


def test_phases_beside_the_sum_of_all_are_places_of_their_own(read: Claims) -> None:
    text = (
        "河湾纺织产业园开工，河湾纺织产业园占地900亩。\n该园区占地900亩。其中，一期工程占地400亩，可实现年产值30亿元；"
        "二期工程增加产能5000万件。2024年，该项目计划投资5亿元。"
    )
    claims = [
        (c.value_text, c.area.name, c.indicator_id, c.status) for c in read(text, "2024-05-22")
    ]
    assert claims[2:] == [
        ("400", "河湾纺织产业园一期", "land_area", "actual"),
        ("30", "河湾纺织产业园一期", "gross_output", "target"),
        ("5000", "河湾纺织产业园二期", "", "actual"),
        ("5", "河湾纺织产业园", "", "target"),
    ]


def test_the_park_of_a_county_is_named_by_its_county(read: Claims) -> None:
    text = "工业园活力迸发\n去年，县工业园全力攻坚。新签约项目9个。县工业园新增企业8家。"
    assert {c.area.name for c in read(text, "2019-03-05", "修武县")} == {"修武县工业园"}


def test_a_page_is_not_about_a_district_whose_name_is_a_word(read: Claims) -> None:
    text = "2024年1-2月项目情况\n从市区看，项目39个。市区绿化良好，市区道路通畅。"
    assert "市区" not in {c.area.name for c in read(text, "2024-03-10", "") if c.area}


def test_parks_of_one_rank_are_a_group_and_their_count_is_a_claim(
    read: Claims,
) -> None:
    text = (
        "上半年，全省高新区实现营业收入910亿元。其中，8个国家高新区实现营业收入520亿元，"
        "省级高新区实现营业收入390亿元。"
    )
    assert [c.area.name for c in read(text, "2022-08-30", "河南省") if c.area] == [
        "全省高新区",
        "8个国家高新区",
        "省级高新区",
    ]
    counted = read("全省有国家高新区8个、省级高新区15个。", "2022-08-30", "河南省")
    assert {c.area.name for c in counted if c.area} == {"河南省"}


def test_a_park_that_its_page_does_not_name_is_not_the_county(
    read: Claims,
) -> None:
    text = "1—3月份，园区实现工业总产值17.3亿元，完成年任务的23.1%。"
    areas = {c.area.name for c in read(text, "2022-04-11", "温县") if c.area}
    assert areas == {"园区"}
