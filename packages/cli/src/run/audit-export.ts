import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { parseRange } from './audit-verify.ts';
import { openExistingStore, toCliAuditEntry } from './server-database.ts';

const PAGE = 1000;

/** Prints rows of the audit log as lines of JSON; that it was exported is a row of its own. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const { from, to } = parseRange(args);
  await using store = await openExistingStore(io);
  const entry = toCliAuditEntry(io, { action: 'audit.export', details: { from, to } });
  // Written first: an export that nobody sees in the log must not exist.
  const end = to ?? (await store.audit.findLast())?.seq ?? 0;
  await store.transaction(({ audit }) => audit.append(entry));
  for (let after = (from ?? 1) - 1; !io.signal.aborted;) {
    const rows = (await store.audit.listRows(after, PAGE)).filter(({ seq }) => seq <= end);
    const last = rows.at(-1);
    if (last === undefined) return EXIT.ok;
    await io.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    after = last.seq;
  }
  return EXIT.interrupted;
}
