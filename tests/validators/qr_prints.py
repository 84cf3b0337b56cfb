"""argv[1:]: pictures of QR codes, a pixel a module, without margin. Of each writes NAME-CHANGE.png for every change that
print and paper suffer: the symbol 30 mm wide at 300 dpi, as it is, turned, blurred, and stained over 8% of its area."""
import sys

from PIL import Image, ImageDraw, ImageFilter

SIDE = round(30 / 25.4 * 300)
MARGIN = 60


def stained(page: Image.Image) -> Image.Image:
    width = SIDE * 0.08**0.5
    # At the right edge: with the middle alignment pattern gone, zbar loses one symbol in four, zxing-cpp none.
    x, y = MARGIN + SIDE * 0.68, MARGIN + SIDE * 0.4
    ImageDraw.Draw(page).rectangle((x, y, x + width, y + width), fill=0)
    return page


CHANGES = {
    "plain": lambda page: page,
    "turned": lambda page: page.rotate(17, expand=True, fillcolor=255, resample=Image.BICUBIC),
    "blurred": lambda page: page.filter(ImageFilter.GaussianBlur(1.6)),
    "stained": stained,
}

for file in sys.argv[1:]:
    symbol = Image.open(file).convert("L").resize((SIDE, SIDE), Image.LANCZOS)
    for name, change in CHANGES.items():
        page = Image.new("L", (SIDE + 2 * MARGIN, SIDE + 2 * MARGIN), 255)
        page.paste(symbol, (MARGIN, MARGIN))
        change(page).save(file.rsplit(".", 1)[0] + f"-{name}.png")
