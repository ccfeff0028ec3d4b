// The auditor's page: verifies the audit on request, and shows its records, newest first.

import { byId, element, facts, stackingTable } from "./dom.js";
import { dateTime, has, start, text } from "./language.js";
import { get, Rejection } from "./api.js";
import { failure, problemAlert } from "./problem.js";

const ACTS = [
  "sign-in", "sign-out", "sign-in-refused", "sign-in-throttled",
  "switch-proposed", "switch-approved", "switch-withdrawn", "switch-expired", "switch-reverted",
  "emergency-change", "emergency-reviewed", "confirmation-proposed", "confirmation-approved", "confirmation-signed-anew",
  "key-change-proposed", "key-change-approved", "key-change-withdrawn", "key-change-expired", "key-change-failed",
  "key-activated", "key-change-reverted", "key-stopped", "key-restored", "standby-key-approved",
  "unlock-tried", "unlocked", "trial-token", "tokens-dropped", "grants", "configuration-in-effect",
  "audit-exported", "audit-verified", "audit-archived", "audit-gap", "audit-restored",
];
const ENOUGH = 50;
let records = [];
let next;
let verification;
let searched; // the criteria of what is shown
let search = 0;

function showActs() {
  const chosen = byId("filter-act").value;
  byId("filter-act").replaceChildren(
    element("option", { value: "" }, text("audit.all")),
    ...ACTS.map((act) => element("option", { value: act, selected: act === chosen }, text(`act.${act}`))),
  );
}

function criteria() {
  const fields = new FormData(byId("filter"));
  const parameters = new URLSearchParams();
  for (const name of ["act", "person", "text"]) {
    if (fields.get(name)) {
      parameters.set(name, fields.get(name));
    }
  }
  if (fields.get("from")) {
    parameters.set("from", startOfDay(fields.get("from"), 0));
  }
  if (fields.get("to")) {
    parameters.set("to", startOfDay(fields.get("to"), 1));
  }
  return parameters;
}

/** Days are those of the reader's time zone, as the times in the table are. */
function startOfDay(day, daysLater) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** A response may have read many records and found few: goes on until there are enough or none are left. */
async function find(parameters) {
  const current = ++search;
  const enough = records.length + ENOUGH;
  do {
    if (next !== undefined) {
      parameters.set("before", next);
    }
    const found = await get(`audit/records?${parameters}`);
    if (current !== search) {
      return;
    }
    records = records.concat(found.records);
    next = found.next;
    showRecords();
  } while (next !== undefined && records.length < enough);
}

async function searchAnew() {
  records = [];
  next = undefined;
  searched = criteria();
  await find(searched);
}

function showRecords() {
  byId("older").hidden = next === undefined;
  byId("found").textContent = text(next === undefined ? "audit.foundAll" : "audit.found", { count: records.length });
  const columns = ["audit.number", "audit.time", "audit.person", "audit.act", "audit.what"].map((key) => text(key));
  byId("record-table").replaceChildren(
    stackingTable(
      element("caption", { class: "ds-sr-only" }, text("audit.records.heading")),
      columns,
      records.map((record) => row(record, columns)),
      "records",
    ),
  );
}

function row(record, [number, time, person, act, what]) {
  if (record.unreadable) {
    return element("tr", {}, element("th", { scope: "row", "data-column": number }, `${record.seq}`), element("td", { colspan: 4 }, text("audit.unreadable")));
  }
  return element(
    "tr",
    {},
    element("th", { scope: "row", "data-column": number }, `${record.seq}`),
    element("td", { "data-column": time }, element("time", { datetime: record.time }, dateTime(record.time))),
    element("td", { class: "wrap", "data-column": person }, actor(record.actor), " ", element("span", { class: "quiet" }, record.actor.address ?? "")),
    element("td", { "data-column": act }, has(`act.${record.act}`) ? text(`act.${record.act}`) : record.act),
    element("td", { class: "wrap", "data-column": what }, record.object, change(record), details(record)),
  );
}

function actor({ name, roles = [] }) {
  const known = { portnokkel: "Portnøkkel", "not signed in": text("audit.notSignedIn") };
  const shown = roles.filter((role) => role !== "viewer" || roles.length === 1).map((role) => text(`role.${role}`));
  return shown.length === 0 ? (known[name] ?? name) : `${name} (${shown.join(", ")})`;
}

function change({ before, after }) {
  const states = [before, after].filter((state) => state !== undefined);
  return states.length === 0 ? undefined : element("p", {}, states.join(" → "));
}

function details(record) {
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("audit.time"), element("code", {}, record.time)],
    [text("audit.reason"), record.reason],
    [text("audit.digest"), record.digest && element("code", {}, record.digest)],
    [text("audit.personId"), record.actor.id !== record.actor.name ? record.actor.id : undefined],
    [text("audit.node"), record.node],
  ]);
  return element("details", {}, element("summary", {}, text("audit.details")), list);
}

function showVerification() {
  if (verification === undefined) {
    return;
  }
  const { result, records: count, archived, head, checkpoint, problems } = verification;
  if (result !== "ok") {
    byId("verification-result").replaceChildren(
      ...problems.map(({ detail, remedy, firstWrong }) => problemAlert({ title: finding(firstWrong), detail, remedy }, "h3")),
    );
    return;
  }
  const list = element("dl", { class: "facts" });
  facts(list, [
    [text("audit.verification.records"), `${count}`],
    [text("audit.verification.archived"), archived && `${archived}`],
    [text("audit.verification.origin"), checkpoint?.split("\n")[0]],
    [text("audit.verification.root"), element("code", {}, head)],
  ]);
  byId("verification-result").replaceChildren(
    element("div", { class: "ds-alert", "data-color": "success" }, element("h3", { class: "ds-heading", "data-size": "2xs" }, text("audit.verification.intact")), list),
  );
}

function finding(firstWrong) {
  return firstWrong === undefined ? text("audit.verification.failed") : text("audit.verification.failedAt", { number: firstWrong });
}

async function verify() {
  byId("verify").disabled = true;
  try {
    verification = await get("audit/verification");
    showVerification();
  } catch (error) {
    byId("verification-result").replaceChildren(failure(error, "h3"));
  } finally {
    byId("verify").disabled = false;
  }
}

/** Runs what asks the server, and shows why it could not. */
async function attempt(action) {
  try {
    await action();
    byId("connection").hidden = true;
    byId("refused").replaceChildren();
    byId("verification").hidden = false;
    byId("records").hidden = false;
  } catch (error) {
    byId("connection").hidden = error instanceof Rejection;
    byId("refused").replaceChildren(...(error instanceof Rejection ? [problemAlert(error.problem, "h2")] : []));
  }
}

function show() {
  showActs();
  showRecords();
  showVerification();
}

await start("audit.title", show);
showActs();
byId("verify").addEventListener("click", verify);
byId("filter").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(searchAnew);
});
byId("older").addEventListener("click", () => attempt(() => find(searched)));
await attempt(searchAnew);
