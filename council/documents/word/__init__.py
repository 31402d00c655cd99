"""Text documents (DOCX) for Word and WPS, written part by part: a handful of XML files in a ZIP.

By hand and not by a library: fonts for Chinese, the grid of 22 lines by 28 characters, feet that
differ on odd and even pages and equal bytes for equal text are raw XML with the libraries too.
"""
