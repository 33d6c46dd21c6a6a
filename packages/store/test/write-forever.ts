/** Another process at the same database: writes rows to the audit log until it is ended. */
import { openStore } from '../src/index.ts';

const [path = ''] = process.argv.slice(2);
await using store = await openStore({ kind: 'sqlite', path }, () => new Date(0));
for (let n = 1; ; n += 1) {
  await store.transaction(({ audit }) =>
    audit.append({
      ts: new Date(n).toISOString(),
      requestId: null,
      actor: { id: null, kind: 'test', name: null },
      address: null,
      action: 'test',
      target: null,
      project: null,
      outcome: 'ok',
      details: { filling: 'x'.repeat(2000) },
    }),
  );
  if (n === 1) process.stdout.write('writing\n');
}
