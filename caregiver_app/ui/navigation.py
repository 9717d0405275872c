"""The pages of the window, in the order of the side bar. Adding a page is one line here and one folder in ui/pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from caregiver_app.domain.words import N_
from caregiver_app.ui.surroundings import Page, Surroundings


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its permanent name, its title, its icon, how to make it, and whether the side bar lists it."""

    name: str
    title: str
    icon: str
    make: Callable[[Surroundings], Page]
    is_listed: bool = True


def _today(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.today.page import TodayPage

    return TodayPage(around)


def _check_in(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.check_in.page import CheckInPage

    return CheckInPage(around)


def _diary(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.diary.page import DiaryPage

    return DiaryPage(around)


def _flags(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.flags.page import FlagsPage

    return FlagsPage(around)


def _clips(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.clips.page import ClipsPage

    return ClipsPage(around)


def _own_clips(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.own_clips.page import OwnClipsPage

    return OwnClipsPage(around)


def _crisis(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.crisis.page import CrisisPage

    return CrisisPage(around)


def _plan(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.plan.page import PlanPage

    return PlanPage(around)


def _about(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.about.page import AboutPage

    return AboutPage(around)


def _circle(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.circle.page import CirclePage

    return CirclePage(around)


def _computer(around: Surroundings) -> Page:
    from caregiver_app.ui.pages.computer.page import ComputerPage

    return ComputerPage(around)


# The pages are imported when they are first made, so that the lock screen is painted before they are read.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", N_("Today"), "sun", _today),
    PageEntry("check_in", N_("Check-in"), "pencil", _check_in, is_listed=False),
    PageEntry("diary", N_("Diary"), "diary", _diary),
    PageEntry("flags", N_("What asks for attention"), "bell", _flags, is_listed=False),
    PageEntry("clips", N_("How-to clips"), "clip", _clips),
    PageEntry("own_clips", N_("Your hospice's own clips"), "clip", _own_clips, is_listed=False),
    PageEntry("plan", N_("Plan and wishes"), "plan", _plan),
    PageEntry("about", N_("About the person"), "person", _about),
    PageEntry("crisis", N_("Crisis plan"), "phone", _crisis, is_listed=False),
    PageEntry("circle", N_("Care circle"), "people", _circle),
    PageEntry("computer", N_("This computer"), "gear", _computer),
)


def entry(name: str) -> PageEntry:
    """The page with this name. Raises KeyError."""
    found = next((p for p in PAGES if p.name == name), None)
    if found is None:
        raise KeyError(name)
    return found
