// Switching of environments: open proposals with their permitted actions, earlier switches, and a form for a proposal.

import { byId, element, hasChanged } from "./dom.js";
import { current, dateTime, text } from "./language.js";
import { failure, problemAlert, progress, success } from "./problem.js";
import { get, post, remove } from "./api.js";
import { classTag, differenceTable } from "./difference.js";

let person;
let refresh;

/** Starts this part for the logged-in person. Calls refreshPage after every action. */
export function startSwitches(loggedIn, refreshPage) {
  person = loggedIn;
  refresh = refreshPage;
  if (person.roles.includes("operator")) {
    offerProposal();
  }
}

export function showSwitches(all) {
  const open = all.filter((change) => change.state === "proposed");
  const past = all.filter((change) => change.state !== "proposed");
  if (hasChanged(byId("proposals"), [current(), open])) {
    byId("proposals").replaceChildren(...open.map(proposal));
  }
  byId("history").hidden = past.length === 0;
  if (hasChanged(byId("history-list"), [current(), past])) {
    byId("history-list").replaceChildren(...past.map(pastSwitch));
  }
}

function route(change) {
  return element("span", { class: "wrap" }, change.from ?? text("switch.nothing"), " → ", element("strong", {}, change.to));
}

function pastSwitch(change) {
  const label = text("switch.of", {
    state: text(`state.${change.state}`),
    by: change.decidedBy ?? change.proposedBy,
    at: dateTime(change.decidedAt ?? change.expiresAt),
  });
  return element("li", {}, route(change), element("span", { class: "quiet" }, label), element("span", {}, change.reason));
}

function proposal(change) {
  const result = element("div", { class: "result", role: "status" });
  return element(
    "article",
    { class: "ds-card stack", "data-variant": "tinted", "data-color": "accent", "aria-label": `${change.from ?? text("switch.nothing")} → ${change.to}` },
    element("p", {}, element("span", { class: "ds-tag", "data-color": "warning" }, text("switch.open"))),
    element("h3", { class: "ds-heading", "data-size": "sm" }, route(change)),
    element("p", { class: "wrap" }, element("q", {}, change.reason)),
    element("p", { class: "quiet" }, text("switch.proposed", {
      by: change.proposedBy,
      at: dateTime(change.proposedAt),
      expires: dateTime(change.expiresAt),
    })),
    differenceTable(change.difference),
    ...change.needs.filter((need) => !isOwn(change) || need !== "other-person").map((need) => element("p", {}, text(`need.${need}`))),
    change.problem ? problemAlert(change.problem, "h4", text("switch.lastAttempt")) : undefined,
    buttons(change, result),
    result,
  );
}

function buttons(change, result) {
  const mayDecide = person.roles.includes("operator") || person.roles.includes("security-officer");
  if (!mayDecide) {
    return undefined;
  }
  return element(
    "div",
    { class: "row" },
    isOwn(change)
      ? element("p", { class: "quiet" }, text("switch.ownProposal"))
      : button("primary", "switch.approve", result, async () => {
          result.replaceChildren(progress(text("switch.approving")));
          await post(`switches/${change.id}/approval`);
          announce(text("switch.done", { to: change.to }));
        }),
    button("secondary", "switch.withdraw", result, async () => {
      await remove(`switches/${change.id}`);
      announce(text("switch.withdrawn"));
    }),
  );
}

/** Returns whether the person proposed this switch and therefore must not approve it. */
function isOwn(change) {
  return change.proposedBy === person.user && change.needs.includes("other-person");
}

function button(kind, key, result, action) {
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
  }, text(key));
}

/** Shows a message above the proposals and moves the focus there, since the pressed button is removed. */
function announce(message) {
  byId("switch-result").replaceChildren(success(message));
  byId("switch-result").focus();
}

function offerProposal() {
  const form = byId("propose");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("propose-result");
    try {
      const created = await post("switches", { environment: form.elements.target.value, reason: form.elements.reason.value });
      form.reset();
      byId("preview").replaceChildren();
      result.replaceChildren(success(text(created.needs.length > 0 ? "propose.sent" : "propose.sentAlone")));
      await refresh();
    } catch (error) {
      result.replaceChildren(failure(error));
    }
  });
}

export function showTargets(environments) {
  const others = environments.filter((environment) => environment.state !== "active");
  if (!hasChanged(byId("targets"), [current(), others])) {
    return;
  }
  byId("targets").replaceChildren(...(others.length > 0 ? others.map(target) : [element("p", { class: "quiet" }, text("propose.none"))]));
  byId("preview").replaceChildren();
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
      onchange: () => preview(environment.name),
    }),
    element("label", { class: "target-name", for: id }, element("strong", {}, environment.name), classTag(environment.class)),
    element("p", { id: `${id}-about`, class: "wrap", "data-field": "description" }, ready ? environment.issuer ?? "" : note),
  );
}

async function preview(name) {
  const container = byId("preview");
  try {
    container.replaceChildren(differenceTable(await get(`environments/${encodeURIComponent(name)}/difference`)));
  } catch (error) {
    container.replaceChildren(failure(error));
  }
}
