import "./login.js";
