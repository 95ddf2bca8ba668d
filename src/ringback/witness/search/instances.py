"""An instance of a schema, looked for: what a sampler asks where its own ways come to nothing."""

from ringback.sampling.result import Made, Unmade
from ringback.schema.document import SchemaDocument
from ringback.witness.answer import Found, Nothing
from ringback.witness.search.search import Search

_LIMIT = 4_000  # goals that are looked at for one instance


class Instances:
    """Finds an instance of each schema of a document; each is looked for once."""

    def __init__(self, document: SchemaDocument) -> None:
        self._document = document
        self._search = Search(limit=_LIMIT)
        self._known: dict[str, Made | Unmade] = {}

    def __call__(self, schema: str) -> Made | Unmade:
        """An instance of the schema at the pointer, or why there is none."""
        if schema not in self._known:
            self._known[schema] = self._found(schema)
        return self._known[schema]

    def _found(self, schema: str) -> Made | Unmade:
        try:
            answer = self._search.find([self._document.schema(schema)], [], declared=False)
        except KeyError:
            return Unmade(place="", why="its schema refers to a place where nothing is")
        match answer:
            case Found(value=value):
                return Made(value=value)
            case Nothing():
                return Unmade(place="", why="its schema admits nothing at all")
            case _:
                return Unmade(place="", why=answer.why)
