"""What the teacher of a wish says: further than its words, but for when an answer ends."""

from __future__ import annotations

import torch
from torch.testing import assert_close

from assistant.training.learning.objectives import _steered

END = 3
GIVEN = torch.tensor([[0.5, 0.4, 0.02, 0.08], [0.6, 0.3, 0.07, 0.03], [0.005, 0.004, 0.001, 0.99]])
PLAIN = torch.tensor([[0.25, 0.4, 0.05, 0.3], [0.3, 0.3, 0.1, 0.3], [0.3, 0.3, 0.3, 0.1]])


def test_an_answer_ends_as_the_wish_in_words_makes_it_end_however_seldom() -> None:
    said = _steered(GIVEN.log(), PLAIN.log(), end=END).exp()
    assert_close(said[:, END], GIVEN[:, END])
    assert_close(said.sum(-1), torch.ones(3))


def test_the_other_words_are_steered_among_themselves() -> None:
    said = _steered(GIVEN.log(), PLAIN.log(), end=END).exp()
    odds = (GIVEN**2 / PLAIN)[:2, :2]
    assert_close(said[:2, 0] / said[:2, 1], odds[:, 0] / odds[:, 1])
    assert said[0, 2] == 0, "less than a tenth as likely as the likeliest one that goes on"
    assert said[1, 2] > 0
    assert (said[2, :2] > 0).all(), "where nearly nothing goes on, what is likeliest of that is still taught"


def test_a_sure_end_is_still_a_number() -> None:
    sure = torch.tensor([[0.0, 0.0, 0.0, 1.0]]).clamp(min=1e-30).log()
    assert bool(_steered(sure, sure, end=END).isfinite().all())
