"""The source of messages: keeps a connection to the broker up, one after the other."""

import logging
import time
from threading import Event, Thread

from server.ingest.connection import Connection
from server.ingest.inbox import Inbox
from server.ingest.message import LONGEST_WAIT_SECONDS, Letter, Message
from server.ingest.throttle import Throttle
from server.ingest.verify import topic_terminal
from server.settings import BrokerSettings, IngestSettings, tls_to
from settings.alive import Pulse
from wire.backoff import Backoff
from wire.topics import shard_of

_STABLE_SECONDS = 30.0
"""A connection that lasted so long was a success: the next wait begins small again."""
_GOODBYE_SECONDS = 5.0
_TURN_SECONDS = 120.0
"""For one turn at most: names are looked up and lines built up in less."""
_LOG = logging.getLogger(__name__)


class Source:
    """Brings messages into the inbox and carries receipts out, until it is closed.

    What a terminal sends beyond its share is acknowledged and dropped: without a receipt it comes
    again, later, and until then it does not keep the others waiting.
    """

    def __init__(
        self,
        *,
        broker: BrokerSettings,
        inbox: Inbox,
        stop: Event,
        settings: IngestSettings = IngestSettings(),  # noqa: B008 (immutable)
    ) -> None:
        self._broker, self._inbox, self._stop = broker, inbox, stop
        self._lanes = settings.workers
        self._throttle = Throttle(rate=settings.rate, burst=settings.burst)
        self.dropped = self._throttle.dropped
        self._connection: Connection | None = None
        self.pulse = Pulse(_TURN_SECONDS)
        self._thread = Thread(target=self._run, name="mqtt", daemon=True)

    @property
    def is_listening(self) -> bool:
        """Whether the broker hands over what terminals send."""
        connection = self._connection
        return connection is not None and connection.is_listening

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def send(self, letter: Letter) -> None:
        """Send. Without a connection it is lost: whoever lacks it asks again."""
        connection = self._connection
        if connection:
            connection.publish(letter)

    def close(self) -> None:
        """Send what has been handed over, say goodbye and stop. `stop` must be set."""
        connection = self._connection
        if connection:
            connection.disconnect()
        self._thread.join(_GOODBYE_SECONDS)

    def _receive(self, message: Message) -> None:
        terminal = topic_terminal(message.topic)
        if self._throttle.admits(terminal):
            self._inbox.put(message, shard_of(terminal) % self._lanes)
        else:
            message.acknowledge()

    def _run(self) -> None:
        backoff = Backoff(first_seconds=1.0, most_seconds=LONGEST_WAIT_SECONDS)
        while not self._stop.is_set():
            began = time.monotonic()
            self._connect()
            if time.monotonic() - began > _STABLE_SECONDS:
                backoff.succeeded()
            self.pulse.rests()
            self._inbox.wait_for_room()
            self._stop.wait(backoff.next_seconds())

    def _connect(self) -> None:
        try:
            self.pulse.works()
            connection = Connection(tls_to(self._broker), self._receive, self.pulse)
            self._connection = connection
            connection.run(self._broker.host, self._broker.port, may_read=self._inbox.has_room)
            _LOG.info("the connection to the broker has ended")
        except OSError as error:
            _LOG.warning("broker: %s", error)
        # The outermost loop of this thread: a broker that talks nonsense must not leave ingest
        # deaf; the next connection begins afresh.
        except Exception:  # noqa: BLE001
            _LOG.exception("the connection to the broker failed")
        finally:
            self._connection = None
