"""The report of a run: one page that opens offline, or Markdown for a comment."""
