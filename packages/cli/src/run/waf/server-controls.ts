import { SecureScanError } from '@securescan/model';
import type { ConfigurationFile } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { askWafServer, openWafServer } from './server.ts';

const PER_PAGE = 200;
const MAX_PAGES = 100;

/**
 * The controls of a server as control files: JSON is YAML too, so they are checked as files are.
 * @throws SecureScanError E_NETWORK
 */
export async function fetchControls(url: string, args: ParsedArguments, io: Io): Promise<readonly ConfigurationFile[]> {
  const target = await openWafServer('--controls-from', url, args, io);
  const files: ConfigurationFile[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await askWafServer(target, `/controls?per_page=${PER_PAGE}&page=${page}`, io);
    const data = isObject(answer) ? answer['data'] : null;
    if (!Array.isArray(data)) {
      throw new SecureScanError('E_NETWORK', `${target.server.url.origin} did not answer with a list of controls`);
    }
    for (const control of data) {
      const id = isObject(control) ? String(control['id']) : `item ${files.length + 1}`;
      files.push({
        path: `${target.server.url.origin}/controls/${id}`,
        text: JSON.stringify(toFile(control), null, 1),
      });
    }
    if (data.length < PER_PAGE) break;
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a server says about its record of a control, not about the control. */
const OF_THE_RECORD = new Set(['created_at', 'updated_at', 'source']);

/** A server keeps only checks that a program can run, and does not say so in each; empty members are no members. */
function toFile(control: unknown): unknown {
  if (!isObject(control) || !Array.isArray(control['checks'])) return control;
  const checks = control['checks'].map((check: unknown) =>
    isObject(check) ? { automated: check['engine'] !== 'manual', ...withoutNulls(check) } : check,
  );
  return { ...withoutNulls(control), checks };
}

function withoutNulls(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => member !== null && !OF_THE_RECORD.has(name)),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
