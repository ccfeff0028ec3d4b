import { byId } from "./dom.js";
import { start, text } from "./language.js";

const refused = new URLSearchParams(window.location.search).get("refused");

function showRefusal() {
  const message = byId("refusal");
  message.hidden = !["wrong", "wait", "busy"].includes(refused);
  message.textContent = message.hidden ? "" : text(`signIn.${refused}`);
}

await start("signIn.title", showRefusal);
showRefusal();
