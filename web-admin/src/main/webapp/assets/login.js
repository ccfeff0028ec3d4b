import { byId } from "./dom.js";
import { start, text } from "./language.js";

const refused = new URLSearchParams(window.location.search).get("refused");

function sayWhy() {
  const why = byId("refusal");
  why.hidden = refused !== "wrong" && refused !== "wait";
  why.textContent = why.hidden ? "" : text(`signIn.${refused}`);
}

await start("signIn.title", sayWhy);
sayWhy();
