import type { Waiver } from './waiver.ts';

/** What a waiver says of its own reach; empty texts mean all. */
export type WaiverReach = Pick<Waiver, 'resource' | 'check'>;

/**
 * Makes the test whether a waiver of a control covers one of its failures. Ids are compared without case; `*` in an address stands
 * for any characters. Takes time in proportion to the address, whatever the pattern.
 */
export function createWaiverTest({ resource, check }: WaiverReach): (checkId: string, address: string) => boolean {
  const parts = resource.split('*');
  const id = check.toLowerCase();
  return (checkId, address) =>
    (id === '' || checkId.toLowerCase() === id) && (resource === '' || matchesParts(address, parts));
}

function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first = '', ...more] = parts;
  const last = more.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of more) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
