"""All programmes on one day: grouped, compared, frozen; what is old, what changed, what needs attention."""
