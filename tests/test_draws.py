"""The random streams are the published generator, and a key gives the same number wherever it is asked for."""

import math

import numpy as np
import pytest

from stationkeep.compiled import compiled
from stationkeep.draws import philox, vector


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


@compiled
def uniforms_of(seed, stream, first_member, day, index, members):
    out = np.empty((4, members), dtype=np.float32)
    philox.fill_uniforms(seed, stream, first_member, day, index, out)
    return out


def test_the_rounds_written_out_give_the_words_of_the_generator():
    for seed, first, members in ((7, 0, 37), (2**64 - 1, 2**32 - 3, 8), (1 << 40, 5, 16)):
        ours = uniforms_of(np.uint64(seed), 3, first, 19_000, 2, members)
        key = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
        for m in range(members):
            words = philox.philox(19_000, (first + m) & 0xFFFFFFFF, 3, 2, *key)
            assert ours[:, m].tolist() == [float(np.float32((float(w) + 0.5) * 2.0**-32)) for w in words]


def test_a_member_alone_has_the_numbers_it_has_in_a_block():
    block = uniforms_of(np.uint64(1), 3, 0, 5, 0, 67)
    for m in (0, 15, 16, 63, 66):
        assert uniforms_of(np.uint64(1), 3, m, 5, 0, 1)[:, 0].tobytes() == block[:, m].tobytes()


def test_exponential_and_logarithm_are_those_of_the_library():
    x = np.linspace(-20, 20, 4001).astype(np.float32)
    ours = np.array([vector.exponential(value) for value in x], dtype=np.float64)
    assert np.abs(ours / np.exp(x.astype(np.float64)) - 1).max() < 1e-6
    assert max(abs(vector.exponential(np.float32(v)) / math.exp(v) - 1) for v in (-80.0, 80.0)) < 5e-6
    y = np.concatenate([np.geomspace(1.2e-10, 1e10, 4001), 1.0 - np.geomspace(6e-8, 0.3, 500)]).astype(np.float32)
    ours = np.array([vector.logarithm(value) for value in y], dtype=np.float64)
    exact = np.log(y.astype(np.float64))
    assert (np.abs(ours - exact) <= 1e-7 + 2e-7 * np.abs(exact)).all()
    assert vector.logarithm(np.float32(1.0)) == 0.0


def test_vector_normals_are_those_of_box_and_muller():
    grid = ((np.arange(300) + 0.5) / 300).astype(np.float32)
    least = np.float32(2.0**-33)
    for u in (least, *grid, np.float32(1.0)):
        ours = np.array([vector.normals(u, v) for v in grid], dtype=np.float64)
        r, angle = math.sqrt(-2 * math.log(u)), 2 * np.pi * grid.astype(np.float64)
        assert np.abs(ours - np.stack([r * np.cos(angle), r * np.sin(angle)], axis=1)).max() < 1e-6 * max(1, r)
    assert vector.normals(least, np.float32(1.0))[0] == pytest.approx(6.76, abs=0.01)
