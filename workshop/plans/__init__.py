"""The reader of plans: TOML or JSON in, a sound plan or all its errors out; starter plans."""
