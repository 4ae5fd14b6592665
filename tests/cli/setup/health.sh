check_health() { :; }
