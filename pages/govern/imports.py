"""Impor: bring in a workbook as a whole, and take it back as a whole."""

from smartcity.ui.frame import show
from smartcity.ui.imports import history, upload

say = show.formatter()
show.headline(say("imports.headline"), say("imports.sub"))
upload()
history(say("imports.history"))
