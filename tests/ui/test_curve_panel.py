from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from tests.ui.sample import RUNNING, history, map_state
from vae_explorer.state.training_state import TrainingSettings, TrainingState
from vae_explorer.ui.curve_legend import LineSample
from vae_explorer.ui.curve_panel import CurvePanel
from vae_explorer.ui.theme import DARK, LIGHT

IDLE = TrainingState()


@pytest.fixture
def panel(qtbot) -> CurvePanel:
    made = CurvePanel(DARK)
    qtbot.addWidget(made)
    made.resize(1100, 200)
    made.header.resize(1100, 30)
    made.show()
    return made


@pytest.fixture
def plot(panel, qtbot):
    maps = (map_state(0, "ae"), map_state(1, "vae"))
    panel.show_history(maps, IDLE)
    panel.build_plot()
    made = panel.findChild(object, "curve_plot")
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.width() > 400)
    return made


def legend(panel) -> dict[str, str]:
    """Return what the legend says: value by name."""
    found = {}
    for position in range(12):
        name = panel.findChild(QLabel, f"curve_name_{position}")
        value = panel.findChild(QLabel, f"curve_value_{position}")
        if name is not None and value is not None:
            found[name.text()] = value.text()
    return found


def words(panel) -> str:
    return panel.findChild(QLabel, "curve_empty").text()


def place_of(plot, epoch: float) -> QPoint:
    """Return where in the plot an epoch lies."""
    view = plot.getPlotItem().getViewBox()
    (x_min, x_max), (y_min, y_max) = view.viewRange()
    assert x_min <= epoch <= x_max
    return plot.mapFromScene(view.mapViewToScene(QPointF(epoch, (y_min + y_max) / 2)))


def test_that_the_legend_reads_out_the_newest_values(panel, plot):
    assert legend(panel) == {
        "AE reconstruction (test)": "133.5",
        "VAE reconstruction (test)": "133.5",
        "VAE reconstruction + KL (test)": "140.0",
        "dotted: while training": "",
    }


def test_that_pointing_at_an_epoch_reads_out_its_values(qtbot, panel, plot):
    qtbot.mouseMove(plot.viewport(), place_of(plot, 7.2))
    expected = history("ae", 7)[-1].test.reconstruction_nats
    qtbot.waitUntil(lambda: legend(panel)["AE reconstruction (test)"] == f"{expected:.1f}")
    assert "epoch 7" in panel.findChild(QLabel, "curve_unit").text()
    qtbot.mouseMove(plot.viewport(), QPoint(2, plot.height() - 2))
    qtbot.waitUntil(lambda: legend(panel)["AE reconstruction (test)"] == "133.5")


def test_that_the_arrow_keys_read_out_epochs(qtbot, panel, plot):
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert "epoch 19" in panel.findChild(QLabel, "curve_unit").text()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert "epoch 20" in panel.findChild(QLabel, "curve_unit").text()


def test_that_the_axes_stay_still_while_epochs_arrive(panel, plot):
    panel.show_history((map_state(0, "ae", history=history("ae", 15)),), RUNNING)
    before = plot.getPlotItem().getViewBox().viewRange()
    panel.show_history((map_state(0, "ae", history=history("ae", 16)),), RUNNING)
    assert plot.getPlotItem().getViewBox().viewRange() == before
    assert before[0][1] > 30


@pytest.mark.parametrize("count", [1, 2, 3, 30, 1000])
def test_that_epochs_are_marked_whole_and_not_crowded(panel, plot, count):
    panel.show_history((map_state(0, "ae", history=history("ae", count)),), IDLE)
    ticks = [place for place, _ in plot.getAxis("bottom")._tickLevels[0]]
    assert ticks[0] == 1
    assert all(float(tick).is_integer() for tick in ticks)
    assert len(ticks) <= 23


def test_that_a_closed_form_model_is_a_level_line_on_its_own_scale_only(panel, plot):
    maps = (map_state(0, "pca", history=history("pca", 1, end=-400.0)), map_state(1, "vae"))
    panel.show_history(maps, IDLE)
    assert "PCA reconstruction (other likelihood)" in legend(panel)
    low, _ = plot.getPlotItem().getViewBox().viewRange()[1]
    assert low > 0
    panel.show_history(maps[:1], IDLE)
    assert "PCA reconstruction (test)" in legend(panel)


def test_that_the_dotted_curves_row_has_its_line_whichever_model_comes_first(panel, plot, qtbot):
    maps = (map_state(0, "pca", history=history("pca", 1, end=-400.0)), map_state(1, "ae"))
    panel.resize(1100, 400)
    panel.show_history(maps, IDLE)
    names = list(legend(panel))
    name = panel.findChild(QLabel, f"curve_name_{names.index('dotted: while training')}")

    def has_line() -> bool:
        lines = [line.geometry() for line in panel.findChildren(LineSample) if line.isVisible()]
        return any(abs(line.center().y() - name.geometry().center().y()) < 5 for line in lines)

    qtbot.waitUntil(has_line)


def test_that_the_legend_keeps_its_rows_and_writes_them_anew(panel, plot):
    before = panel.findChild(QLabel, "curve_name_0")
    panel.show_history((map_state(0, "vae"),), IDLE)
    assert panel.findChild(QLabel, "curve_name_0") is before
    assert before.text() == "VAE reconstruction (test)"
    assert len(legend(panel)) == 3


def test_that_an_empty_panel_says_what_to_do(panel, plot):
    untrained = (map_state(0, "ae", history=()),)
    panel.show_history(untrained, IDLE)
    assert words(panel) == "Press Train to watch the codes move and the error fall."
    assert not plot.isVisible()
    panel.show_history(untrained, RUNNING)
    assert words(panel) == "The curves begin with the first finished epoch."
    panel.show_history((map_state(0, "ae"),), RUNNING)
    assert plot.isVisible()


def test_that_the_balance_in_force_is_shown(panel, plot):
    maps = (map_state(0, "ae"), map_state(1, "vae"))
    panel.show_balance(maps, TrainingSettings(c=0.05), IDLE)
    assert panel.findChild(QLabel, "curve_c").text() == "0.05 = β"
    panel.show_balance(maps[:1], TrainingSettings(), IDLE)
    assert not panel.findChild(QWidget, "balance_knob").isVisibleTo(panel.header)


def test_that_no_menu_of_the_plot_library_is_ever_seen(qtbot, panel, plot):
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=plot.viewport().rect().center())
    assert not [menu for menu in panel.findChildren(QMenu) if menu.isVisible()]


def test_that_the_wheel_leaves_the_axes_alone(panel, plot):
    assert plot.getPlotItem().getViewBox().mouseEnabled() == [False, False]


def test_that_two_models_of_one_kind_have_lines_of_their_own(panel, plot):
    maps = (map_state(0, "vae"), map_state(1, "vae", title="other"))
    panel.show_history(maps, IDLE)
    pens = {curve.opts["pen"].color().name() for curve in plot._curves}
    assert len(pens) == 2
    assert "other reconstruction (test)" in legend(panel)


def test_that_the_theme_can_change(panel, plot):
    panel.set_theme(LIGHT)
    assert plot.backgroundBrush().color().name() == LIGHT.card
    pens = {curve.opts["pen"].color().name() for curve in plot._curves}
    assert pens == {LIGHT.ae, LIGHT.vae}


def test_that_another_title_renames_the_curves(panel, plot):
    state = map_state(0, "ae")
    panel.show_history((replace(state, title="mine"),), IDLE)
    assert "mine reconstruction (test)" in legend(panel)
