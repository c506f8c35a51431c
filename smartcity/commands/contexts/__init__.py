"""What a command is judged in: the plan in force, the calendar, a report, a milestone that is asked about."""
