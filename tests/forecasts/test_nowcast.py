"""Shares of the year."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from forecasts.nowcast import fraction_of_year, share_of_year, stock_share


def test_fraction_of_year_counts_days():
    assert fraction_of_year(date(2023, 1, 1), date(2023, 12, 31)) == 1.0
    assert fraction_of_year(date(2023, 1, 1), date(2023, 6, 30)) == pytest.approx(181 / 365)


def test_the_share_gets_surer_as_the_year_goes_on():
    ends = [date(2024, m, 28) for m in range(1, 13)]
    shares = [share_of_year("tax", date(2024, 1, 1), end) for end in ends]
    assert np.all(np.diff([s.var for s in shares]) < 0)
    assert np.all(np.diff([s.mean for s in shares]) > 0)


def test_tax_comes_early_and_output_late():
    half = (date(2023, 1, 1), date(2023, 6, 30))
    assert np.exp(share_of_year("tax", *half).mean) > 0.5 > np.exp(share_of_year("gdp", *half).mean)


def test_a_quarter_in_the_middle_is_the_difference_of_two_parts():
    q2 = share_of_year("tax", date(2023, 4, 1), date(2023, 6, 30))
    to_march = share_of_year("tax", date(2023, 1, 1), date(2023, 3, 31))
    to_june = share_of_year("tax", date(2023, 1, 1), date(2023, 6, 30))
    assert np.exp(q2.mean) == pytest.approx(np.exp(to_june.mean) - np.exp(to_march.mean))


def test_own_shares_of_other_years_replace_the_prior_by_degrees():
    period = (date(2024, 1, 1), date(2024, 8, 31))
    prior = share_of_year("tax", *period)
    one = share_of_year("tax", *period, [np.log(0.5)])
    many = share_of_year("tax", *period, [np.log(0.5)] * 8)
    assert prior.mean > one.mean > many.mean > np.log(0.5)
    assert prior.var > one.var > many.var


def test_a_stock_within_the_year_still_has_growth_to_come():
    mid = stock_share(date(2024, 6, 30), growth=0.10)
    assert mid.mean == pytest.approx(-0.05, abs=0.001)
    assert stock_share(date(2024, 12, 31), growth=0.10).var == 0.0
