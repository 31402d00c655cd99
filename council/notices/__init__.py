"""The community's official notices (公告, 公示, 通知, 更正): how long, where, what was objected."""
