-- Every claim read as it is printed: ids, base units, interval, dates, and what could not be resolved (`problems`).
select * from {{ interpret(ref('stg_observation')) }}
