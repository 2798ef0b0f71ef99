"""Settings: the file `zhibiao.toml`, then ZHIBIAO_* in the environment, then flags; last wins."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from warehouse.errors import UsageError
from warehouse.paths import Project, find_root

SETTINGS_FILE = "zhibiao.toml"

#: Months from one publication of a kind until the next is late: its rhythm and some grace.
FRESHNESS_MONTHS = {
    # Each spring, for the year before.
    "communique": 15,
    "budget_report": 15,
    "work_report": 15,
    # Each summer.
    "final_accounts": 15,
    # Each autumn; where only the year of the volume is known, it counts from that year's end.
    "yearbook": 18,
    # Every ten years.
    "census_communique": 132,
}


Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Percent = Annotated[float, Field(ge=0.0)]


class Settings(BaseSettings):
    """What a run may be told. Each field is also ZHIBIAO_<NAME> in the environment."""

    model_config = SettingsConfigDict(env_prefix="ZHIBIAO_", extra="forbid")

    data_dir: Path = Field(
        Path("data"), description="Folder for state and versions, from the project's root."
    )
    keep_versions: int = Field(
        5, ge=1, le=1000, description="How many published versions are kept."
    )
    # Beyond it DuckDB spills to disk. Its own default, 80 % of all memory, starves others.
    memory_limit: str = Field(
        "6GB",
        pattern=r"^[0-9]{1,6}(\.[0-9]{1,3})? ?(MB|GB|TB|MiB|GiB|TiB)$",
        description="Memory that DuckDB may use while it loads and builds.",
    )
    max_rejected_share: Share = Field(
        0.05, description="Share of the rows read that may be rejected before a run stops."
    )
    forecast_horizon: int = Field(
        5, ge=1, le=30, description="Years to forecast beyond the as-of year."
    )
    as_of: date | None = Field(
        None, description="Forecast as if on this day; none: the newest publication."
    )

    # Limits on what one run may change; beyond them a person looks first (`--accept-changes`).
    # Claims are append-only: a missing one means that state was damaged or replaced.
    max_claims_lost: Count = Field(0, description="Claims of the last version that may be missing.")
    # A few corrections by hand are a large share of a small warehouse, and meant.
    changes_always_allowed: Count = Field(
        10, description="So many changed rows of a kind never stop a run, whatever their share."
    )
    # Accepted values go when claims are retired or quarantined: a few, one by one.
    max_values_gone_share: Share = Field(
        0.01, description="Share of the accepted values that may vanish."
    )
    # The largest census revision of China's GDP was 17 % (2004); more is a unit or a mistake.
    value_change_pct: Percent = Field(
        20.0, description="An accepted value that changes by more than this is counted."
    )
    # A revision of one indicator of one area touches its series, not one value in fifty.
    max_values_changed_share: Share = Field(
        0.02,
        description="Share of the accepted values that may change by more than value_change_pct.",
    )
    # About the half width of an 80 % band some years ahead: news moves a median within it.
    forecast_change_pct: Percent = Field(
        30.0, description="A forecast whose median moves by more than this is counted."
    )
    # A new value moves its own series and those anchored on it; more is a model or a unit.
    max_forecasts_changed_share: Share = Field(
        0.10,
        description="Share of the forecasts that may vanish or move more than forecast_change_pct.",
    )
    freshness_months: dict[str, int] = Field(
        default_factory=dict,
        validate_default=True,
        description="Months after which a kind of source is late; 0: never. Others keep theirs.",
    )

    @field_validator("freshness_months")
    @classmethod
    def _with_defaults(cls, given: dict[str, int]) -> dict[str, int]:
        if wrong := [kind for kind, months in given.items() if months < 0]:
            raise ValueError(f"months cannot be negative ({', '.join(wrong)})")
        return FRESHNESS_MONTHS | given

    def that_change_content(self) -> dict[str, str]:
        """The settings on which the content of a version depends; part of the input hash."""
        return {
            "forecast_horizon": str(self.forecast_horizon),
            "as_of": str(self.as_of or ""),
            "max_rejected_share": str(self.max_rejected_share),
        }


def _file_values(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"reading the settings in {path.name}",
            str(error),
            "Mend that line; the file is TOML: `keep_versions = 5`, one setting a line.",
        ) from error


def load_settings(root: Path, **flags: Any) -> Settings:
    """Settings of the project in `root`; `flags` that are None count as not given."""
    values = _file_values(root / SETTINGS_FILE)

    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, InitSettingsSource(settings_cls, values)

    try:
        return Layered(**{name: value for name, value in flags.items() if value is not None})
    except SettingsError as error:
        # Raised before validation, by what is no JSON in the environment; it names the setting.
        raise UsageError(
            "reading the settings in the environment (ZHIBIAO_*)",
            f"{error}: it is no JSON",
            "Write a table as JSON: ZHIBIAO_FRESHNESS_MONTHS='{\"yearbook\": 20}'.",
        ) from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg'].lower()}"
            f" (found {item['input']!r})"
            for item in error.errors()
        )
        raise UsageError(
            f"reading the settings ({SETTINGS_FILE}, ZHIBIAO_* in the environment, flags)",
            wrong,
            "Known settings: " + ", ".join(Settings.model_fields) + ". See docs/operations.md.",
        ) from error


def open_project(given: Path | None = None, **flags: Any) -> tuple[Project, Settings]:
    """The project that a command works on, with its settings."""
    root = find_root(given)
    settings = load_settings(root, **flags)
    data = (root / settings.data_dir.expanduser()).resolve()
    return Project(root=root, data=data), settings
