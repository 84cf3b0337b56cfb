"""Compares pictures in pairs: argv[1], argv[2], argv[3], argv[4] … Prints one JSON object a pair, or {"sizes": …}:
worst  difference of mean grey (0–255) in the worst patch of 6 × 6 pixels, blurred by one pixel so that edges may be
       smoothed differently;
mean   the same over the whole page;
lost   dark ink (text, not the pale art) that the second has in some patch of 10 × 10 pixels and the first has not:
       for pictures that two programs drew, whose fine lines never agree."""
import json
import sys

import numpy as np
from PIL import Image, ImageFilter

DARK = 170


def page(file: str, blur: float) -> np.ndarray:
    flat = Image.open(file).convert("RGBA")
    paper = Image.new("RGBA", flat.size, "white")
    paper.alpha_composite(flat)
    return np.asarray(paper.convert("L").filter(ImageFilter.GaussianBlur(blur)), dtype=float)


def patches(pixels: np.ndarray, side: int) -> np.ndarray:
    """The mean of every square of that side, wherever it lies."""
    sums = np.pad(pixels, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    return (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) / side**2


def ink(file: str) -> np.ndarray:
    return np.clip(DARK - page(file, 1), 0, None)


def most_nearby(values: np.ndarray) -> np.ndarray:
    """The greatest value within two pixels: programs may place a glyph so much apart."""
    shifted = [np.roll(values, (dy, dx), (0, 1)) for dy in range(-2, 3) for dx in range(-2, 3)]
    return np.max(shifted, axis=0)


for first, second in zip(sys.argv[1::2], sys.argv[2::2]):
    a, b = page(first, 1), page(second, 1)
    if any(abs(x - y) > 1 for x, y in zip(a.shape, b.shape)):
        print(json.dumps({"sizes": [a.shape, b.shape]}), flush=True)
        continue
    shared = tuple(slice(0, min(x, y)) for x, y in zip(a.shape, b.shape))
    difference = np.abs(patches(a[shared], 6) - patches(b[shared], 6))
    lost = patches(ink(second)[shared], 10) - most_nearby(patches(ink(first)[shared], 10))
    print(json.dumps({
        "worst": round(float(difference.max()), 1),
        "mean": round(float(difference.mean()), 3),
        "lost": round(float(lost.max()), 1),
    }), flush=True)
