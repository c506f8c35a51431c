"""How a forgotten password is reset by mail: how long a link holds, and how often it may be asked for."""

from datetime import timedelta

LASTS = timedelta(minutes=30)
# Whoever asks more often within the hour waits, whether there is such an account or not.
WITHIN = timedelta(hours=1)
MOST_PER_NAME, MOST_PER_ADDRESS = 3, 10
