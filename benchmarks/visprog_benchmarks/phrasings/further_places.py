"""Scenes of more things than :mod:`places` has, likewise in several states each."""

from __future__ import annotations

from visprog_benchmarks.phrasings.places import held, of
from visprog_benchmarks.world.layout import Put

BEACH = of(
    "sand",
    [
        Put("tent", (0.18, 0.28), 0.40),
        Put("umbrella", (0.50, 0.22), 0.30, "red"),
        Put("bucket", (0.36, 0.80), 0.20, "blue"),
        Put("turtle", (0.84, 0.82), 0.26),
        Put("crab", (0.60, 0.84), 0.14),
        Put("crab", (0.54, 0.58), 0.14),
        Put("ball", (0.76, 0.16), 0.14, "yellow"),
        Put("ball", (0.92, 0.38), 0.14, "blue"),
        Put("person", (0.12, 0.62), 0.26),
        Put("person", (0.74, 0.50), 0.26),
    ],
    [
        Put("tent", (0.80, 0.30), 0.42),
        Put("umbrella", (0.24, 0.26), 0.34, "yellow"),
        Put("bucket", (0.62, 0.60), 0.18, "red"),
        Put("turtle", (0.16, 0.80), 0.28),
        Put("ball", (0.42, 0.56), 0.14, "red"),
        Put("crab", (0.88, 0.80), 0.16),
        Put("kite", (0.50, 0.18), 0.22),
        Put("person", (0.38, 0.82), 0.24),
    ],
    [
        Put("tent", (0.54, 0.28), 0.38),
        Put("umbrella", (0.84, 0.28), 0.32, "blue"),
        Put("bucket", (0.14, 0.82), 0.22, "yellow"),
        Put("turtle", (0.42, 0.80), 0.24),
        Put("ball", (0.10, 0.20), 0.14, "red"),
        Put("ball", (0.10, 0.46), 0.14, "green"),
        Put("ball", (0.28, 0.20), 0.14, "red"),
        Put("crab", (0.66, 0.84), 0.14),
        Put("crab", (0.86, 0.84), 0.14),
        Put("crab", (0.76, 0.62), 0.14),
    ],
    [
        Put("tent", (0.22, 0.72), 0.40),
        Put("umbrella", (0.62, 0.72), 0.34, "red"),
        Put("bucket", (0.88, 0.82), 0.20, "red"),
        Put("turtle", (0.30, 0.34), 0.26),
        Put("person", (0.52, 0.22), 0.24),
        Put("person", (0.71, 0.22), 0.24),
        Put("person", (0.90, 0.22), 0.24),
        Put("kite", (0.10, 0.20), 0.18),
        Put("kite", (0.84, 0.54), 0.18),
    ],
    [
        Put("tent", (0.78, 0.74), 0.40),
        Put("umbrella", (0.20, 0.72), 0.36, "green"),
        Put("bucket", (0.48, 0.56), 0.18, "green"),
        Put("turtle", (0.84, 0.24), 0.30),
        Put("ball", (0.64, 0.46), 0.14, "orange"),
        Put("crab", (0.20, 0.24), 0.16),
        Put("crab", (0.40, 0.20), 0.16),
        Put("person", (0.60, 0.22), 0.24),
    ],
)
"""One tent, one umbrella, one bucket, one turtle; balls, crabs, people, kites or none."""

ZOO = of(
    "grass",
    [
        Put("tree", (0.21, 0.34), 0.56, holds=held("parrot", "parrot")),
        Put("elephant", (0.70, 0.28), 0.44),
        Put("giraffe", (0.88, 0.74), 0.40),
        Put("lion", (0.18, 0.84), 0.26),
        Put("zebra", (0.42, 0.80), 0.26),
        Put("zebra", (0.64, 0.80), 0.22),
        Put("monkey", (0.48, 0.22), 0.16),
    ],
    [
        Put("tree", (0.76, 0.36), 0.62, holds=held("parrot")),
        Put("elephant", (0.28, 0.72), 0.44),
        Put("giraffe", (0.16, 0.24), 0.38),
        Put("lion", (0.62, 0.84), 0.24),
        Put("monkey", (0.34, 0.16), 0.16),
        Put("monkey", (0.46, 0.36), 0.16),
        Put("monkey", (0.90, 0.86), 0.16),
    ],
    [
        Put("tree", (0.50, 0.34), 0.58),
        Put("elephant", (0.16, 0.30), 0.32),
        Put("giraffe", (0.84, 0.30), 0.48),
        Put("lion", (0.84, 0.80), 0.30),
        Put("zebra", (0.16, 0.82), 0.26),
        Put("zebra", (0.38, 0.84), 0.22),
        Put("zebra", (0.60, 0.84), 0.22),
    ],
    [
        Put("tree", (0.24, 0.66), 0.60, holds=held("parrot", "parrot", "parrot")),
        Put("elephant", (0.66, 0.72), 0.48),
        Put("giraffe", (0.88, 0.24), 0.40),
        Put("lion", (0.40, 0.18), 0.28),
        Put("monkey", (0.64, 0.18), 0.16),
        Put("monkey", (0.14, 0.18), 0.16),
    ],
    [
        Put("tree", (0.81, 0.32), 0.56, holds=held("parrot")),
        Put("elephant", (0.46, 0.24), 0.34),
        Put("giraffe", (0.16, 0.68), 0.50),
        Put("lion", (0.56, 0.78), 0.30),
        Put("zebra", (0.82, 0.82), 0.22),
        Put("monkey", (0.20, 0.18), 0.18),
    ],
)
"""One tree with parrots or none, one elephant, one giraffe, one lion; zebras, monkeys or none."""

