// One problem as a person reads it: what, why, who, what to do.

import { element, facts } from "./dom.js";
import { text } from "./language.js";
import { Refused } from "./api.js";

/** The heading is h3 where nothing says otherwise. */
export function problemAlert(problem, heading = "h3", lead = undefined) {
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("problems.cause"), problem.detail],
    [text("problems.owner"), problem.owner ? text(`owner.${problem.owner}`) : undefined],
    [text("problems.remedy"), problem.remedy],
    [text("problems.trace"), isNew(problem.traceId, problem.detail) ? element("code", {}, problem.traceId) : undefined],
  ]);
  return element(
    "div",
    { class: "ds-alert", "data-color": "danger" },
    element(heading, { class: "ds-heading", "data-size": "2xs" }, lead ? `${lead} ${problem.title}` : problem.title),
    list,
  );
}

function isNew(part, whole) {
  return part !== undefined && !whole.includes(part);
}

export function good(message) {
  return element("p", { class: "ds-alert", "data-color": "success" }, message);
}

export function working(message) {
  return element("p", { class: "ds-alert" }, message);
}

/** Shows why something that was asked for did not happen, beside what was pressed. */
export function failed(error, heading = "h4") {
  return error instanceof Refused
    ? problemAlert(error.problem, heading)
    : element("p", { class: "ds-alert", "data-color": "danger" }, text("connection.lost"));
}
