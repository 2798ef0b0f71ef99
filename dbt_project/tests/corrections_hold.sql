-- A correction that does not find what it expects has outlived its source's mistake, or never named a claim: mend or
-- remove the row of seeds/corrections.csv that is printed here.
select correction_id, observation_id, field, expect, found
from {{ ref('int_correction') }}
where not holds
