import { homedir } from 'node:os';
import { createClock } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { JsonObject } from '@securescan/model';
import { parseDatabase } from '@securescan/server/admin';
import { importWafpass } from '@securescan/store';
import type { RestoredCounts, WafpassImport } from '@securescan/store';
import { postureOf, scoredControlsOf } from '@securescan/waf';
import type { Posture } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { toVisible } from '../../io/visible.ts';
import { parseChoice } from '../choices.ts';
import { openServerStore, toCliAuditEntry } from '../server-database.ts';

/** Notes that are shown; more of them are counted. JSON has all. */
const SHOWN_NOTES = 50;

/** Takes over what a wafpass-server has stored. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const from = await findSource(args, io);
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  await using store = await openServerStore(io);
  const entry = toCliAuditEntry(io, { action: 'waf.import', details: {} });
  let told = 0;
  const result = await importWafpass(store, {
    from,
    postureOf: ({ controlsMeta, findings }) =>
      toJson(postureOf(scoredControlsOf({ controls_meta: controlsMeta.map(toScored), findings }))),
    actor: { principal: entry.actor.id, name: 'waf import' },
    now: () => clock.now(),
    onRuns: async (imported) => {
      if (imported - told < 500) return;
      told = imported;
      await tell(io, `${imported} runs so far`);
    },
    signal: io.signal,
  });
  const { notes, ...counts } = result;
  await store.transaction(({ audit }) =>
    audit.append({ ...entry, ts: clock.now().toISOString(), details: { ...counts, notes: notes.length } }),
  );
  await io.stdout.write(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : renderText(result));
  return EXIT.ok;
}

function toJson({ pillars, ...whole }: Posture): JsonObject {
  const entries = Object.entries(pillars).map(([name, pillar]) => [name, { ...pillar }] as const);
  return { ...whole, pillars: Object.fromEntries(entries) };
}

/** What scores need of a control that a run describes; texts that are missing are empty. */
function toScored(control: JsonObject): { readonly id: string; readonly pillar: string; readonly severity: string } {
  const text = (name: string): string => (typeof control[name] === 'string' ? control[name] : '');
  return { id: text('id'), pillar: text('pillar'), severity: text('severity') };
}

/** The address, with the same rules for encryption as the server's own database. */
async function findSource(args: ParsedArguments, io: Io): Promise<string> {
  const text = args.find('from') ?? io.env.get('WAFPASS_DATABASE_URL') ?? '';
  const parsed = /^postgres(ql)?(\+\w+)?:/.test(text)
    ? parseDatabase(text, null, io.env.get('HOME') ?? homedir())
    : null;
  if (parsed === null || 'problem' in parsed || parsed.location.kind !== 'postgres') {
    throw new SecureScanError(
      'E_ARGUMENT',
      'name the database of the wafpass-server: --from postgres://user:password@host:5432/database; special characters in the password are written as %40',
    );
  }
  if (parsed.weakness !== null) await tell(io, `warning: ${parsed.weakness}`);
  return parsed.location.url;
}

function renderText({ revision, runs, controls, waivers, risks, notes }: WafpassImport): string {
  const shown = notes.slice(0, SHOWN_NOTES).map((note) => `  ${toVisible(note)}`);
  const more = notes.length > SHOWN_NOTES ? [`  … and ${notes.length - SHOWN_NOTES} more; --output json has all`] : [];
  return [
    `Read a database of wafpass-server at revision ${revision}:`,
    `  runs              ${runs.imported} new, ${runs.present} here already`,
    `  controls          ${describeCounts(controls)}`,
    `  waivers           ${describeCounts(waivers)}`,
    `  risk acceptances  ${describeCounts(risks)}`,
    ...(notes.length === 0 ? [] : ['To look at:', ...shown, ...more]),
    '',
  ].join('\n');
}

function describeCounts({ created, updated, unchanged, kept }: RestoredCounts): string {
  const ours = kept === 0 ? '' : `, ${kept} left as changed here`;
  return `${created} new, ${updated} changed there, ${unchanged} unchanged${ours}`;
}
