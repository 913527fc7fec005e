"""Where an orbit passes: against closed forms, sampled orbits, other programs, areas and real ephemerides."""

import gzip
import re
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.orbit.sunlight import beta_angle_deg, sun_direction_deg
from stationkeep.track.countries import NOWHERE, load_countries, load_parallels
from stationkeep.track.latitude import geodetic_deg, highest_latitude_deg, orbit_latitude_rad, time_south_of
from stationkeep.track.passes import Circular, node_longitude_deg
from stationkeep.track.spans import latitude_bands, long_run, over_days, over_days_from_anywhere, passed_over

ALTITUDE = st.floats(120.0, 2000.0)
INCLINATION = st.floats(0.5, 179.5)
STATION = Circular(415.0, 51.64)
EPHEMERIDES = Path(__file__).parents[1].parent / "shared" / "data" / "iss_oem"
E2 = 0.00669437999014  # of WGS 84, by definition and not from the code under test


def day(text: str) -> float:
    return float((date.fromisoformat(text) - date(1970, 1, 1)).days)


def share_of(shares, code: str) -> float:
    return float(shares[load_countries().codes.index(code)])


# Latitude


@given(ALTITUDE, st.floats(-90.0, 90.0))
def test_a_satellite_in_the_zenith_of_a_place_stands_over_that_place(altitude_km, latitude_deg):
    back = geodetic_deg(np.sin(orbit_latitude_rad(latitude_deg, altitude_km)), altitude_km)
    assert float(back) == pytest.approx(latitude_deg, abs=2e-6)  # arcsine and its like lose digits at the poles


