enum SignetRecordingPlaceholder {}
