"""What channels and desks share to speak with others: mapping helpers, and ways to sign in.

It stands on the ground because both rooms need it; nothing here sends or receives anything.
"""
