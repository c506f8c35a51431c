"""Where the plan will end, judged by past slips; what a change would do before it is made."""
