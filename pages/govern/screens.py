"""Layar: which walls are there, are they alive, and what do they show?"""

from smartcity.ui import show, wall_address, walls

say = show.said()
top, told, table = show.place(), show.place(), show.place()

paired = walls.pair_form()
if paired:
    with told:
        walls.greet(paired)
with table:
    walls.desk(walls.listed())
with top:
    walls.headline(walls.listed())
wall_address.builder()
