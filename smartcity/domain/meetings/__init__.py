"""A coordination meeting: its agenda, its rehearsal, and the wall it is followed on."""
