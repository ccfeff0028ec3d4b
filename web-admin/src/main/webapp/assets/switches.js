// The change of environment: what is proposed, who may do what with it, and a new proposal.

import { byId, element, isNews } from "./dom.js";
import { current, dateTime, text } from "./language.js";
import { failed, good, problemAlert, working } from "./problem.js";
import { get, post, remove } from "./api.js";
import { classTag, differenceTable } from "./difference.js";

let person;
let again;

/** Who looks, and what looks at everything anew when something was done. */
export function startSwitches(who, lookAgain) {
  person = who;
  again = lookAgain;
  if (person.roles.includes("operator")) {
    offerProposal();
  }
}

export function showSwitches(all) {
  const open = all.filter((known) => known.state === "proposed");
  const past = all.filter((known) => known.state !== "proposed");
  if (isNews(byId("proposals"), [current(), open])) {
    byId("proposals").replaceChildren(...open.map(proposal));
  }
  byId("history").hidden = past.length === 0;
  if (isNews(byId("history-list"), [current(), past])) {
    byId("history-list").replaceChildren(...past.map(pastSwitch));
  }
}

function way(known) {
  return element("span", { class: "wrap" }, known.from ?? text("switch.nothing"), " → ", element("strong", {}, known.to));
}

function pastSwitch(known) {
  const label = text("switch.of", {
    state: text(`state.${known.state}`),
    by: known.decidedBy ?? known.proposedBy,
    at: dateTime(known.decidedAt ?? known.expiresAt),
  });
  return element("li", {}, way(known), element("span", { class: "quiet" }, label), element("span", {}, known.reason));
}

function proposal(known) {
  const result = element("div", { class: "result", role: "status" });
  return element(
    "article",
    { class: "ds-card stack", "data-variant": "tinted", "data-color": "accent", "aria-label": `${known.from ?? text("switch.nothing")} → ${known.to}` },
    element("p", {}, element("span", { class: "ds-tag", "data-color": "warning" }, text("switch.open"))),
    element("h3", { class: "ds-heading", "data-size": "sm" }, way(known)),
    element("p", { class: "wrap" }, element("q", {}, known.reason)),
    element("p", { class: "quiet" }, text("switch.proposed", {
      by: known.proposedBy,
      at: dateTime(known.proposedAt),
      expires: dateTime(known.expiresAt),
    })),
    differenceTable(known.difference),
    ...known.needs.filter((need) => !isOwn(known) || need !== "other-person").map((need) => element("p", {}, text(`need.${need}`))),
    known.problem ? problemAlert(known.problem, "h4", text("switch.lastAttempt")) : undefined,
    buttons(known, result),
    result,
  );
}

function buttons(known, result) {
  const decides = person.roles.includes("operator") || person.roles.includes("security-officer");
  if (!decides) {
    return undefined;
  }
  return element(
    "div",
    { class: "row" },
    isOwn(known)
      ? element("p", { class: "quiet" }, text("switch.ownProposal"))
      : button("primary", "switch.approve", result, async () => {
          result.replaceChildren(working(text("switch.approving")));
          await post(`switches/${known.id}/approval`);
          announce(text("switch.done", { to: known.to }));
        }),
    button("secondary", "switch.withdraw", result, async () => {
      await remove(`switches/${known.id}`);
      announce(text("switch.withdrawn"));
    }),
  );
}

/** Whether whoever looks has proposed it, and may not approve it for that reason. */
function isOwn(known) {
  return known.proposedBy === person.user && known.needs.includes("other-person");
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
        await again();
      } catch (error) {
        result.replaceChildren(failed(error));
        event.target.disabled = false;
      }
    },
  }, text(key));
}

/** Above the proposals, since the one that was pressed is gone; the focus goes there too, and not to nowhere. */
function announce(message) {
  byId("switch-result").replaceChildren(good(message));
  byId("switch-result").focus();
}

function offerProposal() {
  const form = byId("propose");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const result = byId("propose-result");
    try {
      const made = await post("switches", { environment: form.elements.target.value, reason: form.elements.reason.value });
      form.reset();
      byId("preview").replaceChildren();
      result.replaceChildren(good(text(made.needs.length > 0 ? "propose.sent" : "propose.sentAlone")));
      await again();
    } catch (error) {
      result.replaceChildren(failed(error));
    }
  });
}

export function showTargets(environments) {
  const others = environments.filter((environment) => environment.state !== "active");
  if (!isNews(byId("targets"), [current(), others])) {
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
  const place = byId("preview");
  try {
    place.replaceChildren(differenceTable(await get(`environments/${encodeURIComponent(name)}/difference`)));
  } catch (error) {
    place.replaceChildren(failed(error));
  }
}
