import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeError } from '@securescan/model';
import { parseExports, prometheusText } from '@securescan/waf';
import type { ExportTarget, Snapshot } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { splitLists } from '../choices.ts';
import { askServer } from '../server-request.ts';

/** Sends the numbers of a run where `--export` says. Whatever goes wrong there is told and changes nothing else. */
export async function exportNumbers(
  snapshot: Snapshot,
  checks: Readonly<Record<string, number>>,
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  const names = splitLists(args.list('export'));
  if (names.length === 0) return;
  const file = args.find('export-config') ?? '.wafpass-export.yml';
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    await tell(io, `error: export: cannot read ${file}: ${describeError(error)}`);
    return;
  }
  const { targets, problems } = parseExports(text, file, names, io.env.all);
  for (const problem of problems) await tell(io, `error: export: ${problem}`);
  for (const target of targets) {
    try {
      const status = await send(target, snapshot, checks, io);
      await tell(
        io,
        status >= 200 && status < 300
          ? `Exported to ${target.name}`
          : `error: export: ${target.name} answered ${status}`,
      );
    } catch (error) {
      await tell(io, `error: export: ${target.name}: ${describeError(error)}`);
    }
  }
}

async function send(
  target: ExportTarget,
  snapshot: Snapshot,
  checks: Readonly<Record<string, number>>,
  io: Io,
): Promise<number> {
  const url = new URL(target.url);
  const server = { url, apiKey: null, tls: {} };
  if (target.kind === 'webhook') {
    const { control_statuses: _, control_details: __, ...numbers } = snapshot;
    const body = JSON.stringify(target.includeFullSnapshot ? snapshot : numbers);
    const { status } = await askServer(server, `${url.pathname}${url.search}`, io, {
      method: 'POST',
      body,
      headers: target.headers,
    });
    return status;
  }
  const base = url.pathname.replace(/\/+$/, '');
  const path = base.includes('/metrics/job') ? base : `${base}/metrics/job/${encodeURIComponent(target.job)}`;
  const { status } = await askServer(server, `${path}${url.search}`, io, {
    method: 'PUT',
    body: prometheusText(snapshot, checks),
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', ...target.headers },
  });
  return status;
}
