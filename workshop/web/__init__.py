"""The HTTP door, one file per audience; `access` says who may enter."""
