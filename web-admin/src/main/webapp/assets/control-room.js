// The control room page. Polls every five seconds, and refreshes at once after an action or a change of language.

import { byId } from "./dom.js";
import { start, text } from "./language.js";
import { get, poll, Rejection } from "./api.js";
import { showStatus } from "./status.js";
import { countDown, offerTrial, showToken } from "./token.js";
import { showTargets } from "./propose.js";
import { showSwitches, startSwitches } from "./switches.js";
import { showNodes } from "./nodes.js";
import { showApplications } from "./applications.js";
import { showChanges } from "./changes.js";

const POLL_INTERVAL_MILLIS = 5_000;
let person;

async function refresh() {
  try {
    const [status, environments, switches, nodes, changes] = await Promise.all(
      ["status", "environments", "switches", "nodes", "changelog"].map(pollOrUndefined),
    );
    byId("connection").hidden = true;
    if (status) {
      showStatus(status);
      showToken(status);
      showApplications(status.applications, status.problems);
    }
    if (environments) {
      showTargets(environments);
    }
    if (switches) {
      showSwitches(switches);
    }
    if (nodes) {
      showNodes(nodes, status?.node);
    }
    if (changes) {
      showChanges(changes);
    }
  } catch {
    byId("connection").hidden = false;
  }
}

/** Returns undefined when the server rejects the request, so that one failing part does not hide the others. */
async function pollOrUndefined(address) {
  try {
    return await poll(address);
  } catch (error) {
    if (error instanceof Rejection) {
      return undefined;
    }
    throw error;
  }
}

function showPerson() {
  const roles = person.roles.filter((role) => role !== "viewer" || person.roles.length === 1);
  byId("person-name").textContent = `${person.user} (${roles.map((role) => text(`role.${role}`)).join(", ")})`;
}

await start("title", () => {
  showPerson();
  refresh();
});
person = await get("session");
showPerson();
byId("audit-link").hidden = !person.roles.includes("auditor");
startSwitches(person, refresh);
if (person.roles.includes("operator")) {
  offerTrial(refresh);
}
await refresh();
setInterval(refresh, POLL_INTERVAL_MILLIS);
setInterval(countDown, 1_000);
