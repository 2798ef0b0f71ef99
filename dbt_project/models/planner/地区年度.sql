{{ yearly_view('district_year') }}
