enum SignetStoragePlaceholder {}
