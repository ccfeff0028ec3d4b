// The servers that share the database, as a table that becomes a list on narrow screens. One server without problems is not shown.

import { byId, element, hasChanged, stackingTable } from "./dom.js";
import { current, dateTime, text } from "./language.js";

/** Shows the nodes. The own node is the one that answers this page. */
export function showNodes(nodes, own) {
  byId("nodes").hidden = nodes.length < 2 && nodes.every((node) => node.problems.length === 0);
  const lasting = nodes.map((node) => ({ ...node, clockOffsetMillis: undefined, lastSeen: isGone(node) && node.lastSeen }));
  if (hasChanged(byId("node-table"), [current(), own, lasting])) {
    byId("node-table").replaceChildren(table(nodes, own));
  }
}

function table(nodes, own) {
  const columns = [text("nodes.name"), text("nodes.state"), text("nodes.environment"), text("key.hsm"), text("nodes.release")];
  return stackingTable(
    element("caption", { "data-size": "2xs" }, text("nodes.caption")),
    columns,
    nodes.map((node) => row(node, node.name === own)),
  );
}

function row(node, isOwn) {
  return element(
    "tr",
    {},
    element("th", { scope: "row", class: "wrap" }, node.name, isOwn ? element("span", { class: "quiet" }, ` (${text("nodes.own")})`) : undefined),
    element(
      "td",
      { "data-column": text("nodes.state") },
      state(node),
      isGone(node) ? element("p", { class: "quiet" }, text("nodes.seen", { at: dateTime(node.lastSeen) })) : undefined,
      ...node.problems.map((problem) => element("p", {}, problem.title)),
    ),
    element("td", { class: "wrap", "data-column": text("nodes.environment") }, choice(node)),
    element("td", { "data-column": text("key.hsm") }, node.hsm ? text(`hsm.${node.hsm.state}`) : "–"),
    element("td", { class: "wrap", "data-column": text("nodes.release") }, node.release),
  );
}

function isGone(node) {
  return node.problems.some((problem) => problem.code === "node-gone");
}

function state(node) {
  const label = isGone(node) ? text("nodes.gone") : text(node.ready ? "nodes.ready" : "nodes.notReady");
  return element("span", { class: "ds-tag", "data-color": node.ready ? "success" : "danger" }, label);
}

function choice({ environment, version }) {
  return environment === undefined ? text("environment.none") : text("nodes.choice", { environment, version });
}
