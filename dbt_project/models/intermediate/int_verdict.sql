-- What became of each claim: who won, who agrees, who is out, and why. The rules are in macros/arbitration.sql.
with recursive

claims as not materialized (
    select * from {{ ref('int_claim') }}
),

{{ arbitration_ctes() }}

select * from verdicts
