// Shows a problem: title, cause, owner and remedy.

import { element, facts } from "./dom.js";
import { text } from "./language.js";
import { Rejection } from "./api.js";

/** Returns an alert. The lead, if any, precedes the title in the heading. */
export function problemAlert(problem, heading = "h3", lead = undefined) {
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("problems.cause"), problem.detail],
    [text("problems.owner"), problem.owner ? text(`owner.${problem.owner}`) : undefined],
    [text("problems.remedy"), problem.remedy],
    [text("problems.trace"), isMissing(problem.traceId, problem.detail) ? element("code", {}, problem.traceId) : undefined],
  ]);
  return element(
    "div",
    { class: "ds-alert", "data-color": "danger" },
    element(heading, { class: "ds-heading", "data-size": "2xs" }, lead ? `${lead} ${problem.title}` : problem.title),
    list,
  );
}

function isMissing(part, whole) {
  return part !== undefined && !whole.includes(part);
}

export function success(message) {
  return element("p", { class: "ds-alert", "data-color": "success" }, message);
}

export function progress(message) {
  return element("p", { class: "ds-alert" }, message);
}

/** Returns an alert that explains why an action failed. */
export function failure(error, heading = "h4") {
  return error instanceof Rejection
    ? problemAlert(error.problem, heading)
    : element("p", { class: "ds-alert", "data-color": "danger" }, text("connection.lost"));
}
