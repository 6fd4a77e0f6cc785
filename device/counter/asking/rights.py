"""Who may do what: the roles behind each tile of the menus, in one place.

SEC-03 (one person, one account) and the outlet's own order of things (D): no text names roles for
returns or write-offs. Selling itself is every pharmacist's, owner's and staff member's work.
"""

from device.counter.shop import Person, Role
from device.counter.states.asking import Item
from device.counter.world import World

SELLERS = frozenset({Role.STAFF, Role.PHARMACIST, Role.OWNER})
TRUSTED = frozenset({Role.PHARMACIST, Role.OWNER})
"""Who answers for money and goods that go back."""
EVERYBODY = frozenset(Role)

_AT_HAND: dict[Item, frozenset[Role]] = {
    Item.SERVICE: EVERYBODY,
    Item.SENT: EVERYBODY,
    Item.TUNING: EVERYBODY,
    Item.TRAINING: EVERYBODY,
    Item.SIGN_OUT: EVERYBODY,
    Item.MORE: EVERYBODY,
}
"""Who sees a tile at all; sellers where nothing is said."""

_CALLED: dict[Item, frozenset[Role]] = {
    Item.RETURN: TRUSTED,
    Item.WRITE_OFF: TRUSTED,
    Item.SUPPLIER_RETURN: TRUSTED,
    Item.NO_SALE: TRUSTED,
    Item.PRICES: TRUSTED,
}
"""Who must be called where a seller opens a tile without having the role."""


def has_any(person: Person | None, roles: frozenset[Role], world: World) -> bool:
    """Whether a person has one of the roles; an outlet that names no people asks for none."""
    if person is None:
        return not world.shop.people
    return bool(person.roles & roles)


def may_sell(world: World) -> bool:
    """Whether who stands at the counter may sell. A technician may not."""
    return has_any(world.person, SELLERS, world)


def may_open(item: Item, world: World) -> bool:
    """Whether a tile is there for who stands at the counter."""
    return has_any(world.person, _AT_HAND.get(item, SELLERS), world)


def called_for(item: Item) -> frozenset[Role]:
    """Return the roles of which one must agree when a tile is opened; none: nobody has to."""
    return _CALLED.get(item, frozenset())
