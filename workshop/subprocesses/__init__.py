"""Work done aside, in processes of their own: in comes what to do, out goes what came of it, never
more than so much.

What strangers send is read there, and files are drawn there: whatever it costs, every phone in the
room goes on.
"""
