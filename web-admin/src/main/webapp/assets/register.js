// The page of keys and certificates: the changes of keys, all that the devices of this node hold, and the register for download.

import { byId, element, hasChanged, stackingTable } from "./dom.js";
import { current, date, dateTime, start, text } from "./language.js";
import { download, get, poll, Rejection } from "./api.js";
import { problemAlert } from "./problem.js";
import { commonName } from "./status.js";
import { showKeyChanges, startKeyChanges } from "./key-changes.js";
import { suggestLabels } from "./key-proposal.js";

const POLL_INTERVAL_MILLIS = 60_000; // the server reads a device at most once a minute
const CHANGES_INTERVAL_MILLIS = 5_000;
const WARN_DAYS = 90;
const CRITICAL_DAYS = 14;
const COLOURS = { active: "success", next: "info", stopped: "danger", expired: "danger" };
const FILES = {
  "download-csv": ["text/csv", "register.csv"],
  "download-json": ["application/json", "register.json"],
  "download-cbom": ["application/vnd.cyclonedx+json", "register.cdx.json"],
};
let register = [];
let devices = [];

async function refreshChanges(ask) {
  const [status, environments, changes] = await Promise.all(["status", "environments", "key-changes"].map((address) => ask(address)));
  showKeyChanges(status, environments, changes);
  byId("key-changes").hidden = false;
}

async function refresh(ask) {
  [register, devices] = await Promise.all([ask("register"), ask("register/devices")]);
  show();
  suggestLabels(register);
  byId("register").hidden = false;
}

function show() {
  if (hasChanged(byId("devices"), [current(), devices])) {
    byId("devices").replaceChildren(...devices.flatMap(({ problem, ...device }) => [problem && away(device, problem), device.skipped.length > 0 && skipped(device)]).filter(Boolean));
  }
  if (hasChanged(byId("register-table"), [current(), register])) {
    byId("register-table").replaceChildren(register.length === 0 ? element("p", {}, text("register.none")) : table());
  }
}

function away({ readAt, ...device }, problem) {
  const alert = problemAlert(problem, "h2", `${source(device)}:`);
  alert.append(element("p", {}, readAt ? text("register.readAt", { at: dateTime(readAt) }) : text("register.neverRead")));
  return alert;
}

function skipped({ skipped: objects, ...device }) {
  return element(
    "div",
    { class: "ds-alert", "data-color": "warning" },
    element("h2", { class: "ds-heading", "data-size": "2xs" }, `${source(device)}: ${text("register.skipped")}`),
    ...objects.map((object) => element("p", { class: "wrap" }, object)),
  );
}

function source({ name, tokenLabel }) {
  return name ? `${name}/${tokenLabel}` : tokenLabel;
}

function table() {
  const columns = ["register.label", "register.state", "register.use", "register.key", "key.validTo", "register.daysLeft"].map((key) => text(key));
  return stackingTable(
    element("caption", { class: "ds-sr-only" }, text("register.heading")),
    columns,
    register.map((entry) => row(entry, columns)),
    "register",
  );
}

function row(entry, [, state, use, key, validTo, left]) {
  const { certificate, daysLeft } = entry;
  const holder = certificate && commonName(certificate.subject);
  return element(
    "tr",
    {},
    element(
      "th",
      { scope: "row", class: "wrap" },
      entry.label || holder || entry.id,
      element("p", { class: "quiet" }, [entry.label && holder, entry.source].filter(Boolean).join(" · ")),
    ),
    element("td", { "data-column": state }, element("span", { class: "ds-tag", "data-color": COLOURS[entry.state] ?? "neutral" }, text(`register.state.${entry.state}`)), waiting(entry)),
    element("td", { class: "wrap", "data-column": use }, uses(entry)),
    element("td", { "data-column": key }, [entry.type, entry.size].join(" "), protection(entry)),
    element("td", { "data-column": validTo }, certificate ? date(certificate.notAfter) : "–"),
    element("td", { "data-column": left }, daysLeft === undefined ? "–" : element("span", { class: "ds-tag", "data-color": colour(daysLeft) }, `${daysLeft}`)),
  );
}

function waiting({ waitsFor }) {
  return waitsFor && element("p", { class: "quiet wrap" }, text("register.waitsFor", { what: waitsFor[current() === "nb" ? "no" : "en"] }));
}

function uses({ environments = [], clients = [], state }) {
  const names = [...environments, ...clients].join(", ");
  return names || (state === "active" ? text("register.audit") : "–");
}

/** A certificate without a key has no protection. */
function protection({ nonExportable }) {
  return nonExportable === undefined
    ? undefined
    : element("p", { class: "quiet" }, text(nonExportable ? "register.nonExportable" : "register.exportable"));
}

function colour(days) {
  return days < CRITICAL_DAYS ? "danger" : days <= WARN_DAYS ? "warning" : "success";
}

/** Runs what asks the server, and shows there why it could not. */
async function attempt(action, refused = "refused") {
  try {
    await action();
    byId("connection").hidden = true;
    byId(refused).replaceChildren();
  } catch (error) {
    byId("connection").hidden = error instanceof Rejection;
    byId(refused).replaceChildren(...(error instanceof Rejection ? [problemAlert(error.problem, "h2")] : []));
  }
}

function attemptChanges(ask) {
  return attempt(() => refreshChanges(ask), "refused-changes");
}

await start("register.title", () => {
  show();
  attemptChanges(get);
});
for (const [button, [type, file]] of Object.entries(FILES)) {
  byId(button).addEventListener("click", () => attempt(() => download("register", type, file)));
}
const person = await get("session");
startKeyChanges(person, () => attemptChanges(get));
await attemptChanges(get);
setInterval(() => attemptChanges(poll), CHANGES_INTERVAL_MILLIS);
if (["security-officer", "auditor"].some((role) => person.roles.includes(role))) {
  await attempt(() => refresh(get));
  setInterval(() => attempt(() => refresh(poll)), POLL_INTERVAL_MILLIS);
} else {
  byId("register-roles").hidden = false;
}
