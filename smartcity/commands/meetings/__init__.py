"""Coordination meetings: planned, held, minuted; agenda, walls, decisions and their answers."""
