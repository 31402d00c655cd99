"""What classes, tables, columns and codes of one's own data are called, and why they are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from council.clock import local
from council.i18n import gettext as _
from council.i18n import language
from council.privacy.consent_texts import CURRENT

WORDS = frozenset({"gender", "hukou", "tie", "sector", "title"})


def classes() -> dict[str, tuple[str, str, str]]:
    """Class → its title, why it is stored, and how long."""
    on_roll = _("在名册上期间；您可以要求删除。")
    return {
        "identity": (
            _("身份"),
            _("确认您是本社区居民，决定您能参加哪些会和表决。身份证号只留后四位和一个校验值。"),
            on_roll,
        ),
        "homes": (_("住处"), _("按楼栋送信，按户、按业主表决。"), on_roll),
        "verification": (
            _("身份核验"),
            _("证明账号属于您本人，出了问题能查到谁核验的。"),
            _("在名册上期间；入户信一年，被拒绝的记录两年。"),
        ),
        "account": (
            _("登录"),
            _("让您能登录，并看到在哪些设备上登录过。密码和代码只存校验值。"),
            _("在名册上期间；结束的登录半年，发出的代码30天。"),
        ),
        "offices": (_("职务和席位"), _("谁有权办什么事，须能查到。"), _("长期：属于会议档案。")),
        "meetings": (_("会议"), _("通知您开会，记录谁到会、谁发言。"), _("长期：属于会议档案。")),
        "proposals": (
            _("提案"),
            _("您提过什么、支持过什么，才能答复，并且一人只算一次。"),
            _("长期：提案和答复是公开的档案。您的支持可以随时收回。"),
        ),
        "wishes": (
            _("微心愿"),
            _("您许过什么愿、认领过什么，才能帮您圆。"),
            _("地址和监护人到心愿结束为止；其余长期，您可以要求删除。"),
        ),
        "needs": (
            _("需求征集"),
            _("您提过什么需求，才能答复，合并以后也不丢下您。"),
            _("需求的内容长期公开；联系方式到征集截止一年为止，姓名您可以要求删除。"),
        ),
        "notices": (
            _("公告和公示"),
            _("您提过什么异议，才能答复。"),
            _("长期：异议和答复属于档案。您是谁、怎么联系，可以删除。"),
        ),
        "votes": (
            _("表决"),
            _("保证一人一票，结果能复算。记名表决的选择写在这里。"),
            _("长期：公布的结果不能变。删除身份后只剩一个号码。"),
        ),
        "consents": (
            _("同意和请求"),
            _("证明您同意过什么、要求过什么，我们怎样答复。"),
            on_roll,
        ),
        "access": (
            _("谁看过我的资料"),
            _("让您和监督委员知道工作人员为什么看。"),
            _("至少六个月。"),
        ),
    }


def tables() -> dict[str, str]:
    """Table → what its rows are."""
    return {
        "person": _("名册上的资料"),
        "residence": _("住在哪里"),
        "corporate_tenure": _("代单位表决的房屋"),
        "departure": _("迁出、停用"),
        "verification": _("怎样核验的"),
        "letter": _("入户信"),
        "verification_refusal": _("没有通过的核验"),
        "claim_conflict": _("身份争议"),
        "account": _("账号"),
        "login": _("登录名"),
        "session": _("登录过的设备"),
        "passkey": _("通行密钥"),
        "second_factor": _("第二重验证"),
        "sent_code": _("发出的代码"),
        "appointment": _("职务"),
        "seat": _("委员席位"),
        "called": _("通知过的会议"),
        "log_line": _("会上的发言"),
        "turn": _("举手和发言的时间"),
        "doorkeeper": _("管过签到的会议"),
        "recusal": _("回避过的议项"),
        "reminder": _("主持人的提醒"),
        "motion": _("提出的动议"),
        "seconding": _("附议的动议"),
        "dissent": _("提出的不同意见"),
        "task": _("要办的事"),
        "proposal": _("我的提案"),
        "proposal_support": _("支持的提案"),
        "wish": _("我的心愿"),
        "wish_claim": _("我认领的心愿"),
        "need": _("我提的需求"),
        "idea_author": _("我提的编号"),
        "notice_objection": _("我提的异议"),
        "named_vote": _("表决"),
        "proxy": _("委托"),
        "roll_change": _("表决名册上的改动"),
        "consent": _("同意"),
        "data_request": _("关于个人信息的请求"),
        "access_log": _("查看记录"),
    }


def columns() -> dict[str, str]:
    """Column → its heading."""
    return {
        "roll_no": _("名册编号"),
        "name": _("姓名"),
        "pinyin": _("拼音"),
        "gender": _("性别"),
        "birth_date": _("出生日期"),
        "hukou": _("户籍"),
        "phone": _("电话"),
        "id_last4": _("证件号后四位"),
        "id_hash": _("证件号校验值"),
        "elder": _("长辈版"),
        "state": _("状态"),
        "listed_at": _("登记时间"),
        "code": _("房屋编号"),
        "building": _("楼栋"),
        "entrance": _("单元"),
        "room": _("室"),
        "tie": _("关系"),
        "household": _("第几户"),
        "holder": _("单位"),
        "since": _("从哪天"),
        "ended_at": _("结束"),
        "kind": _("种类"),
        "ground": _("依据"),
        "at": _("时间"),
        "way": _("方式"),
        "evidence": _("凭什么"),
        "purpose": _("用途"),
        "issued_at": _("开出"),
        "expires_at": _("到期"),
        "used_at": _("用过"),
        "reason": _("原因"),
        "raised_at": _("提出"),
        "outcome": _("结果"),
        "settled_at": _("处理"),
        "email": _("邮箱"),
        "changed_at": _("改动"),
        "login": _("登录名"),
        "made_at": _("设立"),
        "agent": _("浏览器"),
        "created_at": _("登录于"),
        "seen_at": _("最近使用"),
        "label": _("名称"),
        "enrolled_at": _("设好"),
        "address": _("发到哪里"),
        "sent_at": _("发出"),
        "office": _("职务"),
        "scope": _("范围"),
        "acting": _("代理"),
        "from_date": _("从哪天"),
        "until_date": _("到哪天"),
        "granted_at": _("任命"),
        "sector": _("界别"),
        "notice_title": _("公告"),
        "title": _("职务"),
        "series": _("会议"),
        "session": _("届次"),
        "starts_at": _("时间"),
        "part": _("身份"),
        "status": _("到会"),
        "side": _("意见"),
        "text": _("内容"),
        "struck_at": _("划去"),
        "named_at": _("同意写名字"),
        "no": _("编号"),
        "moved_at": _("时间"),
        "began_at": _("开始"),
        "used_ms": _("用时（毫秒）"),
        "elector_no": _("选民号"),
        "choice": _("选择"),
        "principal_name": _("委托人"),
        "holder_name": _("代理人"),
        "authority_on": _("书面委托的日期"),
        "version": _("文字版本"),
        "channel": _("渠道"),
        "given_at": _("同意于"),
        "withdrawn_at": _("收回于"),
        "asked_at": _("提出"),
        "due": _("答复期限"),
        "answer": _("答复"),
        "answered_at": _("答复于"),
        "proposed": _("提案"),
        "place": _("在哪里"),
        "cost_fen": _("费用（分）"),
        "filed_at": _("提出"),
        "on_wall": _("墙上的话"),
        "name_public": _("公开姓"),
        "role": _("作者或并入"),
        "contact": _("怎么联系"),
        "guardian": _("监护人姓名"),
        "thanks": _("想说的话"),
        "organisation": _("哪个组织或单位"),
        "promise": _("打算怎么办"),
        "what": _("看了什么"),
        "why": _("为什么"),
    }


def kinds() -> dict[str, str]:
    """What can be asked about one's own data."""
    return {"correct": _("更正"), "delete": _("删除"), "explain": _("说明")}


