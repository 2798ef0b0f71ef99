select
    run_id,
    cast(started as timestamp) as started,
    cast(finished as timestamp) as finished,
    status,
    input_hash,
    cast(rows_in as bigint) as rows_in,
    cast(rows_rejected as bigint) as rows_rejected,
    cast(rows_accepted as bigint) as rows_accepted,
    cast(findings as bigint) as findings,
    versions
from {{ source('raw', 'run_history') }}
