-- Every claim read as it is printed: ids, base units, interval, dates, and what could not be resolved (`problems`).
-- What is joined are small tables of words, but their sizes cannot be foreseen: with the sides of the joins left to the
-- optimizer, a hash table of all claims is built.
{{ config(
    pre_hook="set disabled_optimizers = 'build_side_probe_side'",
    post_hook="reset disabled_optimizers"
) }}
select * from {{ interpret(ref('stg_observation')) }}
