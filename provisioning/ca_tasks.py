"""The authority's tasks on the command line."""

from pathlib import Path

from provisioning import ca_commands
from provisioning.task import Task, password, root_folder, root_password
from provisioning.usage import Usage
from words import _

NOTICE_DAYS = 60
"""Two months: time to order a technician's visit, and twice what a terminal may be offline."""


def _settings(task: Usage) -> None:
    task.options.add_argument(
        "--settings",
        metavar=_("TỆP"),
        type=Path,
        help=_("ca.toml: khóa nào nằm trong thiết bị PKCS #11; không có thì cả hai là tệp"),
    )


def _days(task: Usage) -> None:
    task.options.add_argument(
        "--days",
        metavar=_("NGÀY"),
        type=int,
        default=NOTICE_DAYS,
        help=_("báo trước bao nhiêu ngày, thường là 60"),
    )


def _no_password(task: Usage) -> None:
    task.options.add_argument(
        "--no-password",
        action="store_true",
        help=_("khóa cấp phát mới không cần mật khẩu, dù khóa trước có"),
    )


def _running(task: Usage) -> None:
    texts = {
        "--broker": _("Mosquitto đang chạy ở đâu, ví dụ tram.example:8883"),
        "--enrolment": _("cửa cài máy đang chạy ở đâu, ví dụ tram.example:8443"),
        "--door": _("cửa cho phần mềm khác đang chạy ở đâu, nếu có chứng thư door"),
        "--web": _("các trang của tỉnh đang chạy ở đâu, nếu có chứng thư web"),
    }
    for option, purpose in texts.items():
        task.options.add_argument(option, metavar=_("MÁY:CỔNG"), help=purpose)


_MAKE = Task(
    ca_commands.make,
    lambda: _(
        "Lập nơi cấp chứng thư (CA) riêng của tỉnh: khóa gốc và khóa cấp phát; chỉ làm một lần."
    ),
    (root_folder, password, root_password, _settings),
)

CA: dict[str, Task] = {
    "ca": _MAKE,
    "ca make": _MAKE,
    "ca status": Task(
        ca_commands.status,
        lambda: _("Cho biết chứng thư nào hết hạn khi nào; mã thoát 1 nếu phải cấp lại."),
        (root_folder, _days),
    ),
    "ca renew": Task(
        ca_commands.renew,
        lambda: _("Cấp lại các chứng thư sắp hết hạn của máy chủ và Mosquitto."),
        (root_folder, password, _days),
    ),
    "ca prove": Task(
        ca_commands.prove,
        lambda: _("Thử chứng thư mới với Mosquitto và các cửa đang chạy, rồi xóa bản cũ."),
        (root_folder, _running),
    ),
    "ca take-back": Task(
        ca_commands.go_back,
        lambda: _("Chứng thư mới không chạy được: lấy lại chứng thư cũ của lần đổi cuối."),
        (root_folder,),
    ),
    "ca renew-issuing": Task(
        ca_commands.renew_issuing,
        lambda: _("Tạo khóa cấp phát mới bằng khóa gốc lấy từ két; chứng thư cũ vẫn dùng được."),
        (root_folder, password, root_password, _no_password),
    ),
    "ca upgrade": Task(
        ca_commands.upgrade,
        lambda: _("Tách nơi cấp chứng thư kiểu cũ (một khóa) thành khóa gốc và khóa cấp phát."),
        (root_folder, password, root_password, _no_password),
    ),
}
