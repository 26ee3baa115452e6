"""Pictures that an app has sent, kept for the page to show."""

import itertools
import struct
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sandbox.chats import Json

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_KEPT = 200


class Upload(dict[str, object]):
    """A file in a request: its name and size for the log, its bytes beside them."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(file_name=name, file_size=len(content))
        self.content = content


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    kind: str


class Pictures:
    """The newest of both platforms, each under an id of its own."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._numbers = itertools.count(1)

    def keep(self, content: bytes) -> Json:
        """What a message says of it: where it is; nothing where it is no picture."""
        kind = kind_of(content)
        if kind is None:
            return {}
        name = str(next(self._numbers))
        self._kept[name] = Picture(content, kind)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return {"picture": f"/pictures/{name}"}

    async def show(self, request: Request) -> Response:
        found = self._kept.get(request.path_params["name"])
        return Response(status_code=404) if found is None else Response(found.content, media_type=found.kind)


def kind_of(content: bytes) -> str | None:
    """By how it begins."""
    return "image/png" if content.startswith(PNG) else "image/jpeg" if content.startswith(JPEG) else None


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; None where it has none."""
    if not content.startswith(PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
