"""联系和投诉: whom residents ask, and to whom they complain when something is not published."""