@given(ALTITUDE, st.floats(-89.0, 89.0))
def test_the_zenith_is_normal_to_the_ellipsoid(altitude_km, latitude_deg):
    phi, theta = np.radians(latitude_deg), float(orbit_latitude_rad(latitude_deg, altitude_km))
    normal = 6378.137 / np.sqrt(1 - E2 * np.sin(phi) ** 2)
    foot = np.array([normal * np.cos(phi), normal * (1 - E2) * np.sin(phi)])
    up = (6378.137 + altitude_km) * np.array([np.cos(theta), np.sin(theta)]) - foot
    assert up / np.hypot(*up) == pytest.approx([np.cos(phi), np.sin(phi)], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(ALTITUDE, INCLINATION, st.floats(-80.0, 80.0))
def test_the_share_of_latitude_is_that_of_an_orbit_sampled_in_time(altitude_km, inclination_deg, latitude_deg):
    u = (np.arange(200_000) + 0.5) * 2 * np.pi / 200_000
    sampled = geodetic_deg(np.sin(np.radians(inclination_deg)) * np.sin(u), altitude_km) < latitude_deg
    exact = float(time_south_of(latitude_deg, altitude_km, inclination_deg))
    assert sampled.mean() == pytest.approx(exact, abs=2e-5)


@given(ALTITUDE, st.floats(0.0, 180.0), st.floats(-0.4, 0.4))
def test_shares_of_latitude_rise_from_nothing_to_all_and_mirror(altitude_km, inclination_deg, equatorial):
    grid = np.linspace(-90.0, 90.0, 181)
    share = time_south_of(grid, altitude_km, inclination_deg, equatorial)
    assert share[0] == 0.0 and share[-1] == 1.0 and (np.diff(share) >= -1e-12).all()
    assert share + share[::-1] == pytest.approx(np.ones(181))
    assert share == pytest.approx(time_south_of(grid, altitude_km, 180.0 - inclination_deg, equatorial), abs=1e-6)


def test_the_highest_latitude_lies_above_the_inclination_by_the_flattening():
    assert highest_latitude_deg(415.0, 51.64) == pytest.approx(51.815, abs=0.002)
    assert highest_latitude_deg(415.0, 90.0) == pytest.approx(90.0)
    assert float(time_south_of(51.82, 415.0, 51.64)) == 1.0 > float(time_south_of(51.80, 415.0, 51.64))


def test_bands_hold_all_the_time_and_all_the_land():
    bands = latitude_bands(STATION)
    assert [row[:2] for row in bands[:2]] == [(-90.0, -85.0), (-85.0, -80.0)] and len(bands) == 36
    assert sum(row[2] for row in bands) == pytest.approx(1.0)
    assert sum(row[3] for row in bands) == pytest.approx(long_run(STATION).land, abs=2e-5)
    assert all(0.0 <= land <= share + 1e-12 for _, _, share, land in bands)


def flown(name):
    """States of a NASA ephemeris, turned from EME2000 to the equator of date: days since 1970, km, km/s."""
    text = gzip.decompress((EPHEMERIDES / name).read_bytes()).decode()
    r, v = (
        np.array([re.findall(rf'<{c}{dot} units="{unit}">([^<]+)<', text) for c in "XYZ"], float)
        for dot, unit in (("", "km"), ("_DOT", "km/s"))
    )
    when = np.array([stamp.rstrip("Z") for stamp in re.findall(r"<EPOCH>([^<]+)<", text)])
    days = np.array([datetime.strptime(t[:17] + "+0000", "%Y-%jT%H:%M:%S%z").timestamp() for t in when])
    days = (days + [float(t[17:] or 0) for t in when]) / 86400.0

    def turn(angle, i, j):
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = np.cos(angle)
        matrix[i, j] = np.sin(angle)
        matrix[j, i] = -matrix[i, j]
        return matrix

    centuries = (days[0] - 10957.5) / 36525.0
    zeta, theta = np.radians([0.6406161 * centuries, 0.5567530 * centuries])  # IAU 1976 precession, linear part
    precession = turn(-zeta, 0, 1) @ turn(theta, 2, 0) @ turn(-zeta, 0, 1)
    assert len(days) > 4000
    return days, precession @ r, precession @ v


needs_ephemerides = pytest.mark.skipif(
    not EPHEMERIDES.is_dir(), reason="shared/data/iss_oem is absent: no NASA ephemerides"
)


@needs_ephemerides
@pytest.mark.parametrize("name", ["20210813T1240.xml.gz", "20220218T1200.xml.gz"])
def test_the_station_spent_its_time_over_latitudes_as_the_closed_form_says(name):
    days, r, _ = flown(name)
    keep = np.flatnonzero(np.abs(np.diff(days) * 1440.0 - 4.0) < 0.01)  # burns add states of their own
    radius = np.sqrt((r**2).sum(axis=0))[keep]
    altitude_km = float(radius.mean()) - 6378.137
    under = geodetic_deg(r[2][keep] / radius, altitude_km)
    for latitude in (-50.0, -40.0, -20.0, 0.0, 10.0, 30.0, 48.0):
        exact = float(time_south_of(latitude, altitude_km, 51.64))
        assert (under < latitude).mean() == pytest.approx(exact, abs=0.005)  # some 5000 states count to about 0.003


@needs_ephemerides
@pytest.mark.parametrize("name", ["20210813T1240.xml.gz", "20220218T1200.xml.gz"])
def test_the_station_flew_for_three_days_along_the_track(name):
    days, r, v = flown(name)
    early = days - days[0] < 3.0
    days, r, v = days[early] - days[0], r[:, early], v[:, early]
    start = float(flown(name)[0][0])
    across = np.cross(r.T, v.T).T
    inclination = float(np.arccos(across[2] / np.sqrt((across**2).sum(axis=0))).mean())
    nodes = np.unwrap(np.arctan2(across[0], -across[1]))
    drift, node = np.degrees(np.polyfit(days, nodes, 1))
    phase = np.arctan2(r[2] / np.sin(inclination), r[0] * np.cos(nodes) + r[1] * np.sin(nodes))
    # Which orbit it is follows from its pace alone.
    pace = float(np.degrees(np.polyfit(days, np.unwrap(phase), 1)[0]))
    low, high = 300.0, 500.0
    while high - low > 1e-4:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if Circular(middle, np.degrees(inclination)).motion_deg_day > pace else (low, middle)
    orbit = Circular(low, float(np.degrees(inclination)))
    assert orbit.node_drift_deg_day == pytest.approx(drift, rel=0.005)
    longitude, latitude = orbit.ground(days, node_longitude_deg(node % 360.0, start), float(np.degrees(phase[0])))
    distance = np.sqrt((r**2).sum(axis=0))
    sidereal = 280.46061837 + 360.98564736629 * (start + days - 10957.5)
    east = np.degrees(np.arctan2(r[1], r[0])) - sidereal - longitude
    north = geodetic_deg(r[2] / distance, orbit.altitude_km) - latitude
    apart = np.hypot(((east + 180.0) % 360.0 - 180.0) * np.cos(np.radians(latitude)), north)
    assert apart.max() < 0.4  # degrees; short-period terms, eccentricity, drag and the fit's first point


# Countries


def test_the_bundled_countries_are_whole():
    countries = load_countries()
    assert len(countries.names) == len(set(countries.names)) == 242
    known = [code for code in countries.codes if code]
    assert len(known) == len(set(known)) and all(re.fullmatch("[A-Z]{3}", code) for code in known)
    # Natural Earth writes -99 for some that have a code.
    assert {"FRA", "NOR", "XKX", "RUS", "SMR", "LSO", "VAT", "GRL", "TWN", "PSE"} <= set(known)
    for ring in countries.outlines():
        assert (ring[0] == ring[-1]).all() and len(ring) >= 4
        assert np.abs(ring[:, 0]).max() <= 180.0 and np.abs(ring[:, 1]).max() <= 90.0


# Areas in km2 from the CIA's World Factbook (total area), which count waters and borders in their own way.
AREAS = {
    "RUS": (17_098_242, 0.01),
    "KAZ": (2_724_900, 0.01),
    "BRA": (8_515_770, 0.01),
    "AUS": (7_741_220, 0.01),
    "ZAF": (1_219_090, 0.01),
    "MNG": (1_564_116, 0.01),
    "CHE": (41_277, 0.01),
    "FJI": (18_274, 0.02),
    "LSO": (30_355, 0.02),
    "ISL": (103_000, 0.02),
    "LUX": (2_586, 0.02),
    "SMR": (61, 0.15),
}


def test_areas_by_the_same_integral_are_those_that_are_published():
    """Uniform over the ellipsoid instead of over an orbit, the integral along borders gives areas."""
    e = np.sqrt(E2)

    def authalic(latitude_deg):
        sine = np.sin(np.radians(latitude_deg))
        return (1 - E2) * (sine / (1 - E2 * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))

    areas = 510_065_622.0 * load_countries().shares(lambda x: 0.5 + 0.5 * authalic(x) / authalic(90.0))
    for code, (published, within) in AREAS.items():
        assert share_of(areas, code) == pytest.approx(published, rel=within), code
    # All land is 148.94 million km2, with 1.6 million of ice shelves that the outlines leave out.
    assert areas.sum() == pytest.approx(147.3e6, rel=0.01)


PLACES = {
    "Moscow": (37.62, 55.75, "RUS"),
    "Kaliningrad": (20.5, 54.71, "RUS"),
    "Vladivostok": (131.9, 43.15, "RUS"),
    "Uelen, beyond the date line": (-169.9, 66.15, "RUS"),
    "Uelen, counted on eastward": (190.1, 66.15, "RUS"),
    "Maseru, inside South Africa": (27.6, -29.4, "LSO"),
    "Bloemfontein, around it": (26.2, -29.1, "ZAF"),
    "San Marino": (12.46, 43.94, "SMR"),
    "Taveuni, on the date line": (179.97, -16.84, "FJI"),
    "South Pole": (0.0, -89.99, "ATA"),
    "Cayenne": (-52.5, 4.5, "FRA"),
    "Oslo": (10.75, 59.95, "NOR"),
    "Pristina": (21.16, 42.66, "XKX"),
    "Gulf of Guinea": (0.0, 0.0, None),
    "Caspian Sea": (51.0, 41.5, None),
    "Point Nemo": (-123.4, -48.9, None),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_lies_in_its_country(place):
    longitude, latitude, code = PLACES[place]
    (found,) = load_parallels().under(np.array([longitude]), np.array([latitude]))
    assert (None if found == NOWHERE else load_countries().codes[found]) == code


def test_points_lie_where_another_program_puts_them():
    shapely = pytest.importorskip("shapely", reason="shapely is not installed: no other program to compare with")
    countries = load_countries()
    parts = [[] for _ in countries.names]
    for ring, owner in zip(countries.outlines(), countries.ring_country, strict=True):
        parts[owner].append(shapely.Polygon(ring).buffer(0))
    shapes = []
    for polygons in parts:
        ordered = sorted(polygons, key=lambda shape: -shape.area)
        whole = ordered[0]
        for shape in ordered[1:]:
            whole = shapely.symmetric_difference(whole, shape)  # a hole lies inside, an island outside
        shapes.append(whole)
    random = np.random.default_rng(3)
    longitude, latitude = random.uniform(-180.0, 180.0, 20_000), random.uniform(-89.9, 84.0, 20_000)
    found = load_parallels().under(longitude, latitude)
    point, country = shapely.STRtree(shapes).query(shapely.points(longitude, latitude), predicate="within")
    expected = np.full(20_000, NOWHERE)
    expected[point] = country
    # Points are looked up on parallels 0.02 deg apart, so that some near a border fall on its other side.
    assert (found == expected).mean() > 0.998
    assert abs((found >= 0).mean() - (expected >= 0).mean()) < 5e-4


# Shares


def test_the_station_flies_over_russia():
    """A tweet said that it does not."""
    russia = share_of(long_run(STATION).share, "RUS")
    assert 0.017 < russia < 0.021  # 27 to 29 minutes of a day
    assert share_of(long_run(Circular(415.0, 28.5)).share, "RUS") == 0.0


def test_the_long_run_is_what_random_points_of_the_orbit_find():
    random = np.random.default_rng(5)
    count = 400_000
    latitude = geodetic_deg(np.sin(np.radians(51.64)) * np.sin(random.uniform(0, 2 * np.pi, count)), 415.0)
    found = load_parallels().under(random.uniform(-180.0, 180.0, count), latitude)
    sampled = np.bincount(found[found >= 0], minlength=242) / count
    exact = long_run(STATION).share
    assert (np.abs(sampled - exact) < 5.0 * np.sqrt(exact / count) + 2e-5).all()


@settings(max_examples=10, deadline=None)
@given(ALTITUDE, st.floats(0.0, 180.0))
def test_the_two_ways_to_land_agree(altitude_km, inclination_deg):
    orbit = Circular(altitude_km, inclination_deg)
    by_border, by_parallel = long_run(orbit).land, sum(row[3] for row in latitude_bands(orbit))
    narrow = abs(np.sin(np.radians(inclination_deg))) < 0.02  # a band no broader than many of the parallels' distance
    assert by_border == pytest.approx(by_parallel, abs=3e-3 if narrow else 3e-4)
    assert 0.0 < by_border < 1.0


def test_an_orbit_over_the_equator_sees_what_lies_on_it():
    shares = long_run(Circular(500.0, 0.0))
    over = {load_countries().codes[k] for k in np.flatnonzero(shares.share > 0)}
    assert {"ECU", "COL", "BRA", "GAB", "COG", "COD", "UGA", "KEN", "SOM", "IDN"} <= over and "VEN" not in over
    assert share_of(shares.share, "BRA") == pytest.approx(20.3 / 360.0, abs=0.004)  # from 70.0 W to 49.8 W


def test_a_sampled_track_comes_nearer_to_the_long_run_the_longer_it_is():
    exact = long_run(STATION).share
    errors = [float(np.abs(over_days(STATION, days, 20.0).share - exact).max()) for days in (1.0, 10.0, 100.0)]
    assert errors[0] > 3.0 * errors[1] > 9.0 * errors[2] and errors[2] < 1e-4


def test_the_spread_over_starts_narrows_and_holds_the_long_run():
    short, longer = (over_days_from_anywhere(STATION, days) for days in (1.0, 16.0))
    exact = long_run(STATION)
    for shares in (short, longer):
        assert shares.share == pytest.approx(exact.share) and shares.land_low < exact.land < shares.land_high
        assert share_of(shares.low, "RUS") < share_of(exact.share, "RUS") < share_of(shares.high, "RUS")
    assert longer.land_high - longer.land_low < 0.5 * (short.land_high - short.land_low)
    random, moments = np.random.default_rng(2), (np.arange(4000) + 0.5) / 4000
    inside = 0
    for node, phase in random.uniform(0.0, 360.0, (200, 2)):
        found = load_parallels().under(*STATION.ground(moments, node, phase))
        inside += short.land_low <= (found >= 0).mean() <= short.land_high
    assert 160 <= inside <= 195  # of 200 other starts, 180 expected


def test_a_track_crosses_countries_in_the_order_of_the_pass():
    names = load_countries().names
    crossed = [names[k] for k in passed_over(STATION, 25.0 / 1440.0, -55.8)]
    assert crossed[0] == "Brazil" and crossed.index("France") < crossed.index("Germany") < crossed.index("Poland")


# The motion


def test_the_track_follows_sgp4_without_drag():
    api = pytest.importorskip("sgp4.api", reason="sgp4 is not installed: no other program to compare with")
    inclination = np.radians(51.64)
    earth_km, mu, j2 = 6378.135, 398600.8, 0.001082616  # WGS 72, SGP4's own
    wanted = 60.0 * np.sqrt(mu / (6378.137 + 415.0) ** 3)
    kozai = wanted
    for _ in range(20):  # SGP4 is given Kozai's mean motion, and works with Brouwer's
        a = (60.0 * np.sqrt(mu / earth_km**3) / kozai) ** (2 / 3)
        part = 0.75 * j2 * (3 * np.cos(inclination) ** 2 - 1)
        d1 = part / a**2
        a *= 1 - d1 * (1 / 3 + d1 * (1 + 134 / 81 * d1))
        kozai = wanted * (1 + part / a**2)
    body = api.Satrec()
    epoch = (date(2022, 2, 26) - date(1949, 12, 31)).days
    body.sgp4init(api.WGS72, "i", 1, epoch, 0.0, 0.0, 0.0, 1e-6, 0.0, inclination, 0.0, kozai, np.radians(100.0))
    days = np.arange(0.0, 5.0, 1.0 / 1440.0)
    start, part_of_day = api.jday(2022, 2, 26, 0, 0, 0)
    errors, r, _ = body.sgp4_array(np.full(len(days), start), part_of_day + days)
    assert not errors.any()
    sidereal = 280.46061837 + 360.98564736629 * (start - 2451545.0 + part_of_day + days)
    longitude = np.degrees(np.arctan2(r[:, 1], r[:, 0])) - sidereal
    distance = np.sqrt((r**2).sum(axis=1))
    latitude = geodetic_deg(r[:, 2] / distance, 415.0)
    ours = STATION.ground(days, node_longitude_deg(100.0, day("2022-02-26")))
    apart = np.hypot(((longitude - ours[0] + 180.0) % 360.0 - 180.0) * np.cos(np.radians(latitude)), latitude - ours[1])
    assert apart.max() < 0.15  # degrees; the short-period terms alone make 0.1


# The sun


def test_the_sun_stands_where_the_almanac_has_it():
    # J. Meeus, 'Astronomical Algorithms', example 25.a: 1992-10-13 0h, 198.38083 deg and -7.78507 deg.
    ascension, declination = sun_direction_deg(day("1992-10-13"))
    assert float(ascension) == pytest.approx(198.381, abs=0.01)
    assert float(declination) == pytest.approx(-7.785, abs=0.01)


def test_the_beta_angle_reaches_the_stations_known_limit():
    """75 deg are what the station's thermal and power design is quoted for: 51.64 + 23.44."""
    days, nodes = np.meshgrid(np.arange(day("2022-01-01"), day("2023-01-01")), np.arange(0.0, 360.0, 1.0))
    beta = beta_angle_deg(days, nodes, 51.64)
    assert beta.max() == pytest.approx(75.08, abs=0.02) and beta.min() == pytest.approx(-75.08, abs=0.02)


@given(st.floats(0.0, 25_000.0), st.floats(0.0, 360.0), st.floats(0.0, 180.0))
def test_the_beta_angle_turns_over_with_the_plane(day_number, raan_deg, inclination_deg):
    beta = float(beta_angle_deg(day_number, raan_deg, inclination_deg))
    other = float(beta_angle_deg(day_number, raan_deg + 180.0, 180.0 - inclination_deg))
    assert beta == pytest.approx(-other, abs=1e-9) and abs(beta) <= 90.0
    declination = float(sun_direction_deg(day_number)[1])
    assert float(beta_angle_deg(day_number, raan_deg, 0.0)) == pytest.approx(declination, abs=1e-9)
