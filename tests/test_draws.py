"""The random streams are the published generator, and a key gives the same number wherever it is asked for."""

import numpy as np
import pytest

from stationkeep.draws import philox


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        # Known answers of Philox-4x32-10 published with Random123.
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, key, expected):
    words = philox.philox(*[np.uint64(c) for c in counter], *[np.uint64(k) for k in key])
    assert tuple(int(w) for w in words) == expected


def test_normals_are_standard_and_the_two_are_independent():
    drawn = np.array([philox.two_normals(7, 3, m, d, 0) for m in range(200) for d in range(200)])
    assert np.allclose(drawn.mean(axis=0), 0, atol=0.02)
    assert np.allclose(np.cov(drawn.T), np.eye(2), atol=0.03)


def test_every_part_of_the_key_matters():
    base = (1, 2, 3, 4, 5)
    seen = {philox.two_uniforms(*base)[0]}
    for place in range(5):
        key = list(base)
        key[place] += 1
        seen.add(philox.two_uniforms(*key)[0])
    assert len(seen) == 6
    assert philox.two_uniforms(*base)[0] in seen
    assert philox.two_uniforms(1 << 40, 2, 3, 4, 5) != philox.two_uniforms(0, 2, 3, 4, 5)
