-- Every claim with its disposition: who won, who agrees, who is out, and why. The rules are in macros/arbitration.sql.
with recursive

claims as not materialized (
    select * from {{ ref('int_claim') }}
),

{{ arbitration_ctes() }}

-- Words and places that no later step needs stay in int_claim.
select * exclude (area, indicator, ref_area, ref_indicator, publisher, authority, file, row_number, is_present, problems)
from arbitrated
