// Switching of environments: open proposals and what executed switches still wait for, with the permitted actions, and earlier
// switches.

import { byId, element, facts, hasChanged } from "./dom.js";
import { current, dateTime, text } from "./language.js";
import { failure, problemAlert, progress } from "./problem.js";
import { post, remove } from "./api.js";
import { actionButton, announce as announceIn, isOwn, mayDecide, needs, tag } from "./decisions.js";
import { differenceTable } from "./difference.js";
import { offerProposal } from "./propose.js";

let person;
let refresh;

/** Starts this part for the logged-in person. Calls refreshPage after every action. */
export function startSwitches(loggedIn, refreshPage) {
  person = loggedIn;
  refresh = refreshPage;
  if (mayDecide(person)) {
    offerProposal(person, refreshPage, announce);
  }
}

/** Returns whether something is still expected of a switch: an approval, its first token, or a review. */
function isOpen(change) {
  return change.state === "proposed" || change.firstGrant === "awaited" || isUnreviewed(change);
}

function isUnreviewed(change) {
  return change.emergency === true && change.review === undefined;
}

export function showSwitches(all) {
  const open = all.filter(isOpen);
  const past = all.filter((change) => !isOpen(change));
  if (hasChanged(byId("proposals"), [current(), open])) {
    byId("proposals").replaceChildren(...open.map((change) => (change.state === "proposed" ? proposal(change) : executed(change))));
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
    state: text(change.emergency ? "state.emergency" : `state.${change.state}`),
    by: change.decidedBy ?? change.proposedBy,
    at: dateTime(change.decidedAt ?? change.expiresAt),
  });
  return element(
    "li",
    {},
    route(change),
    element("span", { class: "quiet" }, label),
    element("span", {}, change.reason),
    change.state === "reverted" ? element("span", {}, text("switch.reverted", { cause: change.problem?.detail ?? "" })) : undefined,
    change.review ? element("span", {}, text("switch.reviewed", { by: change.review.by, at: dateTime(change.review.at), note: change.review.note })) : undefined,
  );
}

function card(change, tags, ...content) {
  return element(
    "article",
    { class: "ds-card stack", "data-variant": "tinted", "data-color": "accent", "aria-label": `${change.from ?? text("switch.nothing")} → ${change.to}` },
    element("p", {}, ...tags),
    element("h3", { class: "ds-heading", "data-size": "sm" }, route(change)),
    element("p", { class: "wrap" }, element("q", {}, change.reason)),
    ...content,
  );
}

function proposal(change) {
  const result = element("div", { class: "result", role: "status" });
  return card(
    change,
    [tag(text("switch.open"), "warning")],
    element("p", { class: "quiet" }, text("switch.proposed", {
      by: change.proposedBy,
      at: dateTime(change.proposedAt),
      expires: dateTime(change.expiresAt),
    })),
    changeRecord(change),
    differenceTable(change.difference),
    element("p", { class: "quiet wrap" }, text("switch.digest"), " ", element("code", {}, change.digest)),
    ...needs(change, person),
    change.problem ? problemAlert(change.problem, "h4", text("switch.lastAttempt")) : undefined,
    buttons(change, result),
    result,
  );
}

function changeRecord(change) {
  const list = element("dl", { class: "facts" });
  facts(list, ["purpose", "scope", "plannedTime", "expectedOutcome", "fallBack"].map((name) => [text(`record.${name}`), change[name]]));
  return list.children.length > 0 ? list : undefined;
}

function executed(change) {
  const result = element("div", { class: "result", role: "status" });
  return card(
    change,
    [
      change.emergency ? tag(text("switch.emergency"), "danger") : undefined,
      " ",
      change.firstGrant === "awaited" ? tag(text("switch.firstGrant"), "info") : undefined,
    ],
    element("p", { class: "quiet" }, text("switch.of", {
      state: text(`state.${change.state}`),
      by: change.decidedBy,
      at: dateTime(change.decidedAt),
    })),
    change.firstGrant === "awaited" ? element("p", {}, text("switch.firstGrantAbout", { from: change.from ?? text("switch.nothing") })) : undefined,
    isUnreviewed(change) ? review(change, result) : undefined,
    result,
  );
}

function review(change, result) {
  if (!mayDecide(person) || change.proposedById === person.id) {
    return element("p", {}, text("review.other"));
  }
  const id = `review-${change.id}`;
  return element(
    "form",
    {
      class: "stack",
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await post(`switches/${change.id}/review`, { note: event.target.elements.note.value });
          announce(text("review.done"));
          await refresh();
        } catch (error) {
          result.replaceChildren(failure(error));
        }
      },
    },
    element(
      "div",
      { class: "ds-field" },
      element("label", { class: "ds-label", for: id }, text("review.note")),
      element("textarea", { id, class: "ds-input", name: "note", rows: "2", maxlength: "1000", required: true }),
    ),
    element("button", { type: "submit", class: "ds-button", "data-color": "accent" }, text("review.submit")),
  );
}

function buttons(change, result) {
  if (!mayDecide(person)) {
    return undefined;
  }
  return element(
    "div",
    { class: "row" },
    isOwn(change, person)
      ? element("p", { class: "quiet" }, text("switch.ownProposal"))
      : button("primary", "switch.approve", result, async () => {
          result.replaceChildren(progress(text("switch.approving")));
          await post(`switches/${change.id}/approval`, { digest: change.digest });
          announce(text("switch.done", { to: change.to }));
        }),
    button("secondary", "switch.withdraw", result, async () => {
      await remove(`switches/${change.id}`);
      announce(text("switch.withdrawn"));
    }),
  );
}

function button(kind, key, result, action) {
  return actionButton(kind, text(key), result, refresh, action);
}

function announce(message) {
  announceIn(byId("switch-result"), message);
}
