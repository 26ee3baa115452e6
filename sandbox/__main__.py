"""`python -m sandbox`: a Slack, a Telegram, a mail server and a page to watch them."""

import argparse
import asyncio
import signal

from sandbox.app import Sandbox
from sandbox.config import Config


async def run(host: str, port: int, config: Config) -> None:
    stopped = asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, stopped.set)
    async with Sandbox(config, host=host, port=port) as sandbox:
        print(f"Watch it at        {sandbox.url}/")
        print(f"Slack's Web API    {sandbox.slack_url}")
        print(f"Mail server        {sandbox.post.mailbox.host}:{sandbox.post.mailbox.port}")
        print(f"Telegram's Bot API {sandbox.telegram_url}", flush=True)
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--no-rate-limits", action="store_true", help="let a bot speak as fast as it can")
    parser.add_argument(
        "--slack-request-url", default="", help="send Slack's events here, not by Socket Mode"
    )
    parser.add_argument("--app-name", default="App", help="what people see the bot called")
    given = parser.parse_args()
    config = Config(
        app_name=given.app_name, rate_limits=not given.no_rate_limits, slack_request_url=given.slack_request_url
    )
    asyncio.run(run(given.host, given.port, config))


if __name__ == "__main__":
    main()
