"""Plans from outside: TOML or JSON in, a sound plan or every fault of it out; and the starter
plans.
"""
