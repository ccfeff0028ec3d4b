// The settings that a switch changes, as a table that becomes a list on narrow screens.

import { element, stackingTable } from "./dom.js";
import { has, text } from "./language.js";

export function differenceTable(lines) {
  return stackingTable(
    element("caption", { "data-size": "2xs" }, text("difference.caption")),
    ["what", "from", "to"].map((column) => text(`difference.${column}`)),
    lines.map(row),
    "difference",
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

function value(what, setting) {
  if (setting === undefined) {
    return text("difference.absent");
  }
  return what === "class" ? classTag(setting) : setting;
}

/** Shows the class of an environment by colour and text. */
export function classTag(environmentClass) {
  return element("span", { class: "ds-tag", "data-color": environmentClass === "production" ? "danger" : "info" }, text(`class.${environmentClass}`));
}

/** Returns the display name of a setting. Settings of further clients are named clients.NAME.setting. */
function name(what) {
  const [, client, setting] = /^clients\.([^.]+)\.(.+)$/.exec(what) ?? [undefined, undefined, what];
  const label = has(`what.${setting}`) ? text(`what.${setting}`) : setting;
  return client ? `${client}: ${label}` : label;
}
