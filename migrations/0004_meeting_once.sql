-- A session of a series is announced once, also when the same form arrives twice.
CREATE UNIQUE INDEX meeting_once ON meeting (community, series, session);
