"""How sharing, roles and devices are said in words that a tired person understands."""

from __future__ import annotations

from collections.abc import Sequence

from caregiver_app.domain.people import Device, Member, Role, SyncPhase, SyncState
from caregiver_app.domain.time import Instant
from caregiver_app.services.sharing import DEVICE_COPIED, NEEDS_INVITATION, NONSENSE, ROSTER_PARTED
from caregiver_app.text import Texts


def role_words(t: Texts, member: Member) -> str:
    """What a member is to the others, in one short line: title, "you", and what they may do."""
    is_me = any(device.is_me for device in member.devices)
    said = [member.title] if member.title else []
    if is_me:
        said.append(t("you"))
    may = {
        Role.ADMIN: t("can add people"),
        Role.STAFF: t("says they are staff"),
        Role.FAMILY: t("family"),
        Role.OBSERVER: t("can only read"),
    }
    if member.role in may:
        said.append(may[member.role])
    return " · ".join(said)


def device_words(t: Texts, member: Member, device: Device, now: Instant) -> tuple[str, str]:
    """The name of a computer, and when it was last heard from."""
    owner = t("{name}’s computer", name=t.name(member.name)) if member.name else t("A computer")
    name = t("This computer") if device.is_me else device.name or owner
    if device.is_me:
        return name, t("now")
    return name, t.when(device.last_seen, now) if device.last_seen is not None else t("not heard from yet")


def counted(t: Texts, members: Sequence[Member]) -> str:
    """How many people and computers there are."""
    people = t.plural("{n} person", "{n} people", len(members))
    computers = t.plural("{n} computer", "{n} computers", sum(len(m.devices) for m in members))
    return t("{people}, {computers}", people=people, computers=computers)


def sharing_line(t: Texts, sync: SyncState, waiting: int, now: Instant) -> str:
    """How sharing stands, in one or two sentences."""
    if sync.phase is SyncPhase.NO_RELAY:
        return t("Everything is saved on this computer. It is not shared with other computers yet.")
    waits = (
        t.plural("{n} entry waits here.", "{n} entries wait here.", waiting)
        if waiting
        else t("Everything you wrote is shared.")
    )
    if sync.last_shared is None:
        return waits
    return f"{waits} {t('Last shared: {when}.', when=t.when(sync.last_shared, now))}"


def trouble_words(t: Texts, code: str) -> tuple[str, str]:
    """What went wrong with sharing and what to do; nothing that was saved is ever lost by it."""
    known = {
        NEEDS_INVITATION: (
            t("This computer is new to the circle."),
            t("Ask who can add people for a code, and type it here. What you write meanwhile is saved and waits."),
        ),
        DEVICE_COPIED: (
            t("This computer's files are a copy."),
            t("Two computers use the same keys, so sharing has stopped. Ask who can add people for a new code."),
        ),
        ROSTER_PARTED: (
            t("The relay shows different circles to different people."),
            t("Nothing of it was kept. Please call each other, and ask who looks after the relay."),
        ),
        NONSENSE: (
            t("The relay gave an answer that makes no sense."),
            t("Nothing of it was kept. Everything is saved here and waits."),
        ),
        "invitation_needed": (
            t("The relay does not make room for your circle yet."),
            t("Ask who looks after the relay for an access code, and type it below the address."),
        ),
        "space_full": (
            t("The relay has no more room for your circle."),
            t("Everything is saved here. Ask who looks after the relay."),
        ),
    }
    share = known["space_full"]
    return {**known, "share_full": share, "relay_full": share}.get(
        code,
        (
            t("Sharing has a problem."),
            t("Everything is saved here and waits. The program tries again by itself."),
        ),
    )


def skew_words(t: Texts, skew_s: int) -> tuple[str, str]:
    """The clock of this computer is wrong by more than two minutes."""
    minutes = max(2, round(abs(skew_s) / 60))
    hours = round(minutes / 60)
    by = t.plural("{n} minute", "{n} minutes", minutes) if minutes < 100 else t.plural("{n} hour", "{n} hours", hours)
    title = (
        t("The clock of this computer is {time} behind.", time=by)
        if skew_s > 0
        else t("The clock of this computer is {time} ahead.", time=by)
    )
    return title, t("Please set it right. Your entries are all kept, but their times may be wrong.")