def outcomes() -> dict[str, str]:
    return {
        "": _("还没有答复"),
        "done": _("已办理"),
        "refused": _("没有办理"),
        "withdrawn": _("本人收回"),
    }


def value(column: str, found: Any) -> str:
    """One value as a person reads it; codes that have a word are said in words."""
    if found is None or found == "":
        return ""
    if isinstance(found, datetime):
        return local(found).strftime("%Y-%m-%d %H:%M")
    if isinstance(found, date):
        return found.isoformat()
    if column in ("elder", "acting"):
        return _("是") if found else _("否")
    plain = _(str(found)) if column in WORDS else str(found)  # words of the roll are sentences too
    return _words().get((column, str(found)), plain)


def _words() -> dict[tuple[str, str], str]:
    said = {
        ("id_hash", "no"): _("没有"),
        ("id_hash", "kept"): _("有，认不出号码"),
        ("state", "listed"): _("在册，未核验"),
        ("state", "verified"): _("已核验"),
        ("state", "left"): _("不在册"),
        ("state", "filed"): _("征集支持"),
        ("state", "supporting"): _("征集支持"),
        ("state", "waiting"): _("待答复"),
        ("state", "answered"): _("已答复"),
        ("state", "scheduled"): _("已列入议程"),
        ("state", "decided"): _("已有结果"),
        ("state", "merged"): _("已合并"),
        ("state", "withdrawn"): _("已撤回"),
        ("way", "desk"): _("当面"),
        ("way", "letter"): _("入户信"),
        ("way", "facts"): _("代码加资料"),
        ("way", "vouching"): _("楼组长担保"),
        ("side", "yes"): _("赞成"),
        ("side", "no"): _("反对"),
        ("side", "add"): _("补充"),
        ("side", "ask"): _("提问"),
        ("side", "order"): _("秩序问题"),
        ("reason", "topic"): _("请围绕议题"),
        ("reason", "time"): _("时间到了，请收尾"),
        ("reason", "interrupt"): _("请不要打断别人发言"),
        ("reason", "personal"): _("请对事不对人"),
        ("reason", "address"): _("请面向主持人发言"),
        ("choice", "yes"): _("同意"),
        ("choice", "no"): _("反对"),
        ("choice", "abstain"): _("弃权"),
        ("status", "expected"): _("没有到"),
        ("status", "present"): _("到会"),
        ("status", "leave"): _("请假"),
        ("status", "left"): _("中途离开"),
        ("part", "member"): _("成员"),
        ("part", "observer"): _("列席"),
        ("channel", "online"): _("在网上"),
        ("channel", "paper"): _("书面"),
        ("channel", "oral"): _("口头"),
        ("kind", "phone"): _("手机号"),
        ("kind", "roll_no"): _("名册编号"),
        ("kind", "code_name"): _("代号"),
        ("kind", "email"): _("邮箱"),
        ("kind", "moved_out"): _("迁出"),
        ("kind", "struck"): _("划去"),
        ("kind", "added"): _("补入"),
        ("kind", "suspended"): _("停用"),
        ("purpose", "household"): _("入户信"),
        ("purpose", "office"): _("任职信"),
    }
    english = language() == "en"
    said |= {
        ("purpose", one.purpose): one.title_en if english else one.title for one in CURRENT.values()
    }
    said |= {("kind", code): word for code, word in kinds().items()}
    return said | {("outcome", code): word for code, word in outcomes().items() if code}
