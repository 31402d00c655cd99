"""What parameters, their values and special numbers are called."""

from __future__ import annotations

from council.i18n import gettext as _


def values() -> dict[str, str]:
    """Of parameters."""
    return {
        "open": _("席位空缺"),
        "order": _("按事先公布的次序"),
        "top": _("按给最高分的票数"),
        "sum": _("总分"),
        "mean": _("平均分"),
        "exhaust": _("此票到此为止"),
        "skip": _("跳过"),
        "exhaust_after_two": _("连空两个名次，此票到此为止"),
        "majority": _("有一项过半数为止"),
        "two": _("剩下两项为止"),
        "points": _("分数"),
        "votes": _("票数"),
        "unscored": _("不计"),
        "lowest": _("按最低分计"),
        "none": _("无"),
        "cost": _("按费用"),
        "cardinality": _("按项目数"),
        "utilitarian": _("支持多的在先"),
        "add1": _("份额逐步加大"),
        "add1u": _("份额逐步加大，剩下的支持多的在先"),
        "first_exhaustive": _("再没有放得下的为止"),
        "last_feasible": _("再加就超支为止"),
        "exact": _("预算除以人数"),
        "whole": _("去掉零头"),
        "satisfaction": _("比较满意的人数"),
        "exclusion": _("比较落空的人数"),
        "exhaustive": _("再没有放得下的"),
        "next_too_dear": _("再加就超支"),
        "complete": _("全部列入"),
        "fixed": _("份额不变"),
        "true": _("是"),
        "false": _("否"),
    }


def parameters() -> dict[str, str]:
    """Parameters."""
    return {
        "seats": _("席位"),
        "minimum": _("每票至少选"),
        "maximum": _("每票最多选"),
        "threshold": _("最低要求"),
        "ties": _("并列时"),
        "order": _("公布的次序"),
        "lowest": _("最低分"),
        "highest": _("最高分"),
        "by": _("比较"),
        "missing": _("没有打的分"),
        "participants": _("参加人数"),
        "dots_per_person": _("每人点数"),
        "max_per_topic": _("每人在一个议题上最多"),
        "overvote": _("同一名次选了几项"),
        "skips": _("空着的名次"),
        "until": _("数到"),
        "batch": _("一次淘汰几项"),
        "withdrawn": _("已退出"),
        "measure": _("支持按什么算"),
        "budget": _("预算"),
        "costs": _("费用"),
        "utility": _("价值怎样算"),
        "completion": _("余下的钱"),
        "stop": _("提前停"),
        "start": _("起步份额"),
        "comparison": _("与支持多的在先相比"),
        "step": _("份额每次加"),
    }


def more() -> dict[str, str]:
    """What only one method has; also heads of columns."""
    return {
        "quota": _("当选所需"),
        "winner": _("胜过其他每一项的"),
        "smith": _("不输给其余的"),
        "matrix": _("行胜列的票数"),
        "open_seats": _("空缺席位"),
        "ranks": _("名次"),
        "people": _("人数"),
        "total": _("总分"),
        "scored": _("打分人数"),
        "top": _("最高分票数"),
        "spent": _("用去"),
        "unused": _("没有用"),
        "budget": _("预算"),
        "cost": _("费用"),
        "left": _("剩余"),
        "votes": _("票数"),
        "support": _("支持"),
        "missing": _("还差"),
        "option": _("选项"),
        "projects": _("各个项目"),
        "share": _("每人份额"),
        "ended": _("怎样结束"),
        "comparison": _("与支持多的在先相比"),
        "purchases": _("逐项列入"),
        "rate": _("每点价格"),
        "level": _("至多出"),
        "payments": _("各人所付"),
        "money": _("支持者剩下的钱"),
        "over": _("超出"),
    }
