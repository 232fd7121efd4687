/** Global ids of objects whose address on the site names their key. */

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The global id of the person with a uid, the last part of `Person.path`; null when it is no UUID in lower case. */
export function personId(uid: string): string | null {
  return UUID.test(uid) ? Buffer.from(`Person:${uid}`).toString('base64url') : null;
}
