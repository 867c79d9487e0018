"""PayFiP, the Treasury's page for payments, by its web service.

`client.py` speaks to it, in three operations and typed faults; `messages.py` writes and reads its XML. `simulator/` is a
separate local server that speaks the same: the demonstration and the tests pay through it. The rest of the portal
imports the client alone; nothing of the portal imports the simulator but its command.
"""
