"""What is asked of a store: a protocol for each topic, so that who needs one asks for no more.

All methods may raise ``StoreError``; see ``Store``, which joins them.
"""
