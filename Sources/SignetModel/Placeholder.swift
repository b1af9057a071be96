enum SignetModelPlaceholder {}
