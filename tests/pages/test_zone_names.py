import pytest

from pages import moments, zone_names


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("  new   york ", "America/New_York"),
        ("America/new york", "America/New_York"),
        ("Beijing", "Asia/Shanghai"),
        ("BOSTON", "America/New_York"),
        ("utc", "UTC"),
        ("Atlantis", "Atlantis"),
        (" Atlantis ", "Atlantis"),
        ("", ""),
    ],
)
def test_find_zone_name_by_name_or_city(typed, zone):
    assert zone_names.find_zone_name(typed) == zone


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Asia/Tokyo", "Tokyo"),
        ("Etc/GMT+8", None),
        ("US/Pacific", None),
        ("UTC", None),
    ],
)
def test_city_of_zone(zone, city):
    assert zone_names.city_of(zone) == city


def test_cities_lead_to_known_zones():
    assert set(zone_names.cities().values()) <= moments.time_zones()
