# ruff: noqa: E501  (Chinese characters count as two columns)
"""Pages on parks and development zones: which park, which group of them, or whose phase a figure is of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → area of each claim, in order; the page is about 许昌市, published on 2024-03-20
CASES = {
    "zones of one rank, then all of them again": (
        "全市高新区去年实现营业收入800亿元。其中,国家级高新区500亿元,省级高新区300亿元。\n"
        "全市高新区新增企业20家,其中国家级高新区新增12家。工业投资60亿元。\n全市高新区税收9亿元。",
        [
            "全市高新区",
            "国家级高新区",
            "省级高新区",
            "全市高新区",
            "国家级高新区",
            "全市高新区",
            "全市高新区",
        ],
    ),
    "a page on all parks, whose growth is told before the figure": (
        "一季度,全市工业园区经济平稳上扬,实现工业增加值43亿元。园区统计的310家企业全部盈利。",
        ["全市工业园区", "全市工业园区"],
    ),
    "parks counted, then what they have": (
        "我市现有产业集聚区9个,规划总面积120平方公里。\n全市产业集聚区完成投资50亿元。\n全市产业集聚区税收6亿元。\n全市产业集聚区用工3万人。",
        ["许昌市", "全市产业集聚区", "全市产业集聚区", "全市产业集聚区", "全市产业集聚区"],
    ),
    "the city's own indicator on a page on its parks": (
        "全市产业集聚区完成投资50亿元。在产业集聚区带动下,全市工业投资大幅增长,增速达到21%。\n全市产业集聚区税收6亿元。\n全市产业集聚区用工3万人。",
        ["全市产业集聚区", "许昌市", "全市产业集聚区", "全市产业集聚区"],
    ),
    "one zone among the parks of a group": (
        "“一区三园”共完成税收6亿元。其中经济开发区实现税收4亿元,占“一区三园”总量的66%。去年“一区三园”实施项目30个。",
        ["一区三园", "许昌经济开发区", "许昌经济开发区", "一区三园"],
    ),
    "the official name of a zone, with its province and city": (
        "河南禹州经济开发区占地20平方公里。开发区入驻企业120家。",
        ["河南禹州经济开发区", "河南禹州经济开发区"],
    ),
    "a verb before a park's name is no part of it": (
        "省政府批复同意青禾工业园区扩区。青禾工业园区现有企业120家。\n园区税收3亿元。青禾工业园区用工2万人。",
        ["青禾工业园区", "青禾工业园区", "青禾工业园区"],
    ),
    "what an overview begins with is what it is about, however often its city is named": (
        "青湾工业园于1996年3月经市政府批准设立,面积88平方公里。\n"
        "2012年,园区财政收入18亿元,增长10.7%。\n目前,园区在许昌市领先,许昌市的企业多在此。\n园区用工6万人。",
        ["青湾工业园", "青湾工业园", "青湾工业园", "青湾工业园"],
    ),
    "a park of high technology, as its title has it": (
        "青湾高科技园区\n河南青湾高科技园区成立于1999年,规划面积25平方公里。园区企业1650家。",
        ["青湾高科技园区", "青湾高科技园区"],
    ),
    "a zone whose own account begins below a heading": (
        "总体发展情况\n2023年,长葛高新区坚持稳中求进,全区发展取得新成效。\n"
        "2023年实现地区生产总值163亿元,增长4.4%;一般公共预算收入13亿元,增长5%;规上工业增加值增长3%;固定资产投资增长2%;社会消费品零售总额增长6%。",
        ["长葛高新区"] * 7,
    ),
    "parks counted before what they have together": (
        "到2012年底,河南60个产业集聚区完成投资突破2000亿元,工业营业收入达到4700亿元。",
        ["60个产业集聚区", "60个产业集聚区"],
    ),
    "a zone that the page begins with after the time": (
        "上半年经开区工业增速全市第一\n上半年,经开区工业增加值增长23.5%。\n三大产业产值增长31.9%。",
        ["许昌经开区", "许昌经开区", "许昌经开区"],
    ),
    "a park that is never named without its county": (
        "鄢陵县健康农业科技产业园总投资3亿元。园区入驻企业20家。",
        ["鄢陵县健康农业科技产业园", "鄢陵县健康农业科技产业园"],
    ),
    "a park that is named without its city more often": (
        "记者在禹州云湖工业园区看到,施工正忙。云湖工业园区占地300亩。云湖工业园税收2亿元。",
        ["云湖工业园区", "云湖工业园区"],
    ),
    "parks of a rank are told by their city": (
        "科技部公布第五批国家农业科技园区名单。长葛国家农业科技园区位于后河镇,核心区面积5万亩,已完成投资8亿元。",
        ["长葛国家农业科技园区", "长葛国家农业科技园区"],
    ),
    "the town where a park lies is not in its name": (
        "青禾镇小洲村云帆果蔬科技园项目建设现场一片忙碌。据了解,该项目占地260亩。",
        ["云帆果蔬科技园"],
    ),
    "a park as a project": (
        "总投资50亿元的云帆兴龙产业园项目建设顺利,该项目2月开工,总占地面积900亩。",
        ["云帆兴龙产业园", "云帆兴龙产业园"],
    ),
    "a phase of which several things are told, then the whole": (
        "云帆数码产业园总投资10亿元,其中一期投资3亿元,占地面积100亩。项目建成后,年产值可达20亿元。",
        ["云帆数码产业园", "云帆数码产业园一期", "云帆数码产业园一期", "云帆数码产业园"],
    ),
    "one figure of a phase tells of the park": (
        "云帆数码产业园总投资10亿元,占地900亩。一期计划投资3亿元。",
        ["云帆数码产业园", "云帆数码产业园", "云帆数码产业园"],
    ),
    "what a park is said to be, then what it has": (
        "许昌全力推进园区建设。据了解,云帆数码产业园是全市重点项目,核心区面积5平方公里。",
        ["云帆数码产业园"],
    ),
    "parks named and counted are a group": (
        "上半年石梁、云湖两个工业园区共开工项目80项,总投资40亿元。其中:石梁工业园区总投资30亿元。",
        ["石梁、云湖两个工业园区", "石梁、云湖两个工业园区", "石梁工业园区"],
    ),
    "county zones of a province, not the zones that they are compared with": (
        "县域开发区税收60亿元,占全省开发区的49%。县域开发区进出口9亿美元。2023年,12家县域开发区实现税收70亿元,高于全省开发区。\n县域开发区发展快。用工3万人。",
        ["县域开发区", "县域开发区", "县域开发区", "12家县域开发区", "县域开发区"],
    ),
    "another city and its county as the place of a zone": (
        "嵩岭经济开发区设在洛阳市嵩县,规划面积7平方公里。",
        ["嵩岭经济开发区"],
    ),
    "a park of general words with its city": (
        "许昌市现代综合物流园位于建安区,总投资5亿元。项目建成后,引进企业80家。",
        ["许昌市现代综合物流园", "许昌市现代综合物流园"],
    ),
    "the country that a sentence counts all zones of": (
        "云湖高新区是省级高新区。截至去年,全国共有国家级高新区110家。云湖高新区税收3亿元。",
        ["中国", "云湖高新区"],
    ),
    "things that a park has built are no parks": (
        "云帆农业科技园占地1万亩。云帆农业科技园去年建成接待中心400亩、智能温室200亩、花木产业示范园500亩。",
        ["云帆农业科技园"] * 4,
    ),
    "the park named last, where the page is about another": (
        "云帆农业园拥有6000亩种植基地。云帆农业园常年开放。\n建安现代农业园区建成蔬菜大棚500亩。\n2017年园区总产值4亿元。",
        ["云帆农业园", "建安现代农业园区", "建安现代农业园区"],
    ),
    "standardised parks are none": (
        "全区建设标准化现代农业产业园区160处。投资12亿元建设规模化、标准化现代农业产业园区。",
        ["许昌市", "许昌市"],
    ),
    "a zone that its city's page begins with as the one that acts": (
        "2023年,面对复杂形势,高新区按照全市部署推进项目。\n一、运行平稳。全年实现营业收入700亿元。",
        ["许昌高新区"],
    ),
    "a park without a name, as a county's page begins": (
        "工业园区位于县城东部,规划面积20平方公里,形成了“一园三区”的格局。截至目前,园区入驻企业190家。",
        ["许昌市工业园区", "许昌市工业园区"],
    ),
    "one of the parts of a zone": (
        "许昌先进制造业开发区规划面积20平方公里。许昌先进制造业开发区税收7亿元。其中产业集聚区税收5亿元。",
        ["许昌先进制造业开发区", "许昌先进制造业开发区", "许昌产业集聚区"],
    ),
    "a place whose form is a common word": (
        "本报讯 记者从云帆临空经济区获悉,今年上半年,云帆临空经济区实现产值80亿元。云帆临空经济区占地900亩。",
        ["云帆临空经济区", "云帆临空经济区"],
    ),
    "a centre that comes back, and centres that are none": (
        "云帆科创中心占地90亩。去年,云帆科创中心完成投资3亿元。全市建成政务服务中心9个。",
        ["云帆科创中心", "云帆科创中心", "许昌市"],
    ),
    "a name within a name": (
        "云帆工业园区园区概况\n云帆工业园区位于城东。园区入驻企业60家。",
        ["云帆工业园区"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_area(read: Claims, name: str) -> None:
    text, areas = CASES[name]
    claims = read(text, "2024-03-20", "许昌市")
    assert [c.area.name for c in claims] == areas


def test_zones_of_the_country(read: Claims) -> None:
    claims = read(
        "国家级经济技术开发区考核结果公布\n2022年,国家级经开区实现地区生产总值14万亿元,占国内生产总值的比重为12%。"
        "截至2022年末,国家级经开区拥有高新技术企业6.5万家。国家级经开区实际使用外资432亿美元。\n一是开放。实现进出口总额10.3万亿元。",
        "2023-12-28",
        "全国",
    )
    assert [c.area.name for c in claims] == ["国家级经开区"] * 5


def test_what_a_park_has_is_of_the_day_of_writing(read: Claims) -> None:
    text = "2011年,云湖工业园区完成产值29亿元。\n园区规划面积5平方公里。目前,园区入园企业共有190家,其中租地企业8家。"
    claims = {c.value_text: c.period for c in read(text, "2012", "许昌市")}
    assert claims == {"29": "2011", "5": "2012", "190": "2012", "8": "2012"}


def test_what_was_newly_signed_is_of_the_months_under_report(read: Claims) -> None:
    text = "1—5月,云湖高新区完成工业投资34亿元,增长6%。四是后劲强劲。招商引资新签约工业项目12个。云湖高新区占地9平方公里。"
    claims = {c.value_text: c.period for c in read(text, "2017-06-22", "许昌市")}
    assert claims["12"] == "2017-01/2017-05"
    assert claims["9"] == "2017-06-22"


@pytest.mark.parametrize(
    "text",
    [
        "2006年云湖工业园区获批,成为全省35个省级园区之一。",
        "云湖工业园区成为全省15个示范园中唯一获奖的园区。",
        "云湖工业园区围绕“决战园区,三年翻两番,五年创一流”的奋斗目标真抓实干。",
    ],
)
def test_wordings_are_no_claims(read: Claims, text: str) -> None:
    assert read(text, "2012-05-01", "许昌市") == []


def test_sums_of_projects_newly_begun_are_of_their_months(read: Claims) -> None:
    text = "上半年,云湖工业园区共开工建设项目80项,总投资40亿元。其中:石梁园开工建设项目20项,总投资9亿元。"
    claims = {c.value_text: c.period for c in read(text, "2015-08-05", "许昌市")}
    assert claims["40"] == claims["9"] == "2015-01/2015-06"


def test_a_capacity_in_the_name_of_a_project_is_no_claim(read: Claims) -> None:
    text = "园区另一侧,总投资12亿元的云帆车桥300万套扩能项目正在建设。收入每提高1个百分点,可带动税收提高0.5个百分点。"
    assert [c.value_text for c in read(text, "2016-04-08", "许昌市")] == ["12"]


def test_first_and_second_mentions_of_one_phase_are_counted_together(read: Claims) -> None:
    text = "“云帆材料产业园一期已完成8万平方米厂房,首期两条生产线明年建成。”云帆材料产业园总投资120亿元。"
    claims = {c.value_text: c.area.name for c in read(text, "2016-07-26", "许昌市")}
    assert claims["8"] == "云帆材料产业园一期"
    assert claims["120"] == "云帆材料产业园"
