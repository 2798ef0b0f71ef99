{{ wide_year(['park', 'park_group', 'enterprise_cluster']) }}
