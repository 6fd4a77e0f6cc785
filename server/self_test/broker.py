"""The broker: whether it lets ingest's certificate in, and how long its own is good.

The handshake alone says so: up to TLS 1.2 the broker looks at the client's certificate before it
ends. Nobody signs in, because the broker would end the session of the ingest that is at work.
"""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

from cryptography import x509

from server.self_test.certificates import how_long
from server.self_test.finding import Finding, fault, good
from server.settings import BrokerSettings, tls_to
from words import _

_SECONDS = 10.0


def look_at_broker(broker: BrokerSettings, now: datetime) -> Iterator[Finding]:
    """Tell whether the broker and ingest believe each other, and when what it shows ends.

    It shows what it read when it started: a certificate that was renewed since is not seen here.
    """
    where = f"{broker.host}:{broker.port}"
    try:
        line = tls_to(broker)
        line.maximum_version = ssl.TLSVersion.TLSv1_2
        with (
            socket.create_connection((broker.host, broker.port), _SECONDS) as plain,
            line.wrap_socket(plain, server_hostname=broker.host) as secured,
        ):
            yield good(_("trạm MQTT {where}: nhận chứng thư của ingest").format(where=where))
            shown = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")
            what = _("trạm MQTT {where}: chứng thư đang dùng").format(where=where)
            yield how_long(shown, what, now)
    except ssl.SSLError as error:
        yield fault(
            _("trạm MQTT {where}: không tin nhau ({why})").format(
                where=where, why=error.reason or error
            ),
            _("kiểm tra hạn chứng thư ở trên; chạy lại bộ cài để chép chứng thư mới"),
        )
    except OSError as error:
        yield fault(
            _("trạm MQTT {where}: {why}").format(where=where, why=error.strerror or error),
            _("xem systemctl status mosquitto"),
        )
