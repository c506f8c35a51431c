"""What was reported and decided: claims and verdicts, evidence, change requests, decisions."""
