with

this_run as (
    select * from {{ ref('forecast') }}
),

earlier_runs as (
    select * from {{ source('raw', 'forecast_history') }}
    where run_id not in (select distinct run_id from this_run)
)

select * from this_run
union all by name
select * from earlier_runs
