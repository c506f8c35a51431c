"""Streamlit furniture: frame, sitemap, sessions, cache, forms. The only room that imports streamlit."""
