"""What is handed to the kernel for chips and wires has the forms of its own headers."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hardware.power.api import Power
from hardware.power.fuel_gauge import FuelGauge
from hardware.power.i2c import BusChip, Exchange, Message
from hardware.power.power_good import (
    GET_LINE,
    GET_VALUES,
    REQUEST,
    VALUES,
    ChipLine,
    PowerGood,
    request_for,
)


@pytest.mark.parametrize("path", ["/nonexistent", "/dev/null"])
def test_a_bus_or_pin_that_is_none_is_unknown(path: str) -> None:
    assert FuelGauge(BusChip(Path(path), 0x36)).look() == Power()
    line = ChipLine(Path(path), 6, pulled_up=True)
    assert PowerGood(line, high_is_mains=True).look() == Power()
    line.close()


def test_what_is_handed_to_the_kernel_has_the_forms_of_its_headers(tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    if compiler is None or not Path("/usr/include/linux/gpio.h").exists():
        pytest.skip("no compiler, or no headers of the kernel")
    source = tmp_path / "forms.c"
    source.write_text(
        """
        #include <stddef.h>
        #include <stdio.h>
        #include <linux/gpio.h>
        #include <linux/i2c.h>
        #include <linux/i2c-dev.h>
        int main(void) {
            struct gpio_v2_line_request r;
            printf("%zu %zu %zu %zu %zu %zu %lu %lu %llu %llu %llu %zu %zu %u\\n",
                sizeof r, offsetof(struct gpio_v2_line_request, consumer),
                offsetof(struct gpio_v2_line_request, config.flags),
                offsetof(struct gpio_v2_line_request, num_lines),
                offsetof(struct gpio_v2_line_request, fd),
                sizeof(struct gpio_v2_line_values),
                (unsigned long)GPIO_V2_GET_LINE_IOCTL,
                (unsigned long)GPIO_V2_LINE_GET_VALUES_IOCTL,
                (unsigned long long)GPIO_V2_LINE_FLAG_INPUT,
                (unsigned long long)GPIO_V2_LINE_FLAG_BIAS_PULL_UP,
                (unsigned long long)GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN,
                sizeof(struct i2c_msg), sizeof(struct i2c_rdwr_ioctl_data), I2C_RDWR);
        }
        """
    )
    program = tmp_path / "forms"
    subprocess.run([compiler, str(source), "-o", str(program)], check=True)
    told = [int(word) for word in subprocess.check_output([program]).split()]
    packed = request_for(0x11223344, 0x55)
    assert told == [
        REQUEST.size,
        packed.index(b"quay power"),
        packed.index(0x55),
        288 + 8 + 4 + 20 + 240,
        REQUEST.size - 4,
        VALUES.size,
        GET_LINE,
        GET_VALUES,
        1 << 2,
        1 << 8,
        1 << 9,
        _size(Message),
        _size(Exchange),
        0x0707,
    ]
    assert packed[:4] == (0x11223344).to_bytes(4, "little")


def _size(kind: type[Message] | type[Exchange]) -> int:
    return len(bytes(kind()))
