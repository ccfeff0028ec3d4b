import { byId } from "./dom.js";
import { start, text } from "./language.js";

const refused = new URLSearchParams(window.location.search).get("refused");

function showRefusal() {
  const message = byId("refusal");
  message.hidden = !["wrong", "wait", "busy", "unavailable"].includes(refused);
  message.textContent = message.hidden ? "" : text(`signIn.${refused}`);
  const breakGlass = document.getElementById("break-glass"); // only where an identity provider is configured
  if (breakGlass && !message.hidden) {
    breakGlass.open = true;
  }
}

await start("signIn.title", showRefusal);
showRefusal();
