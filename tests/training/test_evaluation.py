from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from tests.autoencoders.sample import build, digit_images
from tests.training.run import digit_spec
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.errors import TrainingError
from vae_explorer.training import evaluation
from vae_explorer.training.evaluation import EvaluationCancelledError, encode_images, evaluate, to_float


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    return torch.tensor(digit_images()[:700].reshape(700, -1))


def test_that_pixels_become_parts_of_one():
    assert torch.equal(to_float(torch.tensor([0, 255], dtype=torch.uint8)), torch.tensor([0.0, 1.0]))
    everything = torch.arange(256, dtype=torch.uint8)
    torch.testing.assert_close(to_float(everything), everything / 255, rtol=1e-7, atol=0)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_that_a_plain_autoencoders_figures_are_means_over_all_images(images, likelihood):
    model = build(digit_spec("ae", likelihood=likelihood, c=0.1))
    terms = evaluate(model, images)
    x = to_float(images)
    output = model.decode_output(model.encode(x).mu)
    pixels = torch.sigmoid(output)
    if likelihood == "bernoulli":
        density = Independent(Bernoulli(logits=output, validate_args=False), 1).log_prob(x)
    else:
        density = Independent(Normal(pixels, 0.1**0.5), 1).log_prob(x)
    assert terms.reconstruction_nats == pytest.approx(-density.mean().item(), rel=1e-5)
    assert terms.squared_error == pytest.approx((pixels - x).square().sum(dim=1).mean().item(), rel=1e-5)
    assert (terms.kl_nats, terms.prior_nats) == (0, 0)
    assert terms.c == 0.1
    assert terms.total_nats == terms.reconstruction_nats


def test_that_the_regularisers_are_those_of_their_kind(images):
    x = to_float(images)
    prior = build(digit_spec("map"))
    codes = prior.encode(x).mu
    terms = evaluate(prior, images)
    assert terms.prior_nats == pytest.approx(codes.square().sum(dim=1).mean().item() / 2, rel=1e-5)
    assert terms.kl_nats == 0
    vae = build(digit_spec("vae"))
    encoding = vae.encode(x)
    posterior = Independent(Normal(encoding.mu, (encoding.logvar / 2).exp()), 1)
    standard = Independent(Normal(torch.zeros_like(encoding.mu), torch.ones_like(encoding.mu)), 1)
    terms = evaluate(vae, images)
    assert terms.kl_nats == pytest.approx(kl_divergence(posterior, standard).mean().item(), rel=1e-5)
    assert terms.prior_nats == 0
    assert terms.total_nats == terms.reconstruction_nats + terms.kl_nats


def test_that_a_pcas_figures_are_those_of_least_squares(digits, images):
    model = fit_pca(digit_spec("pca", c=0.5), digits.train)
    terms = evaluate(model, images)
    x = to_float(images)
    output = model.decode_output(model.encode(x).mu)
    density = Independent(Normal(output, 0.5**0.5), 1).log_prob(x)
    assert terms.reconstruction_nats == pytest.approx(-density.mean().item(), rel=1e-5)
    assert terms.squared_error == pytest.approx(
        (output.clamp(0, 1) - x).square().sum(dim=1).mean().item(), rel=1e-5
    )


@pytest.mark.parametrize("kind", ["ae", "map", "vae"])
def test_that_measuring_again_gives_the_same_figures_whatever_was_drawn_meanwhile(images, kind):
    model = build(digit_spec(kind))
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first = evaluate(model, images)
    assert torch.equal(torch.rand(3), expected)
    assert evaluate(model, images) == first