SKY = of(
    "sky",
    [
        Put("airplane", (0.24, 0.30), 0.34),
        Put("sun", (0.86, 0.18), 0.26),
        Put("balloon", (0.14, 0.72), 0.26, "red"),
        Put("balloon", (0.38, 0.58), 0.22, "blue"),
        Put("balloon", (0.60, 0.16), 0.18, "red"),
        Put("kite", (0.80, 0.72), 0.30),
        Put("bird", (0.58, 0.84), 0.13),
        Put("bird", (0.52, 0.40), 0.13),
    ],
    [
        Put("airplane", (0.74, 0.40), 0.36),
        Put("sun", (0.14, 0.20), 0.24),
        Put("balloon", (0.38, 0.26), 0.26, "green"),
        Put("helicopter", (0.48, 0.58), 0.22),
        Put("cloud", (0.22, 0.78), 0.30),
        Put("cloud", (0.66, 0.82), 0.26),
        Put("bird", (0.88, 0.66), 0.13),
    ],
    [
        Put("airplane", (0.30, 0.78), 0.36),
        Put("sun", (0.50, 0.20), 0.24),
        Put("balloon", (0.82, 0.22), 0.26, "yellow"),
        Put("balloon", (0.84, 0.58), 0.22, "blue"),
        Put("balloon", (0.64, 0.54), 0.20, "yellow"),
        Put("balloon", (0.92, 0.86), 0.16, "red"),
        Put("cloud", (0.18, 0.22), 0.30),
        Put("kite", (0.64, 0.86), 0.20),
        Put("kite", (0.12, 0.52), 0.18),
    ],
    [
        Put("airplane", (0.56, 0.74), 0.34),
        Put("sun", (0.88, 0.62), 0.22),
        Put("kite", (0.16, 0.22), 0.28),
        Put("cloud", (0.46, 0.20), 0.28),
        Put("cloud", (0.80, 0.22), 0.28),
        Put("cloud", (0.20, 0.80), 0.28),
        Put("bird", (0.32, 0.48), 0.13),
        Put("bird", (0.62, 0.44), 0.13),
        Put("bird", (0.10, 0.52), 0.13),
        Put("bird", (0.90, 0.44), 0.13),
    ],
    [
        Put("airplane", (0.20, 0.36), 0.30),
        Put("sun", (0.36, 0.78), 0.24),
        Put("balloon", (0.52, 0.22), 0.28, "purple"),
        Put("balloon", (0.74, 0.62), 0.20, "purple"),
        Put("helicopter", (0.84, 0.22), 0.28),
        Put("cloud", (0.66, 0.86), 0.26),
    ],
)
"""One airplane, one sun; balloons, clouds, kites, birds, a helicopter or none."""

