"""A whole API: `uvicorn notes:app --port 8000`. FastAPI describes it at `/openapi.json`."""

from typing import Annotated

from fastapi import Body, FastAPI, HTTPException
from pydantic import BaseModel


class Note(BaseModel):
    """A note as it is kept."""

    id: int
    text: str


app, notes = FastAPI(), dict[int, Note]()


@app.post("/notes", status_code=201)
def create_note(text: Annotated[str, Body(embed=True)]) -> Note:
    """Keep a note."""
    number = len(notes) + 1
    return notes.setdefault(number, Note(id=number, text=text))


@app.get("/notes/{note_id}")
def get_note(note_id: int) -> Note:
    """Tell a note."""
    if note_id not in notes:
        raise HTTPException(404)
    return notes[note_id]


@app.delete("/notes/{note_id}", status_code=204)
def delete_note(note_id: int) -> None:
    """Forget a note."""
    if notes.pop(note_id, None) is None:
        raise HTTPException(404)
