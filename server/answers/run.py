"""The answering process: listens for questions, and tells terminals what they did not ask for."""

import logging
import signal
import ssl
from pathlib import Path
from threading import Event
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from server.answers.desk import AnswerDesk, NotBelievedError
from server.answers.lane import Lane, is_for_page
from server.answers.letter import Letter
from server.answers.news import News
from server.ingest.throttle import Throttle
from server.prescriptions.questions import questions_for
from server.settings import AnswersSettings, BrokerSettings, ServerSettings, read_signing_key
from server.store.database import StoreUnavailableError, close_store, keep_open, open_store
from settings import SettingsError, alive
from wire import topics
from wire.size import MAX_MESSAGE
from words import _

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""Between two looks for news: money is waited for at the counter."""
LONGEST_WAIT_SECONDS = 5
"""Between two attempts to connect: counters wait for an answer, and the broker is near."""
RATE, BURST = 2.0, 30.0
"""Questions of one terminal, a second for good and at once; what exceeds is not answered."""
THREADS = 8
"""That answer what a counter waits for: some may wait for the national system themselves."""
MOST_WAITING, MOST_PAGES = 2_000, 5_000
"""Questions in each lane."""
_GOODBYE_SECONDS = 2.0


class Answering:
    """Keeps a connection to the broker, and answers."""

    def __init__(self, broker: BrokerSettings, desk: AnswerDesk, news: News, stop: Event) -> None:
        self._broker, self._desk, self._news, self._stop = broker, desk, news, stop
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="answers", protocol=MQTTv311)
        self._throttle = Throttle(rate=RATE, burst=BURST)
        self._urgent = Lane("questions", self._answer, threads=THREADS, most=MOST_WAITING)
        self._pages = Lane("pages", self._answer, threads=1, most=MOST_PAGES)
        self._was_heard = False

    def run(self, line: ssl.SSLContext) -> None:
        """Answer until told to stop."""
        self._news.begin()
        lanes = (self._urgent, self._pages)
        for lane in lanes:
            lane.start()
        client = self._client
        client.tls_set_context(line)
        client.reconnect_delay_set(1, LONGEST_WAIT_SECONDS)
        client.on_connect, client.on_message = self._connected, self._message
        client.connect_async(self._broker.host, self._broker.port, keepalive=30)
        client.loop_start()
        try:
            while not self._stop.wait(LOOK_SECONDS):
                self._tell()
                self._live()
        finally:
            alive.stopping()
            for lane in lanes:
                lane.close(_GOODBYE_SECONDS)
            client.disconnect()
            client.loop_stop()
            close_store()

    def _live(self) -> None:
        """Tell the supervisor how it goes: ready with the first connection, whenever that is."""
        if self._client.is_connected():
            alive.ready()
            alive.status("listening to the broker")
            self._was_heard = True
        elif self._was_heard:
            alive.status("the broker is away; trying on")
        else:
            alive.starting("waiting for the broker")
        alive.beat([self._urgent.pulse, self._pages.pulse])

    def _answer(self, topic: str, payload: bytes) -> None:
        try:
            keep_open()
            self._send(self._desk.answer(topic, payload))
        except NotBelievedError as error:
            log.warning("a question was not answered: %s", error)
        except StoreUnavailableError as error:
            log.warning("database: %s", error)
        # The outermost place for a question: it must not leave the others unanswered.
        except Exception:
            log.exception("a question was not answered")

    def _tell(self) -> None:
        """Tell what is new; what fails is tried again at the next look."""
        if not self._client.is_connected():
            return
        try:
            keep_open()
            self._news.tell(self._send)
        except StoreUnavailableError as error:
            log.warning("database: %s", error)
        # The outermost place for news: the next look tries again.
        except Exception:
            log.exception("news was not told")

    def _send(self, letter: Letter) -> None:
        """Send at QoS 0: whoever hears nothing asks again, or goes on without.

        Of one that is too long the broker says nothing; of one that is far too long it hangs up on
        everybody's answers.
        """
        if len(letter.payload) > MAX_MESSAGE:
            log.error("too long to be sent: %s, %d bytes", letter.topic, len(letter.payload))
            return
        self._client.publish(letter.topic, letter.payload, qos=0)

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
        payload = bytes(message.payload)
        lane = self._pages if is_for_page(payload) else self._urgent
        lane.put(message.topic, payload)


def run_answers(file: Path, settings: ServerSettings) -> int:
    """Run until SIGTERM and return the exit status; raise `SettingsError`."""
    key = read_signing_key(file, settings)
    line = _line(file, settings)
    open_store(settings.database)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    questions = questions_for(file, settings)
    desk = AnswerDesk(province=settings.province, key=key, questions=questions)
    news = News(province=settings.province, key=key)
    Answering(settings.broker, desk, news, stop).run(line)
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
