import { json } from 'node:stream/consumers';
import { openStore } from '@securescan/store';
import type { StoreLocation } from '@securescan/store';
import { nameOwner } from '../../src/scans/owner.ts';

/** A server that takes two scans for itself and one for a stranger, and then does nothing until it is killed. */
const location = (await json(process.stdin)) as StoreLocation;
const store = await openStore(location, () => new Date());
for (const owner of [nameOwner('1'), nameOwner('1'), 'elsewhere:1-2-3/1']) {
  const at = '2026-01-01T00:00:00.000Z';
  await store.transaction(({ scans }) => scans.claimNext({ owner, leaseUntil: '2026-01-01T00:00:30.000Z', at }));
}
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
