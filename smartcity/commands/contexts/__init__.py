"""What a command is judged in: the plan in force, the calendar, milestones and readings, the work of an agency."""
