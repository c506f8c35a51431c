"""The plan on one day: milestones, programmes, their progress and curve, due dates and dependencies."""
