"""Two columns hold a whole number of any size."""

import pytest

from core.halves import halves, whole


@pytest.mark.parametrize(
    ("value", "both"),
    [
        pytest.param(0, (0, 0), id="không"),
        pytest.param(10**9 - 1, (0, 10**9 - 1), id="vừa một nửa"),
        pytest.param(10**9, (1, 0), id="đầy một nửa"),
        pytest.param(-(10**9) - 7, (-1, -7), id="số âm mang dấu ở cả hai nửa"),
        pytest.param(2 * 10**19, (2 * 10**10, 0), id="quá 64 bit"),
    ],
)
def test_halves_make_the_whole(value, both):
    assert halves(value) == both
    assert whole(*both) == value
