"""What the window tells a person: plain facts, offers and errors, one frozen record each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class NoticeLevel(Enum):
    """How urgent a notice is; the window shows it by icon and words as well as by colour."""

    INFORMATION = "information"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class NoticeAction(Enum):
    """What the button of a notice does."""

    NONE = "none"
    RESUME_RUN = "resume_run"
    FETCH_DATASET = "fetch_dataset"
    SHOW_FILE = "show_file"


@dataclass(frozen=True)
class Notice:
    """One message.

    Attributes
    ----------
    notice_id : int
        Unique within a session; what dismissing names.
    level : NoticeLevel
        Its urgency.
    what : str
        A literal template, in English; the window translates it before filling it in.
    remedy : str
        A literal template: what to do next.
    where : str or None
        The file, folder or parameter concerned.
    values : tuple of (str, object)
        What fills the templates.
    action : NoticeAction
        What its button does.
    argument : str
        What the action needs: a data set's name, a file.
    """

    notice_id: int
    level: NoticeLevel
    what: str
    remedy: str = ""
    where: str | None = None
    values: tuple[tuple[str, object], ...] = ()
    action: NoticeAction = NoticeAction.NONE
    argument: str = ""
