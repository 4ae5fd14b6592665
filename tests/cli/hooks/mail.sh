check_mail() { :; }
