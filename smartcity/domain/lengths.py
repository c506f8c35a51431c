"""How many letters a text may have: one limit for form, command and import, named by the columns of the tables."""

NOTE = 280
LINE = 120
NAME = 300
REASON = 1_000
TEXT = 5_000
MINUTES = 20_000
# A draft of what is typed about a row is kept under its entity and its code.
CODE = 100
MEETING_NAME = 160
LINK = 2_000
