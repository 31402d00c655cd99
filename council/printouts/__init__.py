"""Sheets to print from the facts of a meeting: 签到表, 表决情况表, 议定事项清单, 海报."""
