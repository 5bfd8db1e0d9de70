"""The market's tree and the groups, as pure functions."""

from hypothesis import given
from hypothesis import strategies as st

from clients import rules

# 1 food ── 2 drinks ── 3 beer, 4 tea ; 5 beauty ── 6 skincare
PARENTS = {1: None, 2: 1, 3: 2, 4: 2, 5: None, 6: 5}


def test_below_reaches_every_depth_and_includes_the_roots():
    assert rules.below([2, 5], PARENTS) == {2, 3, 4, 5, 6}


def test_below_of_an_unknown_category_is_nothing():
    assert rules.below([99], PARENTS) == set()


def test_above_names_the_path_from_the_top():
    assert rules.above(3, PARENTS) == [1, 2]
    assert rules.above(1, PARENTS) == []


def test_branch_leaves_out_the_siblings():
    assert rules.branch(3, PARENTS) == {1, 2, 3}
    assert rules.branch(2, PARENTS) == {1, 2, 3, 4}


def test_tied_follows_ties_both_ways_over_any_distance():
    ties = [(1, 2), (3, 2), (3, 4), (7, 8)]
    assert rules.tied(1, ties) == {1, 2, 3, 4}
    assert rules.tied(9, ties) == {9}


def test_reachable_goes_down_only():
    assert rules.reachable(2, [(1, 2), (2, 3), (3, 4), (9, 3)]) == {3, 4}


def test_reachable_in_a_ring_ends_and_holds_itself():
    assert rules.reachable(1, [(1, 2), (2, 1)]) == {1, 2}


@given(st.lists(st.integers(0, 30), max_size=31))
def test_below_and_above_agree_in_any_tree(above):
    parents = {n: (p % n if n else None) for n, p in enumerate(above)}  # each stands below an earlier one
    for one in parents:
        assert rules.below([one], parents) == {n for n in parents if n == one or one in rules.above(n, parents)}


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_being_tied_is_mutual(ties):
    groups = {n: rules.tied(n, ties) for n in range(9)}
    assert all((b in groups[a]) == (a in groups[b]) for a in groups for b in groups)
