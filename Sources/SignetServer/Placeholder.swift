enum SignetServerPlaceholder {}
