"""Reports drafted and sent, evidence kept and opened, verdicts given and taken back."""
