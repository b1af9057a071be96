enum SignetServicePlaceholder {}
