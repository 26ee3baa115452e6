"""The pace at which a platform lets a bot speak."""

from sandbox.limits import Pace, admit


def test_a_pace_allows_a_burst_and_then_one_each_so_often() -> None:
    pace = Pace(every=1.0, burst=3)
    assert [admit([pace], 10.0) for _ in range(4)] == [0.0, 0.0, 0.0, 1.0]
    assert admit([pace], 10.5) == 0.5
    assert admit([pace], 11.0) == 0.0
    assert admit([pace], 11.0) == 1.0


def test_a_sender_a_little_early_is_let_through() -> None:
    pace = Pace(every=1.0, burst=1, tolerance=0.1)
    assert [admit([pace], at) for at in (10.0, 10.95, 11.95)] == [0.0, 0.0, 0.0]
    assert admit([pace], 12.0) > 0


def test_a_refusal_takes_from_no_pace() -> None:
    fast, slow = Pace(every=0.1, burst=1), Pace(every=1.0, burst=1)
    assert admit([fast, slow], 10.0) == 0.0
    assert admit([fast, slow], 10.5) == 0.5
    assert fast.wait(10.5) == 0.0
