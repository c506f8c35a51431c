"""Rencana: one row of the plan at a time, previewed before it is saved; and agencies that end, merge or change name."""
