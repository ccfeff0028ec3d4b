// Calls the JSON API in the reader's language. An error response is thrown as a Rejection with its problem.

import { current } from "./language.js";

const BASE = "api/v1/";

export class Rejection extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Gets data without a user's action; does not extend the session. */
export function poll(address) {
  return send("GET", address, undefined, { "Portnokkel-Background": "1" });
}

export function get(address) {
  return send("GET", address);
}

/** Saves a response as a file. */
export async function download(address, type, file) {
  const response = await request("GET", address, { Accept: type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = file;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function post(address, body) {
  return send("POST", address, body);
}

export function remove(address) {
  return send("DELETE", address);
}

async function send(method, address, body, extraHeaders = {}) {
  const headers = { Accept: "application/json", ...extraHeaders };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const response = await request(method, address, headers, body === undefined ? undefined : JSON.stringify(body));
  return response.status === 204 ? undefined : response.json();
}

async function request(method, address, headers, body) {
  const response = await fetch(BASE + address, { method, headers: { "Accept-Language": current(), ...headers }, body });
  if (response.status === 401) {
    window.location.assign("login");
  }
  if (!response.ok) {
    throw new Rejection(await response.json());
  }
  return response;
}