DESK = of(
    "wood",
    [
        Put("laptop", (0.50, 0.32), 0.46),
        Put("phone", (0.86, 0.46), 0.20),
        Put("clock", (0.12, 0.22), 0.22),
        Put("book", (0.14, 0.74), 0.24, "red"),
        Put("book", (0.34, 0.82), 0.20, "blue"),
        Put("cup", (0.58, 0.82), 0.20),
        Put("key", (0.82, 0.80), 0.16, "black"),
    ],
    [
        Put("laptop", (0.24, 0.36), 0.44),
        Put("phone", (0.58, 0.76), 0.24),
        Put("clock", (0.86, 0.76), 0.26),
        Put("book", (0.84, 0.22), 0.26, "green"),
        Put("cup", (0.14, 0.84), 0.18),
        Put("cup", (0.36, 0.84), 0.18),
        Put("camera", (0.58, 0.26), 0.26),
    ],
    [
        Put("laptop", (0.76, 0.70), 0.42),
        Put("phone", (0.12, 0.24), 0.26),
        Put("clock", (0.38, 0.22), 0.20),
        Put("book", (0.14, 0.78), 0.24, "blue"),
        Put("book", (0.42, 0.70), 0.20, "blue"),
        Put("book", (0.62, 0.22), 0.22, "black"),
        Put("scissors", (0.88, 0.20), 0.22),
    ],
    [
        Put("laptop", (0.42, 0.72), 0.40),
        Put("phone", (0.82, 0.58), 0.28),
        Put("clock", (0.84, 0.22), 0.30),
        Put("book", (0.12, 0.26), 0.26, "yellow"),
        Put("book", (0.36, 0.24), 0.22, "red"),
        Put("cup", (0.12, 0.58), 0.18),
        Put("cup", (0.12, 0.84), 0.18),
        Put("camera", (0.60, 0.22), 0.20),
        Put("key", (0.66, 0.46), 0.14, "red"),
    ],
)
"""One laptop, one phone, one clock; books; cups, a camera, scissors, a key or none."""

WARDROBE = of(
    "plain",
    [
        Put("dress", (0.20, 0.34), 0.50, "red"),
        Put("hat", (0.48, 0.20), 0.24, "black"),
        Put("scarf", (0.76, 0.24), 0.28, "red"),
        Put("handbag", (0.88, 0.74), 0.24, "brown"),
        Put("shirt", (0.56, 0.64), 0.28, "blue"),
        Put("shoe", (0.14, 0.84), 0.18, "black"),
        Put("shoe", (0.32, 0.86), 0.18, "black"),
    ],
    [
        Put("dress", (0.80, 0.34), 0.48, "blue"),
        Put("hat", (0.16, 0.22), 0.26, "red"),
        Put("scarf", (0.42, 0.26), 0.30, "green"),
        Put("handbag", (0.16, 0.74), 0.28, "red"),
        Put("shirt", (0.42, 0.74), 0.26, "red"),
        Put("shirt", (0.64, 0.80), 0.22, "yellow"),
        Put("backpack", (0.88, 0.80), 0.24, "blue"),
    ],
    [
        Put("dress", (0.50, 0.32), 0.46, "green"),
        Put("hat", (0.84, 0.22), 0.24, "green"),
        Put("scarf", (0.16, 0.22), 0.28, "yellow"),
        Put("handbag", (0.56, 0.80), 0.26, "black"),
        Put("shirt", (0.14, 0.72), 0.26, "green"),
        Put("shirt", (0.36, 0.80), 0.22, "orange"),
        Put("shirt", (0.86, 0.60), 0.26, "green"),
        Put("shoe", (0.76, 0.88), 0.16, "red"),
    ],
    [
        Put("dress", (0.82, 0.64), 0.50, "yellow"),
        Put("hat", (0.60, 0.20), 0.28, "yellow"),
        Put("scarf", (0.52, 0.74), 0.30, "blue"),
        Put("handbag", (0.16, 0.22), 0.26, "yellow"),
        Put("shoe", (0.12, 0.62), 0.18, "brown"),
        Put("shoe", (0.30, 0.62), 0.18, "brown"),
        Put("shoe", (0.12, 0.86), 0.18, "black"),
        Put("shoe", (0.30, 0.86), 0.18, "black"),
    ],
)
"""One dress, one hat, one scarf, one handbag; shirts, shoes, a backpack or none."""

MARKET = of(
    "wood",
    [
        Put("basket", (0.26, 0.36), 0.50, holds=held("apple", "apple", "apple")),
        Put("bowl", (0.74, 0.34), 0.42, "blue", holds=held("lemon", "lemon")),
        Put("carrot", (0.14, 0.84), 0.20),
        Put("carrot", (0.36, 0.84), 0.20),
        Put("bread", (0.62, 0.82), 0.24),
        Put("cheese", (0.86, 0.82), 0.20),
    ],
    [
        Put("basket", (0.74, 0.64), 0.50, holds=held("pear", "pear")),
        Put(
            "bowl", (0.24, 0.70), 0.42, "red", holds=held("strawberry", "strawberry", "strawberry")
        ),
        Put("broccoli", (0.14, 0.20), 0.22),
        Put("broccoli", (0.36, 0.20), 0.22),
        Put("lemon", (0.60, 0.16), 0.14),
        Put("cheese", (0.86, 0.18), 0.18),
    ],
    [
        Put("basket", (0.50, 0.34), 0.46, holds=held("banana")),
        Put("bowl", (0.22, 0.76), 0.38, "green", holds=held("apple", "apple")),
        Put("carrot", (0.58, 0.82), 0.18),
        Put("carrot", (0.76, 0.82), 0.18),
        Put("carrot", (0.90, 0.60), 0.18),
        Put("broccoli", (0.14, 0.24), 0.22),
        Put("bread", (0.86, 0.22), 0.24),
    ],
    [
        Put("basket", (0.26, 0.66), 0.48, holds=held("apple", "pear")),
        Put("bowl", (0.76, 0.68), 0.40, "yellow", holds=held("lemon")),
        Put("carrot", (0.16, 0.18), 0.20),
        Put("bread", (0.48, 0.20), 0.26),
        Put("cheese", (0.80, 0.20), 0.22),
        Put("apple", (0.50, 0.50), 0.13),
    ],
)
"""One basket and one bowl, both with fruit; carrots, broccoli, bread, cheese or none."""

