// What a switch changes, as a table that becomes a list where there is no room.

import { element } from "./dom.js";
import { has, text } from "./language.js";

export function differenceTable(lines) {
  return element(
    "table",
    { class: "ds-table difference stacks", "data-color": "neutral" },
    element("caption", { "data-size": "2xs" }, text("difference.caption")),
    element("thead", {}, element("tr", {}, ...["what", "from", "to"].map((column) => element("th", { scope: "col" }, text(`difference.${column}`))))),
    element("tbody", {}, ...lines.map(row)),
  );
}

function row({ what, from, to }) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name(what)),
    element("td", { class: "wrap", "data-column": text("difference.from") }, value(what, from)),
    element("td", { class: "wrap", "data-column": text("difference.to") }, value(what, to)),
  );
}

function value(what, written) {
  if (written === undefined) {
    return text("difference.absent");
  }
  return what === "class" ? classTag(written) : written;
}

/** The class of an environment, told by colour and word. */
export function classTag(word) {
  return element("span", { class: "ds-tag", "data-color": word === "production" ? "danger" : "info" }, text(`class.${word}`));
}

/** A further client's settings are called clients.NAME.what. */
function name(what) {
  const [, client, own] = /^clients\.([^.]+)\.(.+)$/.exec(what) ?? [undefined, undefined, what];
  const shown = has(`what.${own}`) ? text(`what.${own}`) : own;
  return client ? `${client}: ${shown}` : shown;
}
