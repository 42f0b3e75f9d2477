"""The pictures that the questions in the style of GQA and NLVR are asked about, two states each."""

from __future__ import annotations

from collections.abc import Mapping

from visprog_benchmarks.phrasings.dataset_style.story import Story, tell

BEACH = (
    tell(
        "beach 1",
        "outdoors sunny beach daytime",
        """
        man, young, tall, standing @ 10 20 28 92; wearing hat; holding surfboard
        hat, black @ 14 20 23 28
        shirt, red @ 11 36 27 58
        surfboard, white, large, plastic @ 27 30 40 90
        woman, sitting, old @ 55 45 72 92; wearing sunglasses; holding umbrella; reading book
        sunglasses, black @ 60 48 66 51
        umbrella, blue, open @ 50 22 78 44
        book, red @ 57 66 65 74
        dog, brown, small, running @ 80 74 95 92; chasing ball
        ball, yellow, round @ 90 90 96 97
        sky, blue, clear @ 0 0 100 20
        """,
    ),
    tell(
        "beach 2",
        "outdoors cloudy beach daytime",
        """
        man, old, sitting @ 60 40 80 94; wearing jacket; holding umbrella
        jacket, green @ 61 52 79 74
        shirt, green @ 31 52 38 70
        umbrella, red, closed @ 80 40 86 92
        woman, young, standing @ 26 30 42 94; wearing hat; holding phone
        hat, blue @ 30 28 38 35
        phone, black @ 40 50 44 55
        dog, white, large, sleeping @ 4 76 22 94
        boat, white, wooden @ 84 20 99 34
        sky, gray, cloudy @ 0 0 100 20
        """,
    ),
)

TABLE = (
    tell(
        "table 1",
        "indoors kitchen",
        """
        table, brown, wooden, large @ 5 50 95 98
        plate, white, round @ 34 54 62 72
        pizza, round @ 38 56 58 70
        fork, silver, metal @ 26 56 32 72
        cup, red, plastic, small @ 70 50 80 64
        phone, black @ 82 66 92 72
        bowl, blue, glass @ 8 54 24 68
        apple, green @ 10 54 15 60
        banana, yellow @ 16 54 22 60
        lamp, white, tall, on @ 84 10 94 44
        wall, white @ 0 0 100 48
        """,
    ),
    tell(
        "table 2",
        "indoors restaurant",
        """
        table, white, plastic, small @ 10 52 90 98
        plate, white, square @ 60 56 84 72
        sandwich, large @ 64 57 80 70
        knife, silver, metal @ 52 56 57 72
        cup, white, ceramic, large @ 30 50 42 68
        phone, white @ 16 66 26 72
        apple, red @ 44 60 50 68
        lamp, black, small, off @ 4 14 14 46
        clock, round, black @ 46 12 56 26
        wall, yellow @ 0 0 100 50
        """,
    ),
)

ROAD = (
    tell(
        "road 1",
        "outdoors sunny street daytime city",
        """
        bus, red, large, parked @ 50 20 92 70
        car, black, parked @ 6 50 34 72
        bench, brown, wooden @ 36 74 60 92
        boy, young, sitting @ 40 60 50 88; wearing helmet; eating sandwich; sitting-on bench
        helmet, white @ 41 58 49 66
        sandwich, small @ 46 72 50 75
        bicycle, blue @ 10 76 30 96
        tree, tall, green @ 0 4 16 48
        building, brick, tall @ 18 2 48 46
        fence, metal, black @ 60 78 98 96
        """,
    ),
    tell(
        "road 2",
        "outdoors rainy street nighttime city",
        """
        truck, white, large, moving @ 8 24 48 70
        car, red, moving @ 66 52 92 74
        bench, gray, metal @ 8 76 34 94
        girl, young, walking @ 50 46 60 92; wearing coat; holding umbrella
        coat, yellow @ 50 58 60 80
        umbrella, red, open @ 44 34 66 48
        tree, small, bare @ 62 8 74 46
        building, brick, tall @ 78 2 99 48
        sign, yellow @ 38 74 44 90
        """,
    ),
)

LIVING = (
    tell(
        "living 1",
        "indoors livingroom",
        """
        couch, brown, leather, large @ 6 46 50 90
        cat, black, sleeping, small @ 14 54 30 66; lying-on couch
        pillow, red, square @ 36 54 48 68
        chair, white, wooden @ 66 44 86 92
        lamp, white, tall, on @ 88 20 98 84
        window, large, open @ 30 4 60 36
        curtain, white @ 20 2 30 40
        television, black @ 66 10 90 34
        rug, red @ 30 90 80 99
        """,
    ),
    tell(
        "living 2",
        "indoors livingroom",
        """
        couch, white, large @ 50 46 96 90
        dog, brown, sitting, large @ 62 54 84 78; lying-on couch
        chair, white, plastic @ 8 46 30 92
        cat, white, standing, small @ 12 48 24 62
        lamp, black, tall, off @ 36 20 46 86
        window, small, closed @ 60 6 80 30
        curtain, green @ 80 4 92 40
        rug, blue @ 10 92 60 99
        """,
    ),
)

PLACES: Mapping[str, tuple[Story, ...]] = {
    "beach": BEACH,
    "table": TABLE,
    "road": ROAD,
    "living": LIVING,
}

PAIRS: Mapping[str, tuple[tuple[Story, Story], ...]] = {
    "beaches": (BEACH, (BEACH[1], BEACH[1])),
    "roads": (ROAD, (ROAD[0], ROAD[0])),
    "livings": (LIVING, (LIVING[1], LIVING[1])),
}
"""By name, the states of a pair of pictures."""
