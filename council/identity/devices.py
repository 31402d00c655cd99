"""What kind of device a session runs on, in words that its owner recognises."""

from __future__ import annotations

from council.i18n import gettext as _


def device(agent: str) -> str:
    """A few words from the User-Agent; never the whole line, which says nothing to people."""
    words = [_machine(agent)]
    if "MicroMessenger" in agent:
        words.append(_("微信"))
    return " · ".join(words)


def _machine(agent: str) -> str:
    if "iPhone" in agent:
        return _("苹果手机")
    if "iPad" in agent:
        return _("平板")
    if "Android" in agent:
        return _("安卓手机") if "Mobile" in agent else _("平板")
    if any(word in agent for word in ("Windows", "Macintosh", "X11")):
        return _("电脑")
    return _("其他设备")
