"""Casualty figures: claims with bounds and sources, grouped by event, served as ranges and explained conflicts.

Start reading at `aggregator/pipeline.py`: it is the whole line on one screen. This package imports nothing here, so that
`aggregator.core` can be used without the pipeline.
"""
