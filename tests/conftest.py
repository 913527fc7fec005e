"""What every test starts from: no snapshot of the sun that the user of this machine may have fetched."""

import os
import tempfile

import pytest

os.environ["STATIONKEEP_DATA"] = tempfile.mkdtemp(prefix="stationkeep-test-data-")


@pytest.fixture
def bed(tmp_path):
    """Makes packs of the sea bed with some of their tables replaced, for lives that can be counted by hand."""
    from sea_bed import beds

    return beds(tmp_path)