def test_that_blocks_do_not_shift_the_figures(images, monkeypatch):
    model = build(digit_spec("vae"))
    plain = build(digit_spec("ae"))
    whole, whole_plain = evaluate(model, images, samples=40), evaluate(plain, images)
    codes = encode_images(model, images)
    once = []
    for size in range(60, 100, 4):
        # Other blocks have other draws.
        monkeypatch.setattr(evaluation, "_BLOCK", size)
        once.append(evaluate(model, images).reconstruction_nats)
    monkeypatch.setattr(evaluation, "_BLOCK", 97)
    parts, parts_plain = evaluate(model, images, samples=40), evaluate(plain, images)
    assert parts_plain.reconstruction_nats == pytest.approx(whole_plain.reconstruction_nats, rel=1e-6)
    assert parts.kl_nats == pytest.approx(whole.kl_nats, rel=1e-6)
    # Of forty draws an image each figure scatters by this, and the difference of two by √2 times as much.
    scatter = np.std(once, ddof=1) / 40**0.5
    assert parts.reconstruction_nats == pytest.approx(whole.reconstruction_nats, abs=3 * 2**0.5 * scatter)
    for one, other in zip(codes, encode_images(model, images), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_that_more_draws_come_closer_to_the_expectation(images):
    model = build(digit_spec("vae"))
    with torch.no_grad():
        # A wide posterior and a steep decoder make the noise matter.
        model.decoder[0].weight.mul_(8)
    few = images[:20]
    truth = evaluate(model, few.repeat(50, 1), samples=20).reconstruction_nats
    one = abs(evaluate(model, few).reconstruction_nats - truth)
    many = abs(evaluate(model, few, samples=400).reconstruction_nats - truth)
    assert many < one


def test_that_codes_come_in_order_read_only_and_in_single_precision(images, monkeypatch):
    monkeypatch.setattr(evaluation, "_BLOCK", 64)
    model = build(digit_spec("vae"))
    mu, logvar = encode_images(model, images)
    encoding = model.encode(to_float(images))
    np.testing.assert_allclose(mu, encoding.mu.detach().numpy(), atol=1e-5)
    np.testing.assert_allclose(logvar, encoding.logvar.detach().numpy(), atol=1e-5)
    for array in (mu, logvar):
        assert array.dtype == np.float32
        assert array.shape == (700, 2)
        assert not array.flags.writeable
    assert encode_images(build(digit_spec("ae")), images)[1] is None


def test_that_measuring_can_be_given_up_between_blocks(images, monkeypatch):
    monkeypatch.setattr(evaluation, "_BLOCK", 100)
    model = build(digit_spec("ae"))
    asked = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) == 3

    for measure in (evaluate, encode_images):
        asked.clear()
        with pytest.raises(EvaluationCancelledError):
            measure(model, images, is_cancelled=is_cancelled)
        assert len(asked) == 3


def greedy(model, limit: int, error: Exception):
    """Make the model's encoder fail for more images than ``limit``."""
    encode = model.encode
    sizes = []

    def limited(images):
        sizes.append(len(images))
        if len(images) > limit:
            raise error
        return encode(images)

    model.encode = limited
    return sizes


@pytest.mark.parametrize(
    "error",
    [torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("MPS backend out of memory")],
    ids=repr,
)
def test_that_a_device_with_little_memory_measures_in_smaller_blocks(images, error):
    model = build(digit_spec("ae"))
    expected = evaluate(model, images)
    codes = encode_images(model, images)[0]
    sizes = greedy(model, 100, error)
    assert evaluate(model, images).reconstruction_nats == pytest.approx(
        expected.reconstruction_nats, rel=1e-6
    )
    np.testing.assert_allclose(encode_images(model, images)[0], codes, atol=1e-6)
    assert max(sizes) == 512
    # Found out once, the size is kept to the end of the split.
    assert sum(size > 100 for size in sizes) <= 2 * 5


def test_that_a_device_without_memory_for_one_image_says_so(images):
    model = build(digit_spec("ae"))
    greedy(model, 0, torch.OutOfMemoryError("CUDA out of memory"))
    with pytest.raises(TrainingError, match="memory is too small"):
        evaluate(model, images)


def test_that_large_images_are_measured_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(evaluation, "_BLOCK_VALUES", 640)
    model = build(digit_spec("ae"))
    sizes = greedy(model, 10**9, RuntimeError())
    evaluate(model, torch.zeros(25, 64, dtype=torch.uint8))
    assert sizes == [10, 10, 5]
