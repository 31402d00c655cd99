"""A ballot and a refusal as a program asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.server import Client


async def cast_vote(client: Client, poll: str, choice: str) -> Any:
    """The ballot of this person, sent once."""
    await client.post("/nowhere")  # takes the token
    headers = {"accept": "application/json", "x-csrf-token": client.csrf}
    fields = {"choice": choice, "idem": f"idem-{client.csrf[:20]}", "rev": "0"}
    return await client.http.post(f"/polls/{poll}/ballots", data=fields, headers=headers)
