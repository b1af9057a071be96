import { begin, end } from "./recorder.js";

// The build wraps the core into `session => { … }`, which runs once per recording: what its modules hold belongs to one.
session.recording = { end };
begin();
