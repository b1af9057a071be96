"""A MaxMind-format database, where the operator gives one, says where an address is."""

import json
import urllib.request

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet
from world import Signet

PLACE = {
    "city": {"names": {"en": "Austin"}},
    "country": {"iso_code": "US", "names": {"en": "United States"}},
    "location": {"latitude": 30.2966, "longitude": -97.7663, "time_zone": "America/Chicago"},
    "postal": {"code": "78703"},
    "subdivisions": [{"iso_code": "TX", "names": {"en": "Texas"}}],
}


@pytest.fixture
def located(tmp_path):
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Test-City", float_type="f64")
    writer.insert_network(IPSet(["127.0.0.0/8"]), PLACE)
    writer.to_db_file(str(tmp_path / "places.mmdb"))
    signet = Signet(tmp_path, "--geoip", str(tmp_path / "places.mmdb"))
    yield signet
    signet.close()


def test_places_come_from_the_database(located):
    issued = json.loads(
        urllib.request.urlopen(f"{located.url}/v1/certificates", b'{"page_url":"https://forms.example/"}').read())
    batch = f"{located.url}/v1/certificates/{issued['id']}/events/0?token={issued['token']}&submitted=1"
    assert urllib.request.urlopen(batch, b"[]").status == 204
    status, answer = located.ask(issued["certificate_url"], {"insights": {"properties": ["approx_ip_geo"]}})
    assert status == 200
    assert answer["insights"]["properties"]["approx_ip_geo"] == {
        "city": "Austin", "country_code": "US", "lat": 30.2966, "lon": -97.7663, "postal_code": "78703",
        "state": "Texas", "time_zone": "America/Chicago",
    }
