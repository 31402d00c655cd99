"""The order of news: one running number per topic."""

from __future__ import annotations

from piccolo.columns import Integer, Varchar
from piccolo.table import Table


class LiveTopic(Table, tablename="live_topic"):
    topic = Varchar(length=40, primary_key=True)
    seq = Integer()
