// The other applications of this server that get tokens, as a table that becomes a list on narrow screens. Hidden when there is none.

import { byId, element, hasChanged, stackingTable } from "./dom.js";
import { current, text } from "./language.js";
import { problemAlert } from "./problem.js";

/** Shows the applications, and those of their problems that are not problems of the server as well. */
export function showApplications(applications, problemsOfServer) {
  byId("applications").hidden = applications.length === 0;
  const known = new Set(problemsOfServer.map(({ detail }) => detail));
  const shown = applications.map(({ now, problems = [], ...application }) => ({ ...application, problems: problems.filter(({ detail }) => !known.has(detail)) }));
  if (hasChanged(byId("application-table"), [current(), shown])) {
    byId("application-table").replaceChildren(table(shown), ...shown.flatMap(alerts));
  }
}

function table(applications) {
  const columns = ["name", "state", "environment", "cached", "granted", "refused"].map((column) => text(`applications.${column}`));
  return stackingTable(
    element("caption", { "data-size": "2xs" }, text("applications.caption")),
    columns,
    applications.map((application) => row(application, columns)),
  );
}

function row({ name, ready, environment, tokens }, [, state, environmentLabel, cached, granted, refused]) {
  return element(
    "tr",
    {},
    element("th", { scope: "row", class: "wrap" }, name),
    element("td", { "data-column": state }, element("span", { class: "ds-tag", "data-color": ready ? "success" : "danger" }, text(ready ? "nodes.ready" : "nodes.notReady"))),
    element("td", { class: "wrap", "data-column": environmentLabel }, environment?.name ?? text("environment.none")),
    element("td", { "data-column": cached }, `${tokens?.kept ?? 0}`),
    element("td", { "data-column": granted }, `${tokens?.granted ?? 0}`),
    element("td", { "data-column": refused }, `${tokens?.refused ?? 0}`),
  );
}

function alerts({ name, problems }) {
  return problems.map((problem) => problemAlert(problem, "h3", `${name}:`));
}
