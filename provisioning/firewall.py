"""Limits on ports that anybody may call, the broker's and the door's: an nftables file.

Neither Mosquitto nor the door can tell one caller that takes every connection from many callers.

Several outlets may share one address (mobile networks translate addresses), so the limits are for
hundreds of terminals behind one address, and only a flood meets them.
"""

from wire.enrolment import PORT

CONNECTIONS = 400
"""At the same time from one address."""
NEW_A_MINUTE = 120
NEW_AT_ONCE = 400
"""After a power cut all terminals of an address may come back within a minute."""
BYTES_A_SECOND = 2
BYTES_AT_ONCE = 16
"""In millions. A terminal that was cut off for a month brings some 10 MB."""

DOOR_CONNECTIONS = 96
"""At the same time from one address at the enrolment door, which holds 256 in all."""

_FAMILIES = (("ip", "ipv4_addr", ""), ("ip6", "ipv6_addr", "6"))
_TEMPLATE = """\
#!/usr/sbin/nft -f
# Limits for each address that calls the broker. Load it with "nft -f" or from /etc/nftables.conf;
# loading it again replaces it. It accepts nothing by itself: other tables may still refuse.
table inet quay_broker
delete table inet quay_broker

table inet quay_broker {{
{sets}
    chain arriving {{
        type filter hook input priority filter; policy accept;
        iifname "lo" accept
        tcp dport {port} jump limited
        tcp dport {door} jump knocking
    }}

    chain limited {{
{rules}
    }}

    chain knocking {{
{knocking}
    }}
}}
"""
_SETS = """\
    set door{n} {{
        type {type}
        size 65536
        flags dynamic
    }}
    set open{n} {{
        type {type}
        size 65536
        flags dynamic
    }}
    set new{n} {{
        type {type}
        size 65536
        flags dynamic,timeout
        timeout 10m
    }}
    set bytes{n} {{
        type {type}
        size 65536
        flags dynamic,timeout
        timeout 10m
    }}
"""
_RULES = """\
        ct state new add @open{n} {{ {family} saddr ct count over {connections} }} \
counter reject with tcp reset
        ct state new update @new{n} {{ {family} saddr limit rate over {new_a_minute}/minute \
burst {new_at_once} packets }} counter drop
        update @bytes{n} {{ {family} saddr limit rate over {bytes_a_second} mbytes/second \
burst {bytes_at_once} mbytes }} counter drop
"""
_KNOCKING = """\
        ct state new add @door{n} {{ {family} saddr ct count over {connections} }} \
counter reject with tcp reset
"""


def firewall(port: int, *, door: int = PORT) -> str:
    """Return the nftables file for a broker that listens on `port`, and the enrolment `door`."""
    rules = "".join(
        _RULES.format(
            n=n,
            family=family,
            connections=CONNECTIONS,
            new_a_minute=NEW_A_MINUTE,
            new_at_once=NEW_AT_ONCE,
            bytes_a_second=BYTES_A_SECOND,
            bytes_at_once=BYTES_AT_ONCE,
        )
        for family, _type, n in _FAMILIES
    )
    sets = "\n".join(_SETS.format(type=kind, n=n) for _family, kind, n in _FAMILIES)
    knocking = "".join(
        _KNOCKING.format(n=n, family=family, connections=DOOR_CONNECTIONS)
        for family, _type, n in _FAMILIES
    )
    return _TEMPLATE.format(
        sets=sets, port=port, rules=rules.rstrip("\n"), door=door, knocking=knocking.rstrip("\n")
    )
