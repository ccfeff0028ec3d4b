// Keys in use and the changes of them: what is open, the newest change, and the earlier ones, with the permitted actions.

import { byId, element, facts, hasChanged } from "./dom.js";
import { current, date, dateTime, text } from "./language.js";
import { problemAlert, progress } from "./problem.js";
import { post, remove } from "./api.js";
import { actionButton, announce, isOwn, mayDecide, needs, tag } from "./decisions.js";
import { offerKeyProposal, showKeyEnvironments } from "./key-proposal.js";
import { offerKeyStop, showStopReport } from "./key-stop.js";

const COLOURS = { proposed: "warning", approved: "info", active: "success", failed: "danger", reverted: "danger" };
const EXPLAINED = ["failed", "reverted"];
const KEY_PROBLEMS = ["key-stopped", "key-change-reverted"];
const DIGITS_OF_DIGEST = 16;

let person;
let refresh;

/** Starts this part for the logged-in person. Calls refreshPage after every action. */
export function startKeyChanges(loggedIn, refreshPage) {
  person = loggedIn;
  refresh = refreshPage;
  if (person.roles.includes("security-officer")) {
    offerKeyProposal(refreshPage);
    offerKeyStop(refreshPage);
  }
}

export function showKeyChanges(status, environments, all) {
  showInUse(status);
  showKeyEnvironments(environments);
  showStopReport();
  const proposed = all.filter(({ state }) => state === "proposed");
  const decided = all.filter(({ state }) => state !== "proposed");
  const recent = decided.filter(({ state }, index) => index === 0 || state === "approved");
  fill("key-proposals", proposed, proposal);
  fill("key-recent", recent, decidedChange);
  const past = decided.filter((change) => !recent.includes(change));
  byId("key-history").hidden = past.length === 0;
  fill("key-history-list", past, pastChange);
  byId("key-none").hidden = all.length > 0;
}

function fill(id, changes, show) {
  if (hasChanged(byId(id), [current(), changes])) {
    byId(id).replaceChildren(...changes.map((change) => show(change)));
  }
}

function showInUse({ environment, key, problems }) {
  const about = problems.filter(({ code }) => KEY_PROBLEMS.includes(code));
  if (hasChanged(byId("keys-in-use"), [current(), environment, key, about])) {
    facts(byId("keys-in-use"), [
      [text("environment.heading"), environment?.name ?? text("environment.none")],
      [text("keys.inUse"), key && keyName(key)],
      [text("key.validTo"), key?.certificate && date(key.certificate.notAfter)],
    ]);
    byId("key-problems").replaceChildren(...about.map((problem) => problemAlert(problem)));
  }
}

function keyName({ label, kid }) {
  return kid ? text("keys.withKid", { label, kid }) : label;
}

function clientName({ environment, client }) {
  return client ? `${environment}/${client}` : environment;
}

/** Returns what changes: the key before and the key after, or the one key that is concerned. */
function route(change) {
  return element(
    "span",
    { class: "wrap" },
    ...(change.action === "activate" ? [keyName(change.from), " → "] : []),
    element("strong", {}, keyName(change)),
  );
}

function title(change) {
  return `${text(`keys.action.${change.action}`)} ${keyName(change)} (${clientName(change)})`;
}

function card(change, look, ...content) {
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("keys.client"), clientName(change)],
    [text("what.certificate"), change.certificate && digest(change.certificate)],
  ]);
  return element(
    "article",
    { class: "ds-card stack", "aria-label": title(change), ...look },
    element("p", {}, stateTag(change)),
    element("h3", { class: "ds-heading", "data-size": "sm" }, text(`keys.action.${change.action}`), ": ", route(change)),
    list,
    element("p", { class: "wrap" }, element("q", {}, change.reason)),
    element("p", { class: "quiet" }, who(change)),
    ...content,
  );
}

function stateTag({ action, state }) {
  return action === "stop" ? tag(text("keys.stopped"), "danger") : tag(text(`state.${state}`), COLOURS[state] ?? "neutral");
}

function digest(sha256) {
  return element("code", { title: sha256 }, `${sha256.slice(0, DIGITS_OF_DIGEST)}…`);
}

function who(change) {
  const lines = [];
  if (change.action !== "stop") {
    lines.push(text("keys.proposed", { by: change.proposedBy, at: dateTime(change.proposedAt) }));
  }
  if (change.state === "proposed") {
    lines.push(text("keys.expires", { at: dateTime(change.expiresAt) }));
  }
  if (change.decidedBy) {
    const key = change.action === "stop" ? "keys.stoppedBy" : change.state === "withdrawn" ? "keys.withdrawnBy" : "keys.approvedBy";
    lines.push(text(key, { by: change.decidedBy, at: dateTime(change.decidedAt) }));
  }
  return lines.join(" ");
}

function canary({ canary: { granted, refused } = { granted: 0, refused: 0 } }) {
  return progress(text("keys.canary", { granted, refused }));
}

function decidedChange(change) {
  return card(
    change,
    { "data-color": "neutral" },
    change.state === "approved" ? canary(change) : undefined,
    change.problem ? problemAlert(change.problem, "h4") : undefined,
  );
}

function proposal(change) {
  const result = element("div", { class: "result", role: "status" });
  return card(change, { "data-variant": "tinted", "data-color": "accent" }, ...needs(change, person), buttons(change, result), result);
}

function buttons(change, result) {
  if (!mayDecide(person)) {
    return undefined;
  }
  return element(
    "div",
    { class: "row" },
    isOwn(change, person)
      ? element("p", { class: "quiet" }, text("keys.ownProposal"))
      : button("primary", "keys.approve", result, change, async () => {
          await post(`key-changes/${change.id}/approval`);
          announce(byId("key-result"), text("keys.approved"));
        }),
    button("secondary", "switch.withdraw", result, change, async () => {
      await remove(`key-changes/${change.id}`);
      announce(byId("key-result"), text("switch.withdrawn"));
    }),
  );
}

function button(kind, key, result, change, action) {
  const created = actionButton(kind, text(key), result, refresh, action);
  created.append(element("span", { class: "ds-sr-only" }, `: ${title(change)}`)); // several proposals have the same buttons
  return created;
}

function pastChange(change) {
  return element(
    "li",
    {},
    element("span", {}, text(`keys.action.${change.action}`), ": ", route(change)),
    element("span", { class: "quiet" }, [clientName(change), text("switch.of", {
      state: change.action === "stop" ? text("keys.stopped") : text(`state.${change.state}`),
      by: change.decidedBy ?? change.proposedBy,
      at: dateTime(change.decidedAt ?? change.expiresAt),
    })].join(" · ")),
    element("span", {}, change.reason),
    change.certificate ? element("span", { class: "quiet" }, `${text("what.certificate")}: `, digest(change.certificate)) : undefined,
    EXPLAINED.includes(change.state) && change.problem ? problemAlert(change.problem, "h3") : undefined,
  );
}
