"""The largest body of each kind of request, in bytes."""

BALLOT_BYTES = 4096  # 280 characters of any script, as a form sends them
VERB_BYTES = 8 * 1024  # an agreement in any script fits
PLAN_BYTES = 256 * 1024
OPENING_BYTES = 2 * 1024 * 1024  # a plan, and the results of an earlier session
