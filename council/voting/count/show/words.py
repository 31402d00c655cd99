"""The words of every report, in the reader's language: kind and code → what people say.

A report is given these words and knows no others. Whoever has a method of their own adds to them:
`{**words(), "why.budget.too_dear": …}`. A code without words is printed as it is, readably.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.i18n import gettext as _
from council.voting.count.show import names

if TYPE_CHECKING:
    from collections.abc import Mapping


def say(words: Mapping[str, str], kind: str, code: str) -> str:
    """What the code means; one that nobody translated, with spaces for its signs."""
    known = words.get(f"{kind}.{code}")
    return code.replace("_", " ").replace(".", ": ") if known is None else known


def words() -> dict[str, str]:
    """All of them, for the language of this moment."""
    return {
        **{f"label.{code}": text for code, text in _labels().items()},
        **{f"sentence.{code}": text for code, text in _sentences().items()},
        **{f"method.{code}": text for code, text in _methods().items()},
        "none.max_per_topic": _("不限"),
        **{f"value.{code}": text for code, text in names.values().items()},
        **{f"stage.{code}": text for code, text in _stages().items()},
        **{f"state.{code}": text for code, text in _states().items()},
        **{f"why.{code}": text for code, text in _reasons().items()},
        **{f"by.{code}": text for code, text in _breakers().items()},
        **{f"fault.{code}": text for code, text in _faults().items()},
        **{f"name.{code}": text for code, text in names.parameters().items()},
        **{f"more.{code}": text for code, text in names.more().items()},
    }


def _labels() -> dict[str, str]:
    """Heads of columns and lines."""
    return {
        "method": _("计票方法"),
        "valid": _("有效票"),
        "invalid": _("无效票"),
        "parameters": _("计票规则"),
        "option": _("选项"),
        "number": _("得数"),
        "number.choose": _("票数"),
        "number.approval": _("认可票数"),
        "number.score": _("得分"),
        "number.dots": _("贴点数"),
        "share": _("占有效票"),
        "change": _("变化"),
        "state": _("结果"),
        "threshold": _("须达到"),
        "exhausted": _("没有下一选择的票"),
        "lost": _("截去的小数，累计"),
        "ties": _("并列"),
        "more": _("其他"),
    }


def _sentences() -> dict[str, str]:
    return {
        "step": _("第%(no)s步 %(what)s"),
        "step_about": _("第%(no)s步 %(what)s：%(about)s"),
        "counted": _("%(method)s。有效票%(valid)s张，无效票%(invalid)s张。"),
        "tie.taken": _("第%(no)s步：%(options)s并列；%(by)s，这一步取%(taken)s。"),
        "tie.people": _("第%(no)s步：%(options)s点数相同；%(by)s，%(taken)s在前。"),
        "tie.narrowed": _("第%(no)s步：%(options)s并列；%(by)s，仍有并列。"),
        "tie.open": _("第%(no)s步：%(options)s并列，没有办法分出先后，席位空缺。"),
        "tie.rank": _("第%(no)s步：%(options)s并列，名次相同。"),
        "chosen": _("入选：%(options)s。"),
        "none_chosen": _("没有选出任何一项。"),
        "no_decision": _("只排名次，不作决定。"),
        "cut": _("小数截到%(places)s位，不四舍五入。"),
        "least": _("至少有效票的%(num)s/%(den)s"),
        "above": _("超过有效票的%(num)s/%(den)s"),
        "rank": _("第%(rank)s名"),
        "rank_people": _("第%(rank)s名，%(people)s人"),
        "needed": _("虚线：须达到%(number)s"),
        "join": _("、"),
    }


def _methods() -> dict[str, str]:
    return {
        "choose": _("限额选举"),
        "approval": _("认可投票"),
        "score": _("打分"),
        "dots": _("贴点投票"),
        "irv": _("排序复选"),
        "condorcet": _("两两比较"),
        "stv": _("可转移单票"),
        "greedy_budget": _("预算表决：支持多的在先"),
        "equal_shares": _("预算表决：等额份额"),
    }


def _stages() -> dict[str, str]:
    return {
        "count": _("计票"),
        "first": _("首次计票"),
        "excluded": _("淘汰"),
        "surplus": _("余票转移"),
        "elected": _("达到要求"),
        "last": _("补满席位"),
        "pairwise": _("两两比较"),
        "bought": _("列入"),
        "skipped": _("钱不够，跳过"),
        "stopped": _("钱不够，到此为止"),
        "greedy_taken": _("改用支持多的在先"),
        "result": _("最后结果"),
    }


def _states() -> dict[str, str]:
    return {"in": "", "chosen": _("入选"), "out": _("未入选")}


def _reasons() -> dict[str, str]:
    return {
        "tie.open": _("并列，席位空缺"),
        "threshold.missed": _("没有达到要求"),
        "choice.none": _("没有人选"),
        "score.none": _("没有人打分"),
        "last": _("补满席位"),
        "withdrawn": _("已退出"),
        "budget.bought": "",
        "budget.too_dear": _("剩下的钱不够"),
        "budget.after_stop": _("轮不到"),
        "budget.below_threshold": _("支持不够"),
        "budget.supporters_too_little": _("支持者剩下的份额不够"),
        "budget.greedy_taken": _("改用支持多的在先"),
    }


def _breakers() -> dict[str, str]:
    return {
        "history": _("按先前各步的得数"),
        "order": _("按事先公布的次序"),
        "top": _("按给最高分的票数"),
        "people": _("按贴点的人数"),
    }


def _faults() -> dict[str, str]:
    """Why ballots are invalid."""
    return {
        "unknown": _("选了票上没有的"),
        "too_few": _("选得太少"),
        "too_many": _("选得太多"),
        "repeated": _("同一项选得太多次"),
        "incomplete": _("分数的个数不对"),
        "outside": _("分数不在范围内"),
    }
