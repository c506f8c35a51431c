"""Measures the running product from outside, always beside stock Streamlit pages started in the same run."""
