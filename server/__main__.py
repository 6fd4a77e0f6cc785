"""The server's programs: `python -m server <program> --settings FILE`."""

import argparse
import logging
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from server.registrations import RegistrationRefusedError, read_registrations
from server.settings import ServerSettings, load_settings
from server.store import entries, terminals
from server.store.check import Break, Fault, check_all
from server.store.database import StoreUnavailableError, open_store, reading, writing
from settings import SettingsError
from settings.load import EXIT_SETTINGS_WRONG
from words import _, use_language

EXIT_FAILED = 1
Program = Callable[[argparse.Namespace, ServerSettings], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one of the programs and return its exit status."""
    called = _parser().parse_args(arguments)
    program: Program = called.program
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        settings = load_settings(called.settings)
        use_language(settings.web.language)
        return program(called, settings)
    except SettingsError as error:
        return _fail(str(error), EXIT_SETTINGS_WRONG)
    except StoreUnavailableError as error:
        return _fail(_("Không dùng được cơ sở dữ liệu: {why}").format(why=error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description=_(
            "Máy chủ của tỉnh: nhận phiếu từ các máy quầy, lưu, trả biên nhận và cho xem số liệu."
        ),
    )
    programs = parser.add_subparsers(required=True, metavar=_("CHƯƠNG_TRÌNH"))

    def add(name: str, program: Program, told: str) -> argparse.ArgumentParser:
        one = programs.add_parser(name, help=told, description=told)
        one.add_argument(
            "--settings",
            type=Path,
            required=True,
            metavar=_("TỆP"),
            help=_("tệp cài đặt của máy chủ (TOML)"),
        )
        one.set_defaults(program=program)
        return one

    add("ingest", _ingest, _("Nhận phiếu từ trạm MQTT, lưu rồi gửi biên nhận có chữ ký."))
    add("web", _web, _("Mở trang số liệu cho Sở Y tế."))
    one = add("register", _register, _("Đăng ký máy quầy, hoặc cập nhật máy đã đăng ký."))
    one.add_argument("registrations", type=Path, nargs="+", metavar=_("TỆP_ĐĂNG_KÝ"))
    one = add("revoke", _revoke, _("Thu hồi một máy quầy: từ nay không nhận phiếu của máy đó."))
    one.add_argument("terminal", metavar=_("MÃ_MÁY"))
    one = add(
        "entries",
        _entries,
        _("In mọi phiếu đã lưu theo thứ tự, mỗi dòng: kỳ sổ, số phiếu, mã băm SHA-256."),
    )
    one.add_argument("--terminal", metavar=_("MÃ_MÁY"), help=_("chỉ phiếu của máy này"))
    add("verify", _verify, _("Kiểm chuỗi băm của mọi sổ đã lưu; dừng ở chỗ đứt đầu tiên."))
    return parser


def _ingest(called: argparse.Namespace, settings: ServerSettings) -> int:
    # Imported here, as with the pages below: no program loads what only another one needs.
    from server.ingest.run import run_ingest  # noqa: PLC0415

    return run_ingest(called.settings, settings)


def _web(_called: argparse.Namespace, settings: ServerSettings) -> int:
    from server.web.app import make_app, serve  # noqa: PLC0415

    web = settings.web
    open_store(settings.database)
    try:
        listener = socket.create_server((web.host, web.port))
    except OSError as error:
        return _fail(
            _("Không mở được trang ở {host}, cổng {port}: {why}").format(
                host=web.host, port=web.port, why=error.strerror or error
            )
        )
    # uvicorn closes in good order and then raises the signal again.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_signal: sys.exit(0))
    print(
        _("Trang số liệu: http://{host}:{port}/").format(host=web.host, port=web.port), flush=True
    )
    with listener:
        serve(make_app(province=settings.province, language=web.language), listener)
    return 0


def _register(called: argparse.Namespace, settings: ServerSettings) -> int:
    try:
        found = read_registrations(called.registrations, province=settings.province)
    except RegistrationRefusedError as error:
        return _fail(str(error))
    open_store(settings.database)
    with writing():
        for registration in found:
            terminals.register(registration)
    for registration in found:
        print(
            _("Đã đăng ký {terminal}: {outlet}").format(
                terminal=registration.terminal, outlet=registration.outlet
            )
        )
    return 0


def _revoke(called: argparse.Namespace, settings: ServerSettings) -> int:
    open_store(settings.database)
    with writing():
        found = terminals.revoke(called.terminal)
    if not found:
        return _fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
    print(_("Đã thu hồi {terminal}").format(terminal=called.terminal))
    return 0


def _entries(called: argparse.Namespace, settings: ServerSettings) -> int:
    open_store(settings.database)
    with reading():
        if called.terminal and not terminals.is_registered(called.terminal):
            return _fail(_("Không có máy nào tên {terminal}").format(terminal=called.terminal))
        for entry in entries.list_entries(called.terminal):
            print(entry.epoch, entry.seq, entry.sha256)
    return 0


def _verify(_called: argparse.Namespace, settings: ServerSettings) -> int:
    open_store(settings.database)
    with reading():
        checked = check_all()
    if checked.first_break:
        return _fail(_describe(checked.first_break))
    print(
        _("Chuỗi nguyên vẹn: {entries} phiếu, {ledgers} sổ").format(
            entries=checked.entries, ledgers=checked.ledgers
        )
    )
    return 0


def _describe(broken: Break) -> str:
    what = {
        Fault.CHANGED: _("nội dung phiếu đã bị sửa"),
        Fault.MISPLACED: _("phiếu nằm sai chỗ"),
        Fault.BROKEN: _("phiếu không nối tiếp phiếu trước"),
        Fault.MISSING: _("thiếu phiếu"),
    }[broken.fault]
    return _("Chuỗi đứt ở máy {terminal}, kỳ sổ {epoch}, phiếu {seq}: {what}").format(
        terminal=broken.terminal, epoch=broken.epoch, seq=broken.seq, what=what
    )


def _fail(why: str, status: int = EXIT_FAILED) -> int:
    print(why, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
