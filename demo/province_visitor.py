"""Somebody at the pages: comes in with password and second factor, and reads."""

import html
import re
import time
from typing import Self

import httpx
import pyotp

from demo.errors import StageError
from words import _

_SECRET = re.compile(r"<code>([A-Z2-7 ]{16,})</code>")
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")
_SECONDS = 30.0


class Visitor:
    """One person with a browser of its own."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.user, self.password = user, password
        self._line = httpx.Client(
            base_url=address, headers={"origin": address}, follow_redirects=True, timeout=_SECONDS
        )
        self._second = pyotp.TOTP(pyotp.random_base32())

    @classmethod
    def enrolled(cls, address: str, user: str, first_password: str) -> Self:
        """Come in for the first time; raise `StageError` where a page does not go along."""
        visitor = cls(address, user, first_password)
        visitor._come_in()
        return visitor

    def code(self) -> str:
        """Return the second factor's code that holds now."""
        return self._second.now()

    def seconds_left(self) -> float:
        """Return for how long it holds."""
        return self._second.interval - time.time() % self._second.interval

    def read(self, path: str) -> tuple[int, str]:
        """Return the status of a page, and what a person reads there."""
        answer = self._line.get(path)
        return answer.status_code, html.unescape(_TAG.sub(" ", answer.text))

    def page(self, path: str = "/") -> bytes:
        """Return a page as the browser gets it."""
        return self._line.get(path).content

    @property
    def secret(self) -> str:
        """The second factor's, for an app on a phone."""
        return self._second.secret

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _come_in(self) -> None:
        page = self._line.get("/dang-nhap").text
        fields = {"ten": self.user, "mat-khau": self.password, "ve": ""}
        page = self._post("/dang-nhap", page, fields)
        found = _SECRET.search(page)
        if found is None:
            raise StageError(_("trang đăng nhập không cho đặt xác thực hai bước"))
        self._second = pyotp.TOTP(found[1].replace(" ", ""))
        self._post("/dang-nhap/dang-ky-ma", page, {"ma": self.code()})
        own = f"Son Giang {self.password}"
        page = self._line.get("/dang-nhap/mat-khau").text
        self._post("/dang-nhap/mat-khau", page, {"cu": self.password, "moi": own, "lai": own})
        self.password = own
        if self._line.get("/").url.path != "/":
            raise StageError(_("không đăng nhập được vào trang"))

    def _post(self, path: str, page: str, fields: dict[str, str]) -> str:
        found = _CSRF.search(page)
        answer = self._line.post(path, data={"csrf": found[1] if found else "", **fields})
        if answer.is_error:
            raise StageError(f"{path}: {answer.status_code}")
        return answer.text
