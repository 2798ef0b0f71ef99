-- Every claim with its verdict.
-- A view: ten million wide rows need not be written once more for a few columns.
-- depends_on: {{ ref('int_claim') }} {{ ref('int_verdict') }}
{{ config(materialized='view') }}
select claims.*, verdicts.* exclude (observation_id)
from {{ portable_ref('int_claim') }} as claims
inner join {{ portable_ref('int_verdict') }} as verdicts using (observation_id)
