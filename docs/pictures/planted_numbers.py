"""The reference with three faults planted at once: what the pictures show.

The pitch of a voice is answered as a text, so are a webhook's subscriptions, and a prompt is kept
without the space around it.
"""

from contracts.numbers.reference import create_app
from contracts.planting import Answer, rewritten

__all__ = ["app"]


def _changed(answer: Answer) -> Answer:
    """The answer as a service would give it that keeps its lists and numbers as texts."""
    if answer.status != 200 or not isinstance(answer.value(), dict):
        return answer
    number = answer.value()
    agent = number["inbound_agent"]
    if "pitch" in agent["voice"]:
        agent["voice"]["pitch"] = str(agent["voice"]["pitch"])
    if "webhook" in agent:
        agent["webhook"]["subscriptions"] = ",".join(agent["webhook"]["subscriptions"])
    if agent["prompt"]:
        agent["prompt"] = agent["prompt"].strip()
    return answer.with_value(number)


app = rewritten(create_app, _changed)()
