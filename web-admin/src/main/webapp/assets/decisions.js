// What decisions by two persons have in common: who may decide, the state, the buttons, and the message after a decision.

import { element } from "./dom.js";
import { text } from "./language.js";
import { failure, success } from "./problem.js";

export function mayDecide(person) {
  return person.roles.includes("operator") || person.roles.includes("security-officer");
}

/** Returns whether the person proposed this change and therefore must not approve it. */
export function isOwn(change, person) {
  return change.proposedById === person.id && change.needs.includes("other-person");
}

/** Says what an approval requires, except what the person is told beside the buttons. */
export function needs(change, person) {
  return change.needs.filter((need) => !isOwn(change, person) || need !== "other-person").map((need) => element("p", {}, text(`need.${need}`)));
}

export function tag(label, color) {
  return element("span", { class: "ds-tag", "data-color": color }, label);
}

/** Returns a button that runs the action, and then refresh. A failure is shown in the result. */
export function actionButton(kind, label, result, refresh, action) {
  return element("button", {
    type: "button",
    class: "ds-button",
    "data-color": "accent",
    "data-variant": kind,
    onclick: async (event) => {
      event.target.disabled = true;
      try {
        await action();
        await refresh();
      } catch (error) {
        result.replaceChildren(failure(error));
        event.target.disabled = false;
      }
    },
  }, label);
}

/** Shows a message and moves the focus there, since the pressed button is removed. */
export function announce(target, message) {
  target.replaceChildren(success(message));
  target.focus();
}
