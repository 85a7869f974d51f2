"""Rows of the table of translation models (nlplab.ladder), written by runs on real data."""
