// The form for a proposal, or for an emergency change by one person.

import { byId, element, hasChanged } from "./dom.js";
import { current, text } from "./language.js";
import { failure, success } from "./problem.js";
import { get, post } from "./api.js";
import { classTag, differenceTable } from "./difference.js";

const RECORD = ["purpose", "scope", "plannedTime", "expectedOutcome", "fallBack"];
let active = "";

/** Shows the form. Calls refreshPage after a proposal, and announce with a message after an emergency change. */
export function offerProposal(person, refreshPage, announce) {
  const form = byId("propose");
  const { emergency } = form.elements;
  form.hidden = false;
  if (!person.roles.includes("operator")) { // a security officer does not propose
    emergency.checked = true;
    emergency.disabled = true;
    byId("propose-heading").dataset.text = "propose.emergencyHeading";
    byId("propose-heading").textContent = text("propose.emergencyHeading");
    byId("emergency-only").hidden = false;
    byId("emergency-field").hidden = true;
  }
  showKind(form);
  emergency.addEventListener("change", () => showKind(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("propose-result");
    try {
      const isEmergency = emergency.checked;
      const created = await post("switches", request(form, isEmergency));
      form.reset();
      emergency.checked = emergency.disabled;
      showKind(form);
      byId("preview").replaceChildren();
      result.replaceChildren();
      if (isEmergency) {
        announce(text("propose.emergencyDone", { to: created.to }));
      } else {
        result.replaceChildren(success(text(created.needs.length > 0 ? "propose.sent" : "propose.sentAlone")));
      }
      await refreshPage();
    } catch (error) {
      result.replaceChildren(failure(error));
    }
  });
}

function request(form, isEmergency) {
  const body = { environment: form.elements.target.value, reason: form.elements.reason.value };
  for (const name of RECORD) {
    if (form.elements[name].value.trim() !== "") {
      body[name] = form.elements[name].value;
    }
  }
  return isEmergency ? { ...body, emergency: true } : body;
}

/** An emergency change is executed at once: the button says so. */
function showKind(form) {
  const isEmergency = form.elements.emergency.checked;
  const button = byId("propose-submit");
  button.textContent = text(isEmergency ? "propose.emergencySubmit" : "propose.submit");
  button.dataset.color = isEmergency ? "danger" : "accent";
}

export function showTargets(environments) {
  active = environments.find((environment) => environment.state === "active")?.name ?? text("switch.nothing");
  const others = environments.filter((environment) => environment.state !== "active");
  if (!hasChanged(byId("targets"), [current(), others])) {
    return;
  }
  byId("targets").replaceChildren(...(others.length > 0 ? others.map(target) : [element("p", { class: "quiet" }, text("propose.none"))]));
  byId("preview").replaceChildren();
  showKind(byId("propose"));
}

function target(environment) {
  const ready = environment.state === "ready";
  const note = environment.state === "retired" ? text("propose.retired") : text("propose.unready");
  const id = `target-${environment.name}`;
  return element(
    "div",
    { class: "ds-field", "data-variant": "outline" },
    element("input", {
      id,
      class: "ds-input",
      type: "radio",
      name: "target",
      value: environment.name,
      required: true,
      disabled: !ready,
      "aria-describedby": `${id}-about`,
      onchange: () => choose(environment.name),
    }),
    element("label", { class: "target-name", for: id }, element("strong", {}, environment.name), classTag(environment.class)),
    element("p", { id: `${id}-about`, class: "wrap", "data-field": "description" }, ready ? environment.issuer ?? "" : note),
  );
}

async function choose(name) {
  suggestRecord(name);
  const container = byId("preview");
  try {
    container.replaceChildren(differenceTable(await get(`environments/${encodeURIComponent(name)}/difference`)));
  } catch (error) {
    container.replaceChildren(failure(error));
  }
}

/** Fills in the change record, except texts that the person has changed. */
function suggestRecord(to) {
  for (const name of RECORD) {
    const field = byId("propose").elements[name];
    if (field.value === "" || field.value === field.dataset.suggested) {
      field.value = text(`record.${name}.suggested`, { from: active, to });
      field.dataset.suggested = field.value;
    }
  }
}
