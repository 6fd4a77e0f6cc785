"""What the sale's tiles lead to."""

from device.counter.opening import Opener
from device.counter.selling.labels import open_labels
from device.counter.selling.parking import drop, park, unpark
from device.counter.states.asking import Item

openers: dict[Item, Opener] = {
    Item.DROP: drop,
    Item.PARK: park,
    Item.UNPARK: unpark,
    Item.LABELS: open_labels,
}
