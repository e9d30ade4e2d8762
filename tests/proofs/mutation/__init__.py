"""Small faults in the rules of disclosure, one at a time: does any test notice?"""
