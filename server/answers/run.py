"""The answering process: listens for questions, and tells terminals what they did not ask for."""

import logging
import queue
import signal
import ssl
from pathlib import Path
from threading import Event
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from server.answers.desk import AnswerDesk, Letter, NotBelievedError
from server.ingest.throttle import Throttle
from server.settings import AnswersSettings, ServerSettings, read_signing_key
from server.store import notices, terminals
from server.store.database import StoreUnavailableError, open_store, reading
from settings import SettingsError
from wire import topics
from words import _

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""Between two looks for news: money is waited for at the counter."""
LONGEST_WAIT_SECONDS = 5
"""Between two attempts to connect: counters wait for an answer, and the broker is near."""
RATE, BURST = 2.0, 30.0
"""Questions of one terminal, a second for good and at once; what exceeds is not answered."""
MOST_WAITING = 2_000


class Answering:
    """Keeps a connection to the broker, and answers."""

    def __init__(self, settings: ServerSettings, desk: AnswerDesk, stop: Event) -> None:
        self._settings, self._desk, self._stop = settings, desk, stop
        self._asked: queue.Queue[tuple[str, bytes]] = queue.Queue(MOST_WAITING)
        self._throttle = Throttle(rate=RATE, burst=BURST)
        self._told = 0

    def run(self, line: ssl.SSLContext) -> None:
        """Answer until told to stop."""
        broker = self._settings.broker
        client = Client(CallbackAPIVersion.VERSION2, client_id="answers", protocol=MQTTv311)
        client.tls_set_context(line)
        client.reconnect_delay_set(1, LONGEST_WAIT_SECONDS)
        client.on_connect, client.on_message = self._connected, self._message
        client.connect_async(broker.host, broker.port, keepalive=30)
        client.loop_start()
        with reading():
            self._told = notices.version()
        try:
            while not self._stop.is_set():
                self._work(client)
        finally:
            client.disconnect()
            client.loop_stop()

    def _work(self, client: Client) -> None:
        """Answer one question, or look for news where nobody asks."""
        try:
            topic, payload = self._asked.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            self._tell(client)
            return
        try:
            _send(client, self._desk.answer(topic, payload))
        except NotBelievedError as error:
            log.warning("a question was not answered: %s", error)
        except StoreUnavailableError as error:
            log.warning("database: %s", error)
        # The outermost loop of the process: one question must not leave the others unanswered.
        except Exception:
            log.exception("a question was not answered")

    def _tell(self, client: Client) -> None:
        """Tell of new recalls and of money; what fails is tried again at the next look."""
        if not client.is_connected():
            return
        try:
            for letter in self._desk.money():
                _send(client, letter)
            with reading():
                newest = notices.version()
                known = terminals.active() if newest != self._told else []
            for terminal in known:
                _send(client, self._desk.notices_for(terminal))
            self._told = newest
        except StoreUnavailableError as error:
            log.warning("database: %s", error)

    def _connected(
        self, client: Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            log.error("the broker refused the connection: %s", reason)
            return
        client.subscribe(topics.ALL_ASKS, qos=0)
        log.info("answers has started")

    def _message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        if not self._throttle.admits(message.topic):
            return
        try:
            self._asked.put_nowait((message.topic, bytes(message.payload)))
        except queue.Full:
            log.warning("more questions than can be answered")


def run_answers(file: Path, settings: ServerSettings) -> int:
    """Run until SIGTERM and return the exit status; raise `SettingsError`."""
    key = read_signing_key(file, settings)
    line = _line(file, settings)
    open_store(settings.database)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Answering(settings, AnswerDesk(province=settings.province, key=key), stop).run(line)
    return 0


def _line(file: Path, settings: ServerSettings) -> ssl.SSLContext:
    if settings.answers is None:
        wish = _("bảng [answers] với chứng thư và khóa của chương trình trả lời")
        raise SettingsError(file, "answers", "-", wish)
    own: AnswersSettings = settings.answers
    try:
        context = ssl.create_default_context(cafile=settings.broker.ca)
        context.load_cert_chain(own.certificate, own.key)
    except OSError as error:
        wish = _("chứng thư và khóa riêng của nó, dạng PEM")
        shown = f"{own.certificate}, {own.key}"
        raise SettingsError(file, "answers.certificate, answers.key", shown, wish) from error
    return context


def _send(client: Client, letter: Letter) -> None:
    """Send at QoS 0: whoever hears nothing asks again, or goes on without."""
    client.publish(letter.topic, letter.payload, qos=0)
