// The form to propose a change of a key, and what the forms of keys have in common: their environments and suggested labels.

import { byId, element, hasChanged } from "./dom.js";
import { text } from "./language.js";
import { failure, success } from "./problem.js";
import { post } from "./api.js";

const USABLE = ["active", "ready"];
const WITHOUT_KEY = ["authority", "certificate-only", "retired"];

/** Shows the form. Calls refreshPage after a proposal. */
export function offerKeyProposal(refreshPage) {
  const form = byId("key-propose");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("key-propose-result");
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      const created = await post("key-changes", keyRequest(form, form.elements.action.value));
      form.reset();
      result.replaceChildren(success(text(created.needs.length > 0 ? "propose.sent" : "propose.sentAlone")));
      await refreshPage();
    } catch (error) {
      result.replaceChildren(failure(error));
    } finally {
      button.disabled = false;
    }
  });
}

/** Returns the body of a request. Optional fields that are empty are left out. */
export function keyRequest(form, action) {
  const body = { action };
  for (const name of ["environment", "client", "label", "kid", "reason"]) {
    const value = form.elements[name]?.value.trim() ?? "";
    if (value !== "") {
      body[name] = value;
    }
  }
  return body;
}

/** Fills the choice of environments in both forms, and keeps what was chosen. */
export function showKeyEnvironments(environments) {
  const names = environments.filter(({ state }) => USABLE.includes(state)).map(({ name }) => name);
  const active = environments.find(({ state }) => state === "active")?.name;
  for (const list of [byId("key-propose-environment"), byId("key-stop-environment")]) {
    if (hasChanged(list, names)) {
      const chosen = list.value || active;
      list.replaceChildren(...names.map((name) => element("option", { value: name, selected: name === chosen }, name)));
    }
  }
}

/** Suggests the labels of the keys that the devices hold. */
export function suggestLabels(register) {
  const labels = [...new Set(register.filter(({ label, state }) => label && !WITHOUT_KEY.includes(state)).map(({ label }) => label))].sort();
  if (hasChanged(byId("key-labels"), labels)) {
    byId("key-labels").replaceChildren(...labels.map((value) => element("option", { value })));
  }
}
