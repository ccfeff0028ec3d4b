// What a switch changes, as a table that becomes a list where there is no room.

import { element } from "./dom.js";
import { has, text } from "./language.js";

export function differenceTable(lines) {
  return element(
    "table",
    { class: "difference" },
    element("caption", {}, text("difference.caption")),
    element("thead", {}, element("tr", {}, ...["what", "from", "to"].map((column) => element("th", { scope: "col" }, text(`difference.${column}`))))),
    element("tbody", {}, ...lines.map(row)),
  );
}

function row({ what, from, to }) {
  return element(
    "tr",
    { class: what === "class" && to === "production" ? "grave" : undefined },
    element("th", { scope: "row" }, name(what)),
    element("td", { "data-column": text("difference.from") }, from ?? text("difference.absent")),
    element("td", { "data-column": text("difference.to") }, element("strong", {}, to ?? text("difference.absent"))),
  );
}

/** A further client's settings are called clients.NAME.what. */
function name(what) {
  const [, client, own] = /^clients\.([^.]+)\.(.+)$/.exec(what) ?? [undefined, undefined, what];
  const shown = has(`what.${own}`) ? text(`what.${own}`) : own;
  return client ? `${client}: ${shown}` : shown;
}
