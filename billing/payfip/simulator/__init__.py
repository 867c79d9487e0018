"""A stand-in for PayFiP, to pay through without money: a server of its own, on the standard library alone.

`treasury.py` keeps the operations and their rules, `soap.py` speaks the web service's XML, `pages.py` is what a payer
sees, `scenarios.py` what can go wrong, `server.py` the sockets. Nothing here knows the portal.
"""
