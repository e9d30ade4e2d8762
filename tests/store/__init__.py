"""The stores, one by one and against one contract."""

import pytest

pytest.register_assert_rewrite("tests.store.contract")
