"""Looks at one sent file, in a process of its own that may fall without harm: a library written in C reads what a
stranger sends. It knows neither Django nor the settings, and starts in the time of a page. `imuse.uploads` calls it.
"""
