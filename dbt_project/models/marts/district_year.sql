{{ wide_year(['city', 'county', 'district', 'functional_area', 'subdistrict']) }}
