"""What every test starts from: no snapshot of the sun that the user of this machine may have fetched."""

import os
import tempfile

os.environ["STATIONKEEP_DATA"] = tempfile.mkdtemp(prefix="stationkeep-test-data-")
