"""Who may see and do what: the one table that every route's `Right` comes from."""

from dataclasses import dataclass
from enum import Enum, unique

from server.accounts.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    roles: frozenset[Role]
    reason: str


def _rule(*roles: Role, reason: str) -> _Rule:
    return _Rule(roles=frozenset(roles), reason=reason)


_V, _I, _P, _F, _D, _A = Role


@unique
class Right(Enum):
    """What a route demands. Nobody has a right by default; an empty one is open to strangers."""

    PUBLIC = _rule(reason="signing in itself, and whether the server is well: no figures")
    OWN = _rule(_V, _I, _P, _F, _D, _A, reason="everybody's own account, whatever else they do")
    OVERVIEW = _rule(_V, _I, _P, _F, reason="the province in figures; whoever mends terminals too")
    OVERSIGHT = _rule(_V, _I, _P, reason="outlets side by side; no single entry, nobody's badge")
    OUTLET = _rule(_I, _P, reason="one outlet in detail, for those who talk to it")
    ENTRIES = _rule(
        _I, _P, reason="single entries: overrides by badge, sales of a batch, controlled register"
    )
    ACT = _rule(_P, reason="an inspector on site only reads; what is decided, pharmacy decides")
    REFERENCE = _rule(_I, _P, _F, reason="what terminals are told: for those who are asked")
    FLEET = _rule(_I, _P, _F, reason="silence matters to whoever visits, calls or mends")
    COMMAND = _rule(_F, reason="a command changes a terminal: the people who answer for it")
    AUDIT = _rule(_D, _A, reason="who saw what: watched by two who see no figures themselves")
    REVIEW = _rule(_D, _A, reason="accounts are gone through every six months (TCVN 14423, SEC-03)")
    ACCOUNTS = _rule(_A, reason="one person answers for who gets in")

    @property
    def roles(self) -> frozenset[Role]:
        """Who has it."""
        return self.value.roles

    @property
    def reason(self) -> str:
        """Why these."""
        return self.value.reason

    def given_to(self, roles: frozenset[Role]) -> bool:
        """Whether a person with these roles has it."""
        return self is Right.PUBLIC or bool(self.roles & roles)
