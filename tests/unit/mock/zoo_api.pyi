# Made by ringback from api.json: `ringback mock --stub` makes it anew.
# ruff: noqa: A002 -- members are named as the description names them
from typing import Any, Literal

from ringback.mock.answering.failures import PlannedFailure
from ringback.mock.in_process.api_router import ApiRouter
from ringback.mock.in_process.operation_route import OperationRoute

class ListPetsRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        items: Any = ...,
        total: int = ...,
        limit: int = ...,
        offset: int = ...,
        has_more: bool = ...,
        next: str | None = ...,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> ListPetsRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        items: Any = ...,
        total: int = ...,
        limit: int = ...,
        offset: int = ...,
        has_more: bool = ...,
        next: str | None = ...,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> ListPetsRoute: ...

class CreatePetRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 415, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> CreatePetRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 415, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> CreatePetRoute: ...

class GetPetRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> GetPetRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> GetPetRoute: ...

class ReplacePetRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> ReplacePetRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> ReplacePetRoute: ...

class DeletePetRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[204, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        detail: str = ...,
    ) -> DeletePetRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[204, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        detail: str = ...,
    ) -> DeletePetRoute: ...

class UpdatePetRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> UpdatePetRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: int = ...,
        created_at: str = ...,
        name: str = ...,
        kind: Literal["cat", "dog"] = ...,
        tags: Any = ...,
        weight: float = ...,
        detail: str = ...,
    ) -> UpdatePetRoute: ...

class ListNotesRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> ListNotesRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> ListNotesRoute: ...

class CreateNoteRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> CreateNoteRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> CreateNoteRoute: ...

class GetNoteRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> GetNoteRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        id: str = ...,
        pet_id: int = ...,
        text: str = ...,
        detail: str = ...,
    ) -> GetNoteRoute: ...

class DeleteNoteRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[204, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        detail: str = ...,
    ) -> DeleteNoteRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[204, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        detail: str = ...,
    ) -> DeleteNoteRoute: ...

class ListGroupsRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        data: Any = ...,
        meta: Any = ...,
        total: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
    ) -> ListGroupsRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        data: Any = ...,
        meta: Any = ...,
        total: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
    ) -> ListGroupsRoute: ...

class CreateGroupRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 409, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        data: Any = ...,
        took: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
        detail: str = ...,
    ) -> CreateGroupRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[201, 409, 422] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        data: Any = ...,
        took: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
        detail: str = ...,
    ) -> CreateGroupRoute: ...

class GetGroupRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        data: Any = ...,
        took: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
        detail: str = ...,
    ) -> GetGroupRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        data: Any = ...,
        took: int = ...,
        id: str = ...,
        slug: str = ...,
        title: str = ...,
        detail: str = ...,
    ) -> GetGroupRoute: ...

class GetBreedRoute(OperationRoute):
    def answers(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        breed: str = ...,
        size: int = ...,
        detail: str = ...,
    ) -> GetBreedRoute: ...
    def then(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: Literal[200, 404] | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
        fails: str | PlannedFailure | type[Exception] | Exception | None = None,
        breed: str = ...,
        size: int = ...,
        detail: str = ...,
    ) -> GetBreedRoute: ...

class ZooApi(ApiRouter):
    @property
    def list_pets(self) -> ListPetsRoute: ...
    @property
    def create_pet(self) -> CreatePetRoute: ...
    @property
    def get_pet(self) -> GetPetRoute: ...
    @property
    def replace_pet(self) -> ReplacePetRoute: ...
    @property
    def delete_pet(self) -> DeletePetRoute: ...
    @property
    def update_pet(self) -> UpdatePetRoute: ...
    @property
    def list_notes(self) -> ListNotesRoute: ...
    @property
    def create_note(self) -> CreateNoteRoute: ...
    @property
    def get_note(self) -> GetNoteRoute: ...
    @property
    def delete_note(self) -> DeleteNoteRoute: ...
    @property
    def list_groups(self) -> ListGroupsRoute: ...
    @property
    def create_group(self) -> CreateGroupRoute: ...
    @property
    def get_group(self) -> GetGroupRoute: ...
    @property
    def get_breed(self) -> GetBreedRoute: ...
