{{ yearly_view('park_year') }}
