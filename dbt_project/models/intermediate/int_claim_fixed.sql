-- The corrected claims read again, with the corrected wording.
select * from {{ interpret(ref('int_observation_fixed')) }}
