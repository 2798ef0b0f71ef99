"""Which area or indicator a person means."""

import pytest

from warehouse.errors import UsageError
from warehouse.resolve import Catalogue, Named


@pytest.fixture
def areas():
    catalogue = Catalogue("area")
    catalogue.add(Named("jiefang", "解放区", "Jiefang"))
    catalogue.add(Named("shanyang", "山阳区", "Shanyang"))
    catalogue.add(Named("tengyun_park", "腾云数字经济产业园", "Tengyun Park"))
    catalogue.add_alias("全区", "jiefang")
    catalogue.add_alias("全区", "shanyang")
    catalogue.add_alias("腾云", "tengyun_park")
    return catalogue


@pytest.mark.parametrize("given", ["tengyun_park", "腾云", "tengyun park", " TENGYUN  park "])
def test_by_id_name_and_alias(areas, given):
    assert areas.find(given).id == "tengyun_park"


def test_a_name_of_several_is_asked_back(areas):
    with pytest.raises(UsageError, match="stands for several") as caught:
        areas.find("全区")
    assert "jiefang (解放区), shanyang (山阳区)" in caught.value.problem


def test_a_slip_gets_a_suggestion(areas):
    with pytest.raises(UsageError) as caught:
        areas.find("腾云产业园")
    assert "Did you mean tengyun_park (腾云数字经济产业园)" in caught.value.next_step


def test_nonsense_gets_none(areas):
    with pytest.raises(UsageError) as caught:
        areas.find("zzzz")
    assert "Did you mean" not in caught.value.next_step
    assert "`zhibiao show areas`" in caught.value.next_step
