"""The long proofs: one trial of each in `make test`, whole in `make proofs`."""
