"""What people agree to (IDP-6): one text per purpose, in both languages, with its version.

A changed text is a new version, added at the end: what somebody agreed to stays readable.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words in force for one purpose; whoever agrees, agrees to both languages."""

    purpose: str
    version: int
    title: str
    title_en: str
    text: str
    text_en: str

    @property
    def sha256(self) -> str:
        """Of everything that was shown, in hex: stands beside each consent."""
        parts = (
            self.purpose,
            str(self.version),
            self.title,
            self.title_en,
            self.text,
            self.text_en,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


TEXTS = (
    ConsentText(
        "contact_sms",
        1,
        "用短信联系我",
        "Text me",
        "社区可以用短信把会议通知、表决提醒和办理结果发到我在名册上的手机号。手机号不给别人，不用于别的事。"
        "不同意也能参加会议和表决，通知会贴在公告栏，也可以送到家里。随时可以收回，收回后不再发。",
        "The community may send meeting notices, reminders of votes and results to the mobile"
        " number that the roll has of me. The number goes to nobody else and serves nothing else."
        " Without this consent I can still attend and vote; notices are posted on the board and can"
        " be brought to my door. I can withdraw at any time; then nothing more is sent.",
    ),
    ConsentText(
        "contact_email",
        1,
        "用电子邮件联系我",
        "E-mail me",
        "社区可以用电子邮件把会议通知、表决提醒和办理结果发到我登记的邮箱。邮箱不给别人，不用于别的事。"
        "不同意也能参加会议和表决。随时可以收回，收回后不再发。",
        "The community may send meeting notices, reminders of votes and results to the e-mail"
        " address that I gave. The address goes to nobody else and serves nothing else. Without"
        " this consent I can still attend and vote. I can withdraw at any time; then nothing more"
        " is sent.",
    ),
    ConsentText(
        "publish_name",
        1,
        "公开我的姓名",
        "Publish my name",
        "社区可以在公示、会议纪要和网页上写我的全名。不同意时只写姓，例如“沈**”。"
        "收回后，新的网页和文件只写姓；已经签字发布的文件不改。委员和有职务的人履职时公开姓名，不用另外同意。",
        "The community may write my full name on notices, in minutes and on web pages. Without this"
        " consent only my surname appears, such as 沈**. After withdrawal new pages and documents"
        " show the surname only; documents that were signed and published stay as they are. Members"
        " of the committee and holders of an office are named in that duty without this consent.",
    ),
    ConsentText(
        "publish_photo",
        1,
        "公开有我的照片",
        "Publish photos of me",
        "社区可以在网页和公示上使用能认出我的活动照片。不同意时不拍我的正面，或者把脸遮住。"
        "收回后，网页上的照片撤下。系统不做人脸识别。",
        "The community may use photographs of activities in which I can be recognised on pages and"
        " notices. Without this consent my face is not shown. After withdrawal the photographs are"
        " taken off the pages. The system never recognises faces.",
    ),
    ConsentText(
        "share_with_claimer",
        1,
        "把联系方式告诉认领人",
        "Tell whoever helps how to reach me",
        "我提出的心愿有人认领后，社区可以把我的称呼、手机号和楼栋告诉认领人，只用于办这件事，办完即停。"
        "不同意时，由社区工作人员在中间转达。",
        "When somebody takes up a wish of mine, the community may tell them how I am called, my"
        " mobile number and my building, for that wish only and until it is done. Without this"
        " consent the community's staff pass messages on.",
    ),
)

CURRENT = {one.purpose: one for one in TEXTS}  # of several versions the last one is in force
PURPOSES = tuple(CURRENT)


def version(purpose: str, number: int) -> ConsentText | None:
    """The words of a version that somebody agreed to."""
    return next((one for one in TEXTS if (one.purpose, one.version) == (purpose, number)), None)
