from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.data.own_picture import fit_picture, ground_level

MNIST_LIKE = (28, 28, 1)


def stroke(value: int = 255, ground: int = 0, channels: int = 1) -> np.ndarray:
    """Return a bar in the lower left of a large canvas."""
    picture = np.full((280, 280, channels), ground, np.uint8)
    picture[180:260, 30:60] = value
    return picture


def mass_centre(image: np.ndarray) -> tuple[float, float]:
    mass = image[..., 0].astype(float)
    mass /= mass.sum()
    rows, columns = (np.arange(side) + 0.5 for side in mass.shape)
    return float(mass.sum(axis=1) @ rows), float(mass.sum(axis=0) @ columns)


def test_that_a_drawing_is_fitted_and_centred_by_its_mass_as_mnist_was() -> None:
    fitted = fit_picture(stroke(), MNIST_LIKE, ground=0)
    assert fitted.image.shape == MNIST_LIKE
    assert not fitted.image.flags.writeable
    assert mass_centre(fitted.image) == pytest.approx((14, 14), abs=0.5)
    rows = np.flatnonzero(fitted.image[..., 0].max(axis=1) > 24)
    assert len(rows) == 20


def test_that_a_crooked_drawing_is_centred_by_mass_and_not_by_its_box() -> None:
    picture = stroke()
    picture[250:260, 60:110] = 255
    fitted = fit_picture(picture, MNIST_LIKE, ground=0)
    assert mass_centre(fitted.image) == pytest.approx((14, 14), abs=0.6)
    columns = np.flatnonzero(fitted.image[..., 0].max(axis=0) > 24)
    assert abs((columns[0] + columns[-1] + 1) / 2 - 14) > 0.6


def test_that_a_drawing_stays_where_it_is_when_that_is_asked_for() -> None:
    fitted = fit_picture(stroke(), MNIST_LIKE, ground=0, is_centred=False)
    assert mass_centre(fitted.image) == pytest.approx((22, 4.5), abs=0.2)


def test_that_ink_on_paper_is_inverted_for_data_on_a_dark_ground() -> None:
    fitted = fit_picture(stroke(value=0, ground=255), MNIST_LIKE, ground=3)
    assert fitted.is_inverted
    same = fit_picture(stroke(), MNIST_LIKE, ground=3)
    assert not same.is_inverted
    assert np.array_equal(fitted.image, same.image)


def test_that_data_on_a_light_ground_get_a_light_ground() -> None:
    fitted = fit_picture(stroke(), MNIST_LIKE, ground=250)
    assert fitted.is_inverted
    assert fitted.image[0, 0, 0] == 255
    assert fitted.image.min() < 60


def test_that_a_wish_about_polarity_counts_more_than_the_guess() -> None:
    assert fit_picture(stroke(), MNIST_LIKE, ground=0, is_inverted=True).image[0, 0, 0] == 255
    assert not fit_picture(stroke(0, 255), MNIST_LIKE, ground=0, is_inverted=False).is_inverted


def test_that_colours_are_kept_where_the_data_have_colours_and_become_grey_where_not() -> None:
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[..., 0] = 200
    red = fit_picture(picture, (8, 12, 3), ground=0)
    assert red.image.shape == (8, 12, 3)
    assert red.image[4, 6].tolist() == [200, 0, 0]
    assert not red.is_inverted
    grey = fit_picture(picture, (8, 12, 1), ground=0, is_inverted=False)
    assert grey.image[4, 6, 0] == round(0.299 * 200)
    assert fit_picture(stroke(), (8, 8, 3), ground=0).image.shape == (8, 8, 3)


def test_that_a_bare_canvas_is_said_to_be_empty() -> None:
    fitted = fit_picture(np.zeros((280, 280, 1), np.uint8), MNIST_LIKE, ground=0)
    assert fitted.is_empty
    assert not fit_picture(stroke(), MNIST_LIKE, ground=0).is_empty


def test_that_the_ground_is_read_from_the_edge() -> None:
    images = np.full((3, 6, 5, 1), 90, np.uint8)
    images[:, 1:-1, 1:-1] = 255
    assert ground_level(images) == pytest.approx(90)
