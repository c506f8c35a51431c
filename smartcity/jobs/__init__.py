"""What is done later or by itself: one registry of handlers, one worker per process, one clock."""
