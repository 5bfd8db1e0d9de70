"""Drawn faces."""

import xml.etree.ElementTree as ET

from lib import faces


def test_a_seed_gives_the_same_face_again_and_another_seed_another():
    assert faces.drawn("honoka") == faces.drawn("honoka")
    assert len({faces.drawn(f"seed {n}") for n in range(100)}) > 90


def test_every_style_is_well_formed():
    for n in range(60):
        assert ET.fromstring(faces.portrait(str(n))).get("viewBox") == "0 0 40 40"
