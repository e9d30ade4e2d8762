"""The HTTP interface: pages and API, one file per audience; `access` says who may enter."""