STAGE = of(
    "plain",
    [
        Put("piano", (0.26, 0.32), 0.44),
        Put("guitar", (0.60, 0.28), 0.34),
        Put("guitar", (0.86, 0.28), 0.30),
        Put("drum", (0.54, 0.78), 0.26),
        Put("person", (0.82, 0.78), 0.28),
        Put("cat", (0.18, 0.82), 0.24),
    ],
    [
        Put("piano", (0.74, 0.68), 0.44),
        Put("trumpet", (0.14, 0.20), 0.22),
        Put("trumpet", (0.38, 0.20), 0.22),
        Put("trumpet", (0.62, 0.20), 0.22),
        Put("cat", (0.88, 0.20), 0.20),
        Put("person", (0.14, 0.72), 0.34),
        Put("person", (0.40, 0.74), 0.28),
    ],
    [
        Put("piano", (0.48, 0.74), 0.40),
        Put("guitar", (0.16, 0.34), 0.40),
        Put("drum", (0.84, 0.26), 0.28),
        Put("trumpet", (0.50, 0.22), 0.26),
        Put("cat", (0.86, 0.78), 0.26),
    ],
    [
        Put("piano", (0.24, 0.72), 0.42),
        Put("guitar", (0.80, 0.74), 0.38),
        Put("cat", (0.48, 0.24), 0.22),
        Put("person", (0.16, 0.22), 0.26),
        Put("person", (0.68, 0.22), 0.26),
        Put("person", (0.88, 0.22), 0.26),
    ],
)
"""One piano, one cat; guitars, trumpets, a drum, people or none."""

POND = of(
    "water",
    [
        Put("boat", (0.32, 0.34), 0.56, holds=held("person", "dog")),
        Put("nest", (0.84, 0.78), 0.30, holds=held("egg", "egg")),
        Put("duck", (0.78, 0.16), 0.20),
        Put("duck", (0.84, 0.44), 0.18),
        Put("frog", (0.10, 0.82), 0.18),
        Put("frog", (0.42, 0.84), 0.18),
        Put("fish", (0.58, 0.84), 0.18),
    ],
    [
        Put("boat", (0.66, 0.64), 0.56, holds=held("person")),
        Put("nest", (0.18, 0.24), 0.32, holds=held("egg")),
        Put("duck", (0.16, 0.74), 0.20),
        Put("frog", (0.48, 0.18), 0.20),
        Put("fish", (0.78, 0.12), 0.16),
        Put("fish", (0.92, 0.26), 0.16),
    ],
    [
        Put("boat", (0.40, 0.70), 0.52, holds=held("cat", "person", "person")),
        Put("nest", (0.84, 0.26), 0.32),
        Put("frog", (0.84, 0.80), 0.20),
        Put("duck", (0.12, 0.20), 0.18),
        Put("duck", (0.34, 0.18), 0.18),
        Put("duck", (0.56, 0.20), 0.18),
    ],
    [
        Put("boat", (0.68, 0.34), 0.54, holds=held("dog", "cat")),
        Put("nest", (0.20, 0.78), 0.34, holds=held("egg")),
        Put("frog", (0.16, 0.24), 0.22),
        Put("frog", (0.44, 0.82), 0.18),
        Put("frog", (0.60, 0.84), 0.18),
        Put("fish", (0.88, 0.82), 0.20),
    ],
    [
        Put("boat", (0.50, 0.66), 0.50),
        Put("nest", (0.16, 0.20), 0.28, holds=held("egg", "egg")),
        Put("duck", (0.48, 0.18), 0.22),
        Put("fish", (0.84, 0.18), 0.20),
        Put("fish", (0.86, 0.42), 0.18),
        Put("fish", (0.12, 0.70), 0.18),
    ],
)
"""One boat with people and animals or none, one nest with eggs or none; ducks, frogs, fish."""
