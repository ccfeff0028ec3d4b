// Puts the page together: looks every five seconds, and at once when something was done or the language changed.

import { byId } from "./dom.js";
import { start, text } from "./language.js";
import { get, look, Refused } from "./api.js";
import { showStatus } from "./status.js";
import { countDown, offerTrial, showToken } from "./token.js";
import { showSwitches, showTargets, startSwitches } from "./switches.js";
import { showChanges } from "./changes.js";

const LOOK_EVERY = 5_000;
let person;

async function lookAtAll() {
  try {
    const [status, environments, switches, changes] = await Promise.all(
      ["status", "environments", "switches", "changelog"].map(lookOrNothing),
    );
    byId("connection").hidden = true;
    if (status) {
      showStatus(status);
      showToken(status);
    }
    if (environments) {
      showTargets(environments);
    }
    if (switches) {
      showSwitches(switches);
    }
    if (changes) {
      showChanges(changes);
    }
  } catch {
    byId("connection").hidden = false;
  }
}

/** One part that is refused (the database is away, say, which the status tells) does not hide the others. */
async function lookOrNothing(address) {
  try {
    return await look(address);
  } catch (error) {
    if (error instanceof Refused) {
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
  lookAtAll();
});
person = await get("session");
showPerson();
startSwitches(person, lookAtAll);
if (person.roles.includes("operator")) {
  offerTrial(lookAtAll);
}
await lookAtAll();
setInterval(lookAtAll, LOOK_EVERY);
setInterval(countDown, 1_000);
