"""What the facilitator does, by API."""

from typing import Any

import aiohttp

PLAN = {
    "title": "How do we decide?",
    "frame": "in this partnership, the last 12 months",
    "threshold": 5,
    "questions": [
        {
            "id": "budget",
            "kind": "who_decides",
            "text": "Who decides on how the total budget is divided among the partners?",
            "passes": ["today", "should_be"],
        }
    ],
}


class Script:
    """One session and its facilitator's key."""

    def __init__(self, http: aiohttp.ClientSession, base: str, code: str, key: str) -> None:
        self._http = http
        self._url = f"{base}/api/sessions/{code}"
        self._headers = {"Authorization": f"Bearer {key}"}
        self.code = code

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, base: str) -> "Script":
        """Open a session."""
        async with http.post(f"{base}/api/sessions", json=PLAN, raise_for_status=True) as answer:
            made = await answer.json()
            return cls(http, base, made["code"], made["facilitator_key"])

    async def do(self, verb: str) -> None:
        """One verb about the one question."""
        body = {"question": "budget", "pass": "today"}
        async with self._http.post(
            f"{self._url}/{verb}", json=body, headers=self._headers, raise_for_status=True
        ):
            pass

    async def voters(self) -> int:
        """How many votes the closed question holds: what was acknowledged must be in it."""
        address = f"{self._url}/exports/results.json"
        async with self._http.get(address, headers=self._headers, raise_for_status=True) as answer:
            report: dict[str, Any] = await answer.json()
        return sum(
            group["voters"]
            for group in report["results"][0]["groups"].values()
            if "voters" in group
        )
