"""What every server reads until its first visit, read in the process that servers are forked from."""

import gc
from importlib import import_module
from pkgutil import walk_packages

from sqlalchemy.orm import configure_mappers
from streamlit.env_util import is_repl

from smartcity import ui, web
from smartcity.i18n.catalog import LANGUAGES, messages
from smartcity.ui.frame.assets import UI, templates
from smartcity.web.lifespan import HEAVY

own = {module.name for package in (ui, web) for module in walk_packages(package.__path__, f"{package.__name__}.")}
for name in ("streamlit.web.bootstrap", *HEAVY, *sorted(own - {"smartcity.ui.run"})):  # that one is a script
    import_module(name)
for language in LANGUAGES:
    messages(language)
for path in UI.rglob("*.html"):
    templates().get_template(path.relative_to(UI).as_posix())
configure_mappers()
is_repl()  # Python looks through the files of all modules, and remembers them
gc.collect()
gc.freeze()
