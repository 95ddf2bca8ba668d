"""A service of forecasts, in FastAPI."""

from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

Code = Literal["north", "south"]


class Forecast(BaseModel):
    """What the weather will be."""

    code: Code
    sky: Literal["clear", "grey"]
    degrees: float


app = FastAPI(title="forecasts")
_DEGREES = {"north": 11.5, "south": 19.0}


@app.get("/forecasts", operation_id="list_forecasts")
def list_forecasts() -> list[Forecast]:
    """All forecasts."""
    return [get_forecast("north"), get_forecast("south")]


@app.get("/forecasts/{code}", operation_id="get_forecast")
def get_forecast(code: Code) -> Forecast:
    """The forecast for one part of the country."""
    return Forecast(code=code, sky="clear", degrees=_DEGREES[code])
