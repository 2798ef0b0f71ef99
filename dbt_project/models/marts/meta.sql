select
    '1.0' as contract_version,
    as_of,
    -- Filled by the audit of `zhibiao run`, over the content of the marts without run ids and load times.
    cast(null as varchar) as content_hash,
    '{{ env_var("ZHIBIAO_RUN_ID", "manual") }}' as run_id
from {{ ref('int_as_of') }}
