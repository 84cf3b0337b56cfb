"""Rasterises page one of every PDF named in argv at 150 dpi, reads its QR code with zbarimg, and looks whether
every Chinese character that text extraction finds is really drawn where it says. Prints one JSON object a file:
{"file", "qr": text, "characters": how many were looked at, "blank": those without ink}."""
import json
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

DPI = 150
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def look(file: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        run("pdftoppm", "-r", str(DPI), "-gray", "-singlefile", file, f"{folder}/page")
        page = np.asarray(Image.open(f"{folder}/page.pgm").convert("L"), dtype=float)
        qr = run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", f"{folder}/page.pgm")
    characters, blank = 0, []
    scale = DPI / 72
    for x0, y0, x1, y1, word in WORD.findall(run("pdftotext", "-bbox", file, "-")):
        x0, y0, x1, y1 = (float(value) * scale for value in (x0, y0, x1, y1))
        if y1 - y0 < 8 * scale:
            continue
        box = page[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]
        step = box.shape[1] / len(word)
        for position, character in enumerate(word):
            if not HAN.match(character) or len(word) != len(HAN.findall(word)):
                continue
            characters += 1
            cell = box[:, int(position * step) : max(int(position * step) + 1, int((position + 1) * step))]
            # Spread labels have wide cells: ink is counted in columns, against the height of the line.
            if (cell.min(axis=0) < 170).sum() < 0.1 * box.shape[0]:
                blank.append(character)
    return {"file": file, "qr": qr.strip(), "characters": characters, "blank": blank}


with ThreadPoolExecutor(2) as pool:
    for result in pool.map(look, sys.argv[1:]):
        print(json.dumps(result, ensure_ascii=False), flush=True)
