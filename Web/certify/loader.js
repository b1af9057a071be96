import { boot } from "./loader/boot.js";

// The build wraps this file into `config => { … }`, the function expression that the server calls.
boot();
