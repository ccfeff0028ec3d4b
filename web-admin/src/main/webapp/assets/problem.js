// One problem as a person reads it: what, what to do, who.

import { element } from "./dom.js";
import { text } from "./language.js";
import { Refused } from "./api.js";

export function problemParts(problem) {
  return [
    element("p", { class: "problem-title" }, problem.title),
    element("p", { class: "problem-detail" }, problem.detail),
    element("p", { class: "problem-remedy" }, element("strong", {}, text("problems.remedy")), " ", problem.remedy),
    problem.owner
      ? element("p", { class: "problem-owner" }, text("problems.owner"), " ", text(`owner.${problem.owner}`))
      : undefined,
  ];
}

export function problemItem(problem) {
  return element("li", { class: "problem" }, ...problemParts(problem));
}

export function good(message) {
  return element("p", { class: "notice good" }, message);
}

export function working(message) {
  return element("p", { class: "notice" }, message);
}

/** Shows why something that was asked for did not happen, beside what was pressed. */
export function failed(error) {
  if (error instanceof Refused) {
    return element("div", { class: "notice bad" }, ...problemParts(error.problem));
  }
  return element("p", { class: "notice bad" }, text("connection.lost"));
}
