import subprocess
import sys
from pathlib import Path

from PIL import Image

from device.ui import showcase

ROOT = Path(__file__).parents[3]


def test_every_screen_is_drawn_in_every_size(tmp_path: Path) -> None:
    sizes = ("800x480", "1024x600")
    command = [sys.executable, "-m", "device.ui.gallery", str(tmp_path), *sizes]
    subprocess.run(command, cwd=ROOT, check=True)
    drawn = {file.name for file in tmp_path.iterdir()}
    assert drawn == {f"{name}-{size}.png" for name in showcase.views() for size in sizes}
    for file in tmp_path.iterdir():
        with Image.open(file) as image:
            assert f"{image.width}x{image.height}.png" in file.name
            colours = image.convert("RGB").getcolors(1_000_000)
            assert colours
            assert len(colours) > 20
