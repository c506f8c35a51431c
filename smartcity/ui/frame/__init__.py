"""What every screen is built on: sitemap, context of the request, cache of answers, rendering, commands, the gate."""
