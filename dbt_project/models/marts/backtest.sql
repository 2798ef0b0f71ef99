select
    indicator_id,
    level,
    cast(history_length as varchar) as history_length,
    cast(horizon as integer) as horizon,
    method,
    cast(n as integer) as n,
    smape,
    scaled_error,
    wis,
    msis95,
    coverage50,
    coverage80,
    coverage95,
    scope
from {{ ref('int_backtest') }}
