"""What a reader sees where a run fails: one sentence in his language. The log has the rest."""

import streamlit as st

from smartcity.i18n.speech import Words
from smartcity.ui.moment import language_of_address


def say_sorry(_error: Exception) -> bool:
    """In place of the framework's page of exceptions; what no screen of ours sends ends here too."""
    st.error(Words(language_of_address()).say("frame.failed"), icon=":material/error:")
    return True
