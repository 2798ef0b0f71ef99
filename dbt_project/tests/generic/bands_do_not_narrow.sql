{# Beyond the as-of year the relative width of the 95 % band never gets smaller with the horizon. #}
{% test bands_do_not_narrow(model) %}
with

widths as (
    select
        area_id,
        indicator_id,
        as_of,
        year,
        ln(p975 / p025) as width,
        lag(ln(p975 / p025)) over (partition by area_id, indicator_id, as_of order by year) as previous_width
    from {{ model }}
    where kind = 'forecast' and p025 > 0
)

select * from widths
where width < previous_width - 1e-6
{% endtest %}
