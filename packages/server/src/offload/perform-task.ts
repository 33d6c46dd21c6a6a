import { basename } from 'node:path';
import { complianceCoverage } from '@securescan/core';
import { createMachine, resolveTarget } from '@securescan/host';
import { collectBom, isManifest } from '@securescan/inventory';
import type { Bom } from '@securescan/model';
import { SecureScanError } from '@securescan/model';
import { renderers } from '@securescan/renderers';
import type { Renderer, RenderOptions, Rendering } from '@securescan/renderers';
import { openStore } from '@securescan/store';
import { readScanResult } from '../scans/read-scan-result.ts';
import type { OffloadResults, OffloadTask, ReportFormat, SbomFormat } from './tasks.ts';

/** Lock files of large repositories run to tens of megabytes. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

const REPORTS: Readonly<Record<ReportFormat, Renderer>> = {
  html: renderers['report-html'],
  pdf: renderers['report-pdf'],
  sarif: renderers.sarif,
  csv: renderers.csv,
  junit: renderers.junit,
};

/** Does one task; runs on the thread. */
export async function performTask(task: OffloadTask): Promise<OffloadResults[OffloadTask['kind']]> {
  switch (task.kind) {
    case 'report':
      return renderReport(task);
    case 'bom':
      return readBom(task.path);
    case 'sbom-document':
      return renderSbom(task.bom, task.format, toRenderOptions(task));
    default:
      return task satisfies never;
  }
}

async function renderReport(task: Extract<OffloadTask, { kind: 'report' }>): Promise<Uint8Array> {
  await using store = await openStore(task.database, () => new Date(task.now));
  const result = await readScanResult(store, task.scanId);
  if (result === undefined) throw new SecureScanError('E_STORE', 'the scan is gone');
  const { coverage } = complianceCoverage(result.findings);
  const rendering = await REPORTS[task.format].renderScan?.(result, { ...toRenderOptions(task), compliance: coverage });
  return toBytes(rendering);
}

async function readBom(path: string): Promise<OffloadResults['bom']> {
  // Looks at files only: no tools, no checks, no network.
  await using machine = createMachine({ environment: {}, cacheDirectory: null });
  const target = await resolveTarget(path, { cwd: '/', scanTypes: [] });
  if (target.kind === 'url' || target.kind === 'host') {
    throw new SecureScanError('E_TARGET_KIND', 'a bill of materials needs a directory or a file');
  }
  await using tree = machine.openTree(target, { fileChecks: [], exclude: [], signal: new AbortController().signal });
  const files: { path: string; text: string }[] = [];
  const notes: string[] = [];
  for (const entry of await tree.files()) {
    if (!isManifest(entry.path)) continue;
    const text = await tree.readText(entry.path, MAX_MANIFEST_BYTES);
    if (text === null) notes.push(`${entry.path} is too large or cannot be read; its packages are missing`);
    else files.push({ path: entry.path, text });
  }
  const bom = collectBom(files, { name: basename(target.path) });
  for (const { path: source, problem } of bom.sources) if (problem !== null) notes.push(`${source} ${problem}`);
  return { bom, notes };
}

async function renderSbom(bom: Bom, format: SbomFormat, options: RenderOptions): Promise<string> {
  const renderer: Renderer = renderers[format];
  return new TextDecoder().decode(toBytes(await renderer.renderBom?.(bom, options)));
}

/** A report is one file here: SARIF that GitHub would want in parts is for the command to split. */
function toBytes(rendering: Rendering | undefined): Uint8Array {
  const content = rendering?.parts[0]?.content;
  if (content === undefined) throw new SecureScanError('E_INTERNAL', 'the format cannot show this');
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function toRenderOptions({
  productVersion,
  now,
}: {
  readonly productVersion: string;
  readonly now: string;
}): RenderOptions {
  return {
    productVersion,
    now,
    showSuppressed: false,
    gate: 'none',
    colour: false,
    width: null,
    repo: null,
    sha: null,
    serverUrl: 'https://github.com',
  };
}
